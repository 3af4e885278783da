#!/usr/bin/env bash
# One would guess: a page that says "the &lt;main&gt; element" still says so when its Markdown is read again.
# What is so: html2text, markdownify and html-to-markdown write `<main>` for it, unescaped. To a CommonMark parser that
# is raw HTML: its text events skip it, and a browser shows nothing. At the start of a line, `<nav>` or `<table>` opens
# an HTML block, and all the lines up to the next blank one are raw HTML, too. trafilatura escapes it (`\<main\>`).
# markdownify's `escape_misc=True` does as well; html2text's `escape_snob` does not.
# It matters to who cleans Markdown by what a parser takes for text: on pages about the web, words vanish from the
# weighing, and what is cut or kept next to them is judged by half a sentence. Bytes are right; take them, not events.
# html2text 2025.4.15, markdownify 1.2.3, html-to-markdown 3.21.2, trafilatura 2.3.1, markdown-it-py 4.3.0, 2026-11-29.
set -euo pipefail
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
python3 -m venv --upgrade-deps "$t/v"
"$t/v/bin/pip" install -q --prefer-binary html2text==2025.4.15 markdownify==1.2.3 html-to-markdown==3.21.2 \
    trafilatura==2.3.1 markdown-it-py==4.3.0
cd "$t"
"$t/v/bin/python" -W ignore - <<'PY'
import sys
from importlib.metadata import version

import html2text, html_to_markdown, markdownify, trafilatura
from markdown_it import MarkdownIt

inside = "Readers of the screen jump to the &lt;main&gt; element when it is there, and to nothing when it is not."
first = "&lt;nav&gt; holds the links of a page, and a page has one or two of them, as every book on the matter says."
page = ('<html lang="en"><head><title>Elements</title></head><body><article><h1>Elements</h1>'
        f"<p>{inside}</p><p>{first}</p></article></body></html>")


def read(markdown):
    """The words that are text, and those that lie in raw HTML."""
    text, raw = [], []
    for token in MarkdownIt("commonmark").parse(markdown):
        if token.type == "html_block":
            raw.append(token.content)
        for child in token.children or ():
            (raw if child.type == "html_inline" else text).append(child.content)
    return " ".join(text), " ".join(raw)


def snob(html):
    settings = html2text.HTML2Text()
    settings.escape_snob = True
    return settings.handle(html)


writers = {
    "html2text": (html2text.html2text, True),
    "html2text, escape_snob": (snob, True),
    "markdownify": (markdownify.markdownify, True),
    "markdownify, escape_misc": (lambda html: markdownify.markdownify(html, escape_misc=True), False),
    "html-to-markdown": (lambda html: html_to_markdown.convert(html).content, True),
    "trafilatura": (lambda html: trafilatura.extract(html, output_format="markdown"), False),
}
print(*(f"{name} {version(name)}" for name in (*writers, "markdown-it-py") if "," not in name))
for name, (write, was) in writers.items():
    text, raw = read(write(page))
    lost = "<main>" not in text, "links of a page" not in text
    print(f"{name:25} '<main>' is {'raw HTML' if lost[0] else 'text'}, "
          f"the paragraph behind '<nav>' is {'raw HTML' if lost[1] else 'text'}")
    if lost != (was, was) or ("<main>" in raw, "links of a page" in raw) != lost:
        sys.exit(f"changed: was {was}")
PY
