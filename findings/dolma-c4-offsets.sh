#!/usr/bin/env bash
# One would guess: the spans of dolma's tagger `c4_v2` ("faster") are those of `c4_v1`: places in the document's text.
# What is so: they are places in the text in lower case, which can be longer. The capital letter İ, which begins
# İstanbul and İzmir, becomes two characters there, so each one moves all later spans by one to the right. `c4_v1`
# splits the text as it is and lowers line by line; FasterC4Tagger in taggers/c4.py lowers first.
# It matters to who removes lines without ending punctuation by these spans: on Turkish text, and on any page with a
# few such names, the mixer leaves the start of each menu line and eats the start of the line behind it.
# dolma 1.2.1 on Python 3.11, 2026-11-29.
set -euo pipefail
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
python3 -m venv --upgrade-deps "$t/v"
"$t/v/bin/pip" install -q --prefer-binary dolma==1.2.1
mkdir -p "$t/nltk/tokenizers/punkt" # There already, so that importing dolma downloads nothing.
cd "$t"
NLTK_DATA=$t/nltk "$t/v/bin/python" -W ignore - <<'PY'
import sys
from importlib.metadata import version

from dolma.core.data_types import Document
from dolma.taggers.c4 import C4Tagger, FasterC4Tagger

KIND = "lines_with_no_ending_punctuation"
text = (
    "İstanbul'da yağmur yağdı ve İzmir'de vapur kalkmadı.\n"
    "Daha fazla haber oku\n"
    "Gemiler sabah limana döndü, dedi İdris Bey.\n"
    "Bültene abone ol\n"
    "Öğlen fırtına geçti.\n"
)


def cut(tagger):
    """What the mixer leaves where it drops the spans of KIND."""
    spans = tagger.predict(Document(source="s", version="v0", id="1", text=text)).spans
    left, at = "", 0
    for span in spans:
        if span.type == KIND and span.end > span.start:
            left, at = left + text[at:span.start], span.end
    return (left + text[at:]).splitlines()


print("dolma", version("dolma"))
v1, v2 = cut(C4Tagger()), cut(FasterC4Tagger())
print("c4_v1 leaves", v1)
print("c4_v2 leaves", v2)
right = [line for line in text.splitlines() if line.endswith(".")]
wrong = [right[0], "Da" + right[1][2:], "Bül" + right[2][3:]]
if v1 != right:
    sys.exit("changed: c4_v1 no longer leaves the lines with a full stop")
if v2 != wrong:
    sys.exit(f"changed: c4_v2 left {wrong}")
PY
