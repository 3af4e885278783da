"""Has Dolma's own mixer cut what `dechaff clean --cuts attributes` says, and compares the texts with `dechaff clean`.

usage: mixer.py DECHAFF FOLDER

The mixer is the compiled part of the package dolma, which is loaded without the rest of it: what the rest imports is
not needed to mix.
"""

import gzip
import importlib.util
import json
import subprocess
import sys
import sysconfig
from pathlib import Path

STORY = "The pilots of pier {n} — Élodie’s crew, the “Möwe” 🚢 — asked for boat number {n} on Monday, their speaker said."
NOISE = ["Share on FacebookTweet about this on Twitter", "Leave a Reply", "ADVERTISEMENT", "Read Next"]


def rows():
    for number in range(500):
        head = f"Möwe number {number} returns"
        story = [STORY.format(n=number * 7 + line) for line in range(4)]
        lines = [head, "", head, "", story[0], "", NOISE[number % 4], "", *story[1:], "", NOISE[(number + 1) % 4]]
        text = ["", "\n".join(lines), "Nothing goes of this.\n"][number % 3]
        yield {"id": f"page-{number}", "source": "quay", "text": text, "added": "2026-01-01"}


def mixer():
    files = Path(sysconfig.get_paths()["platlib"], "dolma").glob("dolma.*.so")
    spec = importlib.util.spec_from_file_location("dolma", next(files))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.mixer_entrypoint


def run(*command):
    subprocess.run([str(part) for part in command], check=True)


def read(folder):
    found = {}
    for path in sorted(folder.glob("*.gz")):
        for line in gzip.open(path, "rt", encoding="utf-8"):
            row = json.loads(line)
            found[row["id"]] = row["text"]
    return found


def main():
    dechaff, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    documents = folder / "documents"
    documents.mkdir(parents=True)
    text = "".join(json.dumps(row, ensure_ascii=row["id"][-1] in "02468") + "\n" for row in rows())
    (documents / "a.jsonl.gz").write_bytes(gzip.compress(text.encode()))
    attributes = folder / "attributes" / "dechaff"
    run(dechaff, "clean", documents, "--out", attributes, "--cuts", "attributes", "--no-config", "-q")
    run(dechaff, "clean", documents, "--out", folder / "clean", "--no-config", "-q")
    replacement = {"span": "$.attributes.dechaff__cuts", "min_score": 0.25, "replacement": ""}
    stream = {
        "name": "mixed",
        "documents": [str(documents / "*.jsonl.gz")],
        "attributes": ["dechaff"],
        "output": {"path": str(folder / "mixed"), "max_size_in_bytes": 1 << 30},
        "span_replacement": [replacement],
    }
    work = {"input": str(folder / "input"), "output": str(folder / "output")}
    mixer()(json.dumps({"streams": [stream], "work_dir": work, "processes": 1}))
    wanted, mixed = read(folder / "clean"), read(folder / "mixed")
    changed = sum(wanted[row["id"]] != row["text"] for row in rows())
    if changed < 160 or len(wanted) != 500:
        sys.exit(f"only {changed} of {len(wanted)} pages lost anything: nothing was tested")
    holds = mixed == wanted
    print(f"{'ok   ' if holds else 'WRONG'} dolma's mixer: the same {len(mixed)} texts, {changed} of them changed")
    sys.exit(0 if holds else 1)


if __name__ == "__main__":
    main()
