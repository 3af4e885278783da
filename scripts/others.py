#!/usr/bin/env python3
"""Cleans a folder of text with another cleaner, so that it can be scored beside dechaff.

    python3 -m venv V && V/bin/pip install justext==3.0.2 datatrove==0.10.1 trafilatura==2.3.1 nltk spacy lxml_html_clean
    V/bin/python scripts/others.py CLEANER IN OUT
    dechaff score --gold GOLD --before IN --after OUT

CLEANER is one of

    c4                   the line rules of datatrove's C4QualityFilter; pages are never dropped
    c4-any-end           the same without the rule that a line ends as a sentence does
    justext              jusText's classifier on a paragraph a line, English stop list
    trafilatura          trafilatura's extraction from a paragraph a line
    trafilatura-recall   the same, favouring recall

jusText and trafilatura read HTML: they get each line as a <p>. The lines that they keep are written
as they stand in IN, so that only lines go, as with every other cleaner here.
"""

import difflib
import html
import re
import sys
from pathlib import Path


def c4(filter_no_terminal_punct):
    from datatrove.data import Document
    from datatrove.pipeline.filters import C4QualityFilter

    rules = C4QualityFilter(
        filter_no_terminal_punct=filter_no_terminal_punct,
        min_num_sentences=-1,
        filter_lorem_ipsum=False,
        filter_curly_bracket=False,
    )

    def clean(text):
        document = Document(text=text, id="")
        rules.filter(document)
        return document.text

    return clean


def as_html(lines):
    paragraphs = "\n".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return f"<html><body><article>{paragraphs}</article></body></html>"


def lines_of(text):
    return [line for line in text.splitlines() if line.strip()]


def kept_in_order(lines, kept):
    """The lines that stand in what was kept, in its order."""
    plain = [" ".join(line.split()) for line in lines]
    kept = [" ".join(line.split()) for line in kept]
    blocks = difflib.SequenceMatcher(None, plain, kept, autojunk=False).get_matching_blocks()
    return "\n".join(line for block in blocks for line in lines[block.a : block.a + block.size])


def place(xpath):
    """Which of its siblings a paragraph is, from 0: /html[1]/body[1]/article[1]/p[7] is 6."""
    number = re.search(r"/p\[(\d+)\]", xpath)
    return int(number.group(1)) - 1


def justext_cleaner():
    import justext

    stop_list = justext.get_stoplist("English")

    def clean(text):
        lines = lines_of(text)
        if not lines:
            return ""
        paragraphs = justext.justext(as_html(lines), stop_list)
        kept = [place(p.xpath) for p in paragraphs if not p.is_boilerplate]
        return "\n".join(lines[at] for at in sorted(set(kept)))

    return clean


def trafilatura_cleaner(favor_recall):
    import trafilatura

    def clean(text):
        lines = lines_of(text)
        if not lines:
            return ""
        kept = trafilatura.extract(
            as_html(lines), favor_recall=favor_recall, include_comments=False, deduplicate=False
        )
        return kept_in_order(lines, (kept or "").splitlines())

    return clean


CLEANERS = {
    "c4": lambda: c4(True),
    "c4-any-end": lambda: c4(False),
    "justext": justext_cleaner,
    "trafilatura": lambda: trafilatura_cleaner(False),
    "trafilatura-recall": lambda: trafilatura_cleaner(True),
}


def main():
    if len(sys.argv) != 4 or sys.argv[1] not in CLEANERS:
        sys.exit(__doc__)
    clean = CLEANERS[sys.argv[1]]()
    source, target = Path(sys.argv[2]), Path(sys.argv[3])
    for path in sorted(source.rglob("*.txt")):
        out = target / path.relative_to(source)
        out.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8", errors="replace")
        out.write_text(clean(text), encoding="utf-8")


if __name__ == "__main__":
    main()
