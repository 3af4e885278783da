#!/usr/bin/env bash
# One would guess: `min_words: 2` in the settings of `dolma dedupe` spares paragraphs of fewer than two words, and the
# others are compared as before.
# What is so: as soon as min_words is over 0 nothing is compared at all. Every list of spans is empty, the log counts
# "Num processed: 0", and the run ends well. In write_attributes of deduper.rs the comparison stands in the last `else`
# of a chain that begins with `if min_word_count > 0`; a paragraph with words enough passes that branch and is done.
# It matters to who drops boxes that recur on many pages: the threshold that is meant to protect short lines switches
# the step off, and a corpus without duplicates looks the same. Filter short spans after the run.
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

text = "\n".join([
    "Rain fell on the harbour all day long.",
    "Sign up for our letter about boats.",
    "The ferry left at nine with nobody on board.",
    "Sign up for our letter about boats.",
])


def spans(**settings):
    shutil.rmtree("run", ignore_errors=True)
    os.makedirs("run/documents")
    with open("run/documents/pages.jsonl", "w") as out:
        out.write(json.dumps({"id": "page", "text": text}) + "\n")
    dolma.deduper_entrypoint(json.dumps({
        "documents": ["run/documents/*.jsonl"],
        "work_dir": {"input": "run/in", "output": "run/out"},
        "dedupe": {"name": "seen", "paragraphs": {"attribute_name": "seen"}, **settings},
        "bloom_filter": {"file": "run/bloom", "read_only": False, "estimated_doc_count": 1000,
                         "desired_false_positive_rate": 1e-6, "size_in_bytes": 0},
        "processes": 1,
    }))
    with open("run/attributes/seen/pages.jsonl") as rows:
        return json.loads(rows.read())["attributes"]["seen"]


print("dolma", version("dolma"))
for settings, was in [({}, 1), ({"min_words": 0}, 1), ({"min_words": 1}, 0), ({"min_words": 2}, 0)]:
    found = len(spans(**settings))
    print(f"{settings or 'no min_words'}: {found} paragraph(s) seen before")
    if found != was:
        print(f"changed: was {was}")
        sys.exit(1)
PY
