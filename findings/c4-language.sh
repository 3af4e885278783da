#!/usr/bin/env bash
# One would guess: C4QualityFilter of datatrove, given `language="ja"` or "hi", takes the full stops of that language
# for terminal punctuation; the same package has a set of over 150 (TERMINAL_PUNCTUATION of utils/text.py).
# What is so: the language chooses the sentence splitter alone. Lines count as sentences only if they end in one of . ?
# ! " ' of ASCII, so every line of a Japanese, Hindi, Arabic or Armenian article is dropped, and in English every
# paragraph that ends in a typographer's quote (`.”`), a bracket (`.)`), or Markdown's stars (`.**`). FineWeb's filter
# uses the wide set, but it has no quotes at all: a line of dialogue in ASCII quotes, kept by C4, is unpunctuated
# there.
# It matters to who cleans news: what people said stands in the paragraphs that end in a quote, and these go first.
# datatrove 0.10.1, 2026-11-29.
set -euo pipefail
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
python3 -m venv --upgrade-deps "$t/v"
"$t/v/bin/pip" install -q --prefer-binary datatrove==0.10.1 regex
cd "$t"
"$t/v/bin/python" -W ignore - <<'PY'
import sys
from importlib.metadata import version

from datatrove.data import Document
from datatrove.pipeline.filters.c4_filters import C4QualityFilter
from datatrove.pipeline.filters.fineweb_quality_filter import FineWebQualityFilter
from datatrove.utils.word_tokenizers import WordTokenizer

lines = [  # language, line, C4 keeps it, FineWeb takes it for punctuated
    ("en", "The boats came home at noon.", True, True),
    ("en", 'She said "The boats came home."', True, False),
    ("en", "She said “The boats came home.”", False, False),
    ("en", "(The boats came home at noon.)", False, False),
    ("en", "**The boats came home at noon.**", False, False),
    ("fr", "Elle dit : « Les bateaux sont rentrés. »", False, False),
    ("ja", "船は 昼に 帰って きた。", False, True),
    ("hi", "नावें दोपहर को घर आ गईं।", False, True),
    ("ar", "هل عادت القوارب إلى البيت؟", False, True),
    ("hy", "Նավակները տուն եկան կեսօրին։", False, True),
]


class Blanks(WordTokenizer):
    """A tokenizer of one's own, as the filters take one: spares this script spaCy."""

    def word_tokenize(self, text):
        return text.split()

    sent_tokenize = span_tokenize = None


fineweb = FineWebQualityFilter(short_line_thr=1, language=Blanks(None))
print("datatrove", version("datatrove"))
for language, line, *was in lines:
    document = Document(text=line, id="1")
    C4QualityFilter(min_num_sentences=-1, language=language).filter(document)
    saw = [document.text == line, fineweb.filter(Document(text=line, id="1")) is True]
    print(f"{language} {line:40} C4 {'keeps' if saw[0] else 'drops'}, FineWeb {'yes' if saw[1] else 'no'}")
    if saw != was:
        sys.exit(f"changed: was {was}")
PY
