#!/usr/bin/env bash
# One would guess: `doc_frac` of dolma's tagger pii_regex_with_counts_fast_v2 is the share of a document that is
# personal data, 0 where there is none; and replacing the spans of EMAIL_ADDRESS in the mixer leaves the lines as they
# are.
# What is so: doc_frac is 1 where there is none and more elsewhere. FastPiiRegex.predict in taggers/pii.py adds up the
# lengths of all spans, and the one for doc_count, over the whole document, is among them already. And the pattern
# takes the blanks and marks before an address and the line break behind it into the span: what replaces it stands
# glued between the word before and the line after.
# It matters twice: a filter that drops documents over a share of .1 drops all of them; and who cleans line by line
# after masking meets "|||MAIL|||Sign up for our letter", which is a box's line no more. Subtract 1; mask after
# cleaning.
# dolma 1.2.1 on Python 3.11, 2026-11-29.
set -euo pipefail
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
python3 -m venv --upgrade-deps "$t/v"
"$t/v/bin/pip" install -q --prefer-binary dolma==1.2.1
mkdir -p "$t/nltk/tokenizers/punkt" # There already, so that importing dolma downloads nothing.
cd "$t"
NLTK_DATA=$t/nltk "$t/v/bin/python" -W ignore - 2> "$t/log" <<'PY' || { grep -v INFO "$t/log"; exit 1; }
import glob
import gzip
import json
import os
import sys
from importlib.metadata import version

from dolma import mixer
from dolma.core.data_types import Document
from dolma.taggers.pii import FastPiiRegex

texts = {
    "none": "Rain fell on the harbour all day.\nThe ferry left at nine.\n",
    "mail": "Write to the office: office@example.org\nSign up for our letter\nThe ferry left at nine.\n",
}
os.makedirs("crawl/documents")
os.makedirs("crawl/attributes/pii")
shares = {}
with open("crawl/documents/pages.jsonl", "w") as documents, open("crawl/attributes/pii/pages.jsonl", "w") as attributes:
    for name, text in texts.items():
        kinds = {}
        for span in FastPiiRegex().predict(Document(source="s", version="v0", id=name, text=text)).spans:
            kinds.setdefault(span.type, []).append([span.start, span.end, span.score])
        shares[name] = round(kinds["doc_frac"][0][2], 2)
        documents.write(json.dumps({"id": name, "text": text}) + "\n")
        attributes.write(json.dumps({"id": name, "attributes": kinds}) + "\n")
mixer({
    "streams": [{
        "name": "masked", "documents": ["crawl/documents/*.jsonl"], "attributes": ["pii"],
        "output": {"path": "masked", "max_size_in_bytes": 10000000},
        "span_replacement": [{"span": "$.attributes.EMAIL_ADDRESS", "min_score": 0.5, "replacement": "|||MAIL|||"}],
    }],
    "work_dir": {"input": "work/in", "output": "work/out"}, "processes": 1,
})
path, = glob.glob("masked/*.gz")
with gzip.open(path, "rt") as rows:
    masked = {row["id"]: row["text"] for row in map(json.loads, rows)}["mail"]

print("dolma", version("dolma"))
for what, saw, was in [
    ("doc_frac without personal data", shares["none"], 1.0),
    ("doc_frac with an address", shares["mail"], 1.24),
    ("masked", masked, "Write to the office|||MAIL|||Sign up for our letter\nThe ferry left at nine.\n"),
]:
    print(f"{what}: {saw!r}")
    if saw != was:
        print(f"changed: was {was!r}")
        sys.exit(1)
PY
