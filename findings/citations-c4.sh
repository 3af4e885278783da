#!/usr/bin/env bash
# One would guess: datatrove's C4QualityFilter with `remove_citations` (the default) keeps a sentence with a footnote
# mark behind it, `... of stone.[3]`, whichever extractor made text of the page.
# What is so: inscriptis' default profile ("relaxed") sets a blank on each side of a <span>. In MediaWiki's markup the
# two brackets of a mark are spans of their own (`cite-bracket`), so it writes `... of stone. [ 3 ]`. The filter's
# pattern knows `[3]` alone: the mark stays, the line ends in `]`, and the paragraph is dropped as one without terminal
# punctuation. A plain `[3]` behind a blank goes, but leaves the blank, and the line is dropped as ending in that:
# lines are stripped before citations are removed, not after. The profile "strict" is all right.
# It matters to who filters encyclopedias by C4's rules: the paragraphs with sources go, those without stay.
# datatrove 0.10.1, inscriptis 2.7.6, resiliparse 2.0.1, html2text 2025.4.15, 2026-11-29.
set -euo pipefail
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
python3 -m venv --upgrade-deps "$t/v"
"$t/v/bin/pip" install -q --prefer-binary datatrove==0.10.1 regex html2text==2025.4.15 inscriptis==2.7.6 \
    resiliparse==2.0.1
cd "$t"
"$t/v/bin/python" -W ignore - <<'PY'
import sys
from importlib.metadata import version

import html2text, inscriptis
from datatrove.data import Document
from datatrove.pipeline.filters.c4_filters import C4QualityFilter
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig
from resiliparse.extract.html2text import extract_plain_text


def mark(number):
    bracket = '<span class="cite-bracket">{}</span>'
    return (f'<sup id="cite_ref-{number}" class="reference"><a href="#cite_note-{number}">'
            f'{bracket.format("[")}{number}{bracket.format("]")}</a></sup>')


page = "<html><body>" + "".join(f"<p>{paragraph}</p>" for paragraph in (
    "The sea wall was built by the monks of the island." + mark(1),
    "It has lost eleven metres of stone since then." + mark(2),
    "Nobody knows who laid the first of them.",
)) + "</body></html>"


def kept(text):
    document = Document(text=text, id="1")
    C4QualityFilter(min_num_sentences=-1).filter(document)
    return document.text.splitlines()


writers = {
    "resiliparse": (extract_plain_text, "island.[1]", 3),
    "html2text": (html2text.html2text, "island.[1]", 3),
    "inscriptis": (inscriptis.get_text, "island. [ 1 ]", 1),
    "its strict": (lambda html: inscriptis.get_text(html, ParserConfig(css=CSS_PROFILES["strict"])), "island.[1]", 3),
}
print(*(f"{name} {version(name)}" for name in ("datatrove", *list(writers)[:3])))
for name, (write, end, was) in writers.items():
    text = write(page)
    lines = kept(text)
    print(f"{name:12} writes {text[text.index('island'):].splitlines()[0]!r:16} C4 keeps {len(lines)} of 3: {lines}")
    if end not in text or len(lines) != was:
        sys.exit(f"changed: was {end!r} and {was}")
for line, was in [("It has lost its stone.[2]", 1), ("It has lost its stone. [2]", 0)]:
    print(f"{line!r}: kept {len(kept(line))}")
    if len(kept(line)) != was:
        sys.exit(f"changed: was {was}")
PY
