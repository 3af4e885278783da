#!/usr/bin/env bash
# One would guess: with `paragraph_separator: "\n\n"` the spans that `dolma dedupe` writes lie on the paragraphs that
# recur, so that the mixer takes out just these.
# What is so: they lie before them, one character further for each paragraph passed. write_attributes of deduper.rs
# splits by the separator that was set, but counts one character for each separator ("For the newline"), whatever its
# length. With "\n", the default, all is right; the paragraphs found are right with either.
# It matters to who dedupes Markdown or readers' text, where paragraphs stand apart by a blank line: at the hundredth
# paragraph the mixer cuts a hundred characters too early, through prose. Shift span k by k * (len - 1).
# dolma 1.2.1, 2026-11-29.
set -euo pipefail
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
python3 -m venv --upgrade-deps "$t/v"
"$t/v/bin/pip" install -q --no-deps dolma==1.2.1
cd "$t"
"$t/v/bin/python" - 2> "$t/log" <<'PY' || { grep -v INFO "$t/log"; exit 1; }
import glob, importlib.util, json, os, shutil, sys
from importlib.metadata import version

# The compiled part alone, which the command calls: it needs none of the package's other dependencies.
path = glob.glob(os.path.join(sys.prefix, "lib/python3*/site-packages/dolma/dolma.*.so"))[0]
spec = importlib.util.spec_from_file_location("dolma", path)
dolma = importlib.util.module_from_spec(spec)
spec.loader.exec_module(dolma)

paragraphs = [
    "Rain fell on the harbour all day long.",
    "Sign up for our letter about boats.",
    "The ferry left at nine with nobody on board.",
    "Nobody waited at the other side.",
    "Sign up for our letter about boats.",
    "The storm had gone by noon.",
]


def marked(separator):
    text = separator.join(paragraphs)
    shutil.rmtree("run", ignore_errors=True)
    os.makedirs("run/documents")
    with open("run/documents/pages.jsonl", "w") as out:
        out.write(json.dumps({"id": "page", "text": text}) + "\n")
    dolma.deduper_entrypoint(json.dumps({
        "documents": ["run/documents/*.jsonl"],
        "work_dir": {"input": "run/in", "output": "run/out"},
        "dedupe": {"name": "seen", "paragraphs": {"attribute_name": "seen", "paragraph_separator": separator}},
        "bloom_filter": {"file": "run/bloom", "read_only": False, "estimated_doc_count": 1000,
                         "desired_false_positive_rate": 1e-6, "size_in_bytes": 0},
        "processes": 1,
    }))
    with open("run/attributes/seen/pages.jsonl") as rows:
        (start, end, _), = json.loads(rows.read())["attributes"]["seen"]
    return text[start:end]


print("dolma", version("dolma"))
for separator, was in [("\n", "Sign up for our letter about boats.\n"), ("\n\n", "e.\n\nSign up for our letter about boa")]:
    saw = marked(separator)
    print(f"separator {separator!r}: the span marks {saw!r}")
    if saw != was:
        print(f"changed: was {was!r}")
        sys.exit(1)
PY
