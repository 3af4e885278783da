#!/usr/bin/env bash
# One would guess: datatrove's sentence deduplication with `min_words_to_remove_span=50` leaves a repeated span of
# three sentences where it is if the three have fewer than 50 words together.
# What is so: it keeps the first of the three and drops the other two. remove_dup_sentences of dedup/sentence_dedup.py
# puts only the first sentence of a span into the list whose words are counted and which is given back, so the count is
# that of one sentence, too: a long span that begins with a short sentence is "short". Both hold when splitting by
# lines (`split_sentences=False`): the first line is kept, the rest of the span goes.
# It matters to who sets the threshold to be careful: text is lost that was to stay, and what stays in its place is the
# first sentence of each box. The step's statistics only say that some were removed. Leave the threshold at 0 and take
# back what was too short from what the exclusion writer kept between `>>>` and `<<<`.
# datatrove 0.10.1, 2026-11-29.
set -euo pipefail
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
python3 -m venv --upgrade-deps "$t/v"
"$t/v/bin/pip" install -q --prefer-binary datatrove==0.10.1 regex tokenizers xxhash==3.6.0
cd "$t"
LOGURU_LEVEL=ERROR TQDM_DISABLE=1 "$t/v/bin/python" -W ignore - <<'PY'
import re
import sys
from importlib.metadata import version

import numpy as np
from datatrove.data import Document
from datatrove.pipeline.dedup.sentence_dedup import (
    SentDedupConfig, SentenceDedupFilter, SentenceDedupSignature, SentenceFindDedups)
from datatrove.utils.word_tokenizers import WordTokenizer


class FullStops(WordTokenizer):
    """A tokenizer of one's own, as the steps take one: spares this script spaCy."""

    def word_tokenize(self, text):
        return text.split()

    def span_tokenize(self, text):
        return [m.span() for m in re.finditer(r"[^\s.][^.]*\.?", text)]

    def sent_tokenize(self, text):
        return [text[a:b] for a, b in self.span_tokenize(text)]


box = ["Sign up now.", "Our letter about boats comes out each Friday at noon.", "It costs nothing at all."]
pages = [
    ["Rain fell on the harbour.", *box, "The ferry left at nine.", "Nobody was on board."],
    ["The storm had gone by noon.", *box, "Boats went out again.", "The road was still shut."],
]


def second_page(joined_by, by_sentence, min_words):
    config = SentDedupConfig(n_sentences=3, split_sentences=by_sentence, min_words_to_remove_span=min_words,
                             min_doc_words=0, min_num_sentences=0)
    documents = lambda: iter([Document(text=joined_by.join(page), id=str(i)) for i, page in enumerate(pages)])
    tokenizer = FullStops()
    folder = f"run-{by_sentence}-{min_words}"
    SentenceDedupSignature(f"{folder}/sigs", config=config, language=tokenizer).run(documents())
    SentenceFindDedups(f"{folder}/sigs", f"{folder}/dups", config=config).run()
    return list(SentenceDedupFilter(f"{folder}/dups", config=config, language=tokenizer).run(documents()))[1].text


print("datatrove", version("datatrove"))
first, rest = box[0], box[1:]
for joined_by, by_sentence in [(" ", True), ("\n", False)]:
    for min_words, was in [(0, 0), (50, 1)]:
        text = second_page(joined_by, by_sentence, min_words)
        kept = sum(sentence in text for sentence in box)
        print(f"by {'sentence' if by_sentence else 'line'}, {min_words}: {kept} of the 3 kept: {text!r}")
        if kept != was or (kept and first not in text):
            print(f"changed: was {was}, the first")
            sys.exit(1)
PY
