#!/usr/bin/env bash
# One would guess: an article whose lines all end in a full stop passes FineWeb's "at least 12 % of lines end in
# punctuation", whichever writer made text of it.
# What is so: three Markdown writers put two blanks behind a line that ended in <br> (Markdown's hard break), and
# datatrove's FineWebQualityFilter looks at the last character of the line as it stands: with `  ` behind the full stop
# only the last line of a paragraph counts, and from nine lines on the page is dropped as "line_punct_ratio".
# C4QualityFilter, in the same folder, strips first and keeps every line. A writer without hard breaks (inscriptis)
# passes both.
# It matters to who cleans pages of old sites and mail archives, where <br> stands for the paragraph: whole articles
# go, under a reason that says they are menus. Strip blanks at line ends before the filter, not after.
# datatrove 0.10.1, html2text 2025.4.15, markdownify 1.2.3, html-to-markdown 3.21.2, inscriptis 2.7.6, 2026-11-29.
set -euo pipefail
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
python3 -m venv --upgrade-deps "$t/v"
"$t/v/bin/pip" install -q --prefer-binary datatrove==0.10.1 regex html2text==2025.4.15 inscriptis==2.7.6 \
    markdownify==1.2.3 html-to-markdown==3.21.2
cd "$t"
"$t/v/bin/python" -W ignore - <<'PY'
import sys
from importlib.metadata import version

import html2text, html_to_markdown, inscriptis, markdownify
from datatrove.data import Document
from datatrove.pipeline.filters.c4_filters import C4QualityFilter
from datatrove.pipeline.filters.fineweb_quality_filter import FineWebQualityFilter
from datatrove.utils.word_tokenizers import WordTokenizer


class Blanks(WordTokenizer):
    """A tokenizer of one's own, as the filters take one: spares this script spaCy."""

    def word_tokenize(self, text):
        return text.split()

    sent_tokenize = span_tokenize = None


sentences = [
    "The harbour filled with boats before the storm came in on Tuesday.",
    "Fishermen tied double knots and carried the nets up to the chapel.",
    "By morning the sea wall had lost eleven metres of its stone.",
    "The council met in the school, since there was water in the town hall.",
    "Nobody was hurt, and all the boats were counted twice before dark.",
    "The road to the lighthouse will be shut until the end of the month.",
    "A ferry takes the children of the island to school as long as that.",
    "It leaves at seven in the morning and comes back for them at four.",
    "Who wants to help with the wall may ask for gloves at the chapel.",
]
page = "<html><body><p>" + "<br>".join(sentences) + "</p></body></html>"


def plain(html):
    settings = html2text.HTML2Text()
    settings.body_width = 0
    return settings.handle(html)


writers = {
    "inscriptis": (inscriptis.get_text, True),
    "html2text": (plain, (False, "line_punct_ratio")),
    "markdownify": (markdownify.markdownify, (False, "line_punct_ratio")),
    "html-to-markdown": (lambda h: html_to_markdown.convert(h).content, (False, "line_punct_ratio")),
}
print(*(f"{name} {version(name)}" for name in ("datatrove", *writers)))
for name, (write, was) in writers.items():
    document = Document(text=write(page).strip(), id="1")
    lines = document.text.split("\n")
    fineweb = FineWebQualityFilter(language=Blanks(None)).filter(document)
    stripped = FineWebQualityFilter(language=Blanks(None)).filter(
        Document(text="\n".join(line.rstrip() for line in lines), id="1"))
    C4QualityFilter(min_num_sentences=-1).filter(document)
    c4 = len(document.text.split("\n"))
    print(f"{name:17} first line ends {lines[0][-3:]!r:7} FineWeb {fineweb}, stripped {stripped}; "
          f"C4 keeps {c4} of {len(lines)} lines")
    if (fineweb, stripped, c4) != (was, True, len(lines)):
        sys.exit(f"changed: was {was}, True, all")
PY
