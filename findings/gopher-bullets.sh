#!/usr/bin/env bash
# One would guess: a page that is nothing but a list is told by Gopher's rule "over 90 % of lines begin with a bullet",
# in datatrove's filter and dolma's tagger alike, whatever made text of the page.
# What is so: datatrove (GopherQualityFilter) knows `•` and `-`, indented or not; dolma (taggers/gopher.py) knows `*`
# and `-`, not indented. Of five common writers only `- ` is seen by both; html2text and inscriptis, which indent a
# `*`, are seen by neither, so the rule never fires behind them.
# It matters to who measures a page's lists to tell boxes of links: the share depends on who wrote the text and who
# reads it, from 0 to 1 for one page. Turn list marks into one before counting, or count them oneself.
# datatrove 0.10.1, dolma 1.2.1, html2text 2025.4.15, inscriptis 2.7.6, markdownify 1.2.3, html-to-markdown 3.21.2,
# resiliparse 2.0.1, 2026-11-29.
set -euo pipefail
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
python3 -m venv --upgrade-deps "$t/v"
"$t/v/bin/pip" install -q --prefer-binary datatrove==0.10.1 regex html2text==2025.4.15 inscriptis==2.7.6 \
    markdownify==1.2.3 html-to-markdown==3.21.2 resiliparse==2.0.1
"$t/v/bin/pip" install -q --no-deps dolma==1.2.1
cd "$t"
"$t/v/bin/python" -W ignore - <<'PY'
import glob, importlib.util, os, sys, types
from importlib.metadata import version

import html2text, html_to_markdown, inscriptis, markdownify
from datatrove.data import Document
from datatrove.pipeline.filters.gopher_quality_filter import GopherQualityFilter
from datatrove.utils.word_tokenizers import WordTokenizer
from resiliparse.extract.html2text import extract_plain_text

# dolma's module alone: only the classes that it registers itself with are stand-ins, so fasttext etc. are not needed.
for name, members in [("dolma", ()), ("dolma.core", ()), ("dolma.taggers", ()),
                      ("dolma.core.data_types", ("DocResult", "Document", "Span")),
                      ("dolma.core.taggers", ("BaseTagger",))]:
    sys.modules[name] = types.ModuleType(name)
    for member in members:
        setattr(sys.modules[name], member, type(member, (), {}))
sys.modules["dolma.core.registry"] = types.SimpleNamespace(
    TaggerRegistry=types.SimpleNamespace(add=lambda _: lambda tagger: tagger))
path = glob.glob(os.path.join(sys.prefix, "lib/python3*/site-packages/dolma/taggers/gopher.py"))[0]
spec = importlib.util.spec_from_file_location("dolma.taggers.gopher", path)
gopher = importlib.util.module_from_spec(spec)
spec.loader.exec_module(gopher)


class Blanks(WordTokenizer):
    def word_tokenize(self, text):
        return text.split()

    sent_tokenize = span_tokenize = None


only_bullets = GopherQualityFilter(**{name: None for name in (
    "min_doc_words", "max_doc_words", "min_avg_word_length", "max_avg_word_length", "max_symbol_word_ratio",
    "max_ellipsis_lines_ratio", "max_non_alpha_words_ratio", "min_stop_words")}, language=Blanks(None))

items = [f"Story {n} from the harbour and what came of it" for n in "one two three four five six".split()]
page = "<html><body><ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul></body></html>"
writers = {
    "html-to-markdown": (lambda h: html_to_markdown.convert(h).content, "- ", True, 1.0),
    "markdownify": (lambda h: markdownify.markdownify(h), "* ", False, 1.0),
    "resiliparse": (extract_plain_text, "  • ", True, 0.0),
    "html2text": (html2text.html2text, "  * ", False, 0.0),
    "inscriptis": (inscriptis.get_text, "  * ", False, 0.0),
}
print(*(f"{name} {version(name)}" for name in ("datatrove", "dolma", *writers)))
for name, (write, *was) in writers.items():
    text = "\n".join(line for line in write(page).splitlines() if line.strip())
    mark = text.split("Story")[0]
    dropped = only_bullets.filter(Document(text=text, id="1")) == (False, "gopher_too_many_bullets")
    share = gopher.get_attributes(text).fraction_of_lines_starting_with_bullet_point
    print(f"{name:17} {mark!r:7} datatrove {'drops' if dropped else 'keeps'} the page, dolma's share is {share}")
    if [mark, dropped, share] != was:
        sys.exit(f"changed: was {was}")
PY
