#!/usr/bin/env bash
# One would guess: datatrove's sentence deduplication finds a box of three sentences that stands on every page.
# What is so: its sentence splitter (spaCy's sentencizer) ends sentences at punctuation alone, not at a line end or a
# blank line. A heading, caption or byline in front, which has no full stop, is the beginning of the box's first
# sentence, and differs from page to page: no span of three is equal, nothing is found. Of four sentences the last three
# go and the first stays, glued to the heading. Behind a line that ends in a full stop the whole box goes.
# It matters to who relies on it for boxes under headlines and pictures, where they stand most. With
# `split_sentences=False` lines are compared, but blank ones count, too: n_sentences=3 is then two paragraphs.
# datatrove 0.10.1, spacy 3.8.18, 2026-11-29.
set -euo pipefail
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
python3 -m venv --upgrade-deps "$t/v"
"$t/v/bin/pip" install -q --prefer-binary datatrove==0.10.1 spacy==3.8.18 regex tokenizers xxhash==3.6.0
cd "$t"
LOGURU_LEVEL=ERROR TQDM_DISABLE=1 "$t/v/bin/python" -W ignore - <<'PY'
import sys
from importlib.metadata import version

from datatrove.data import Document
from datatrove.pipeline.dedup.sentence_dedup import (
    SentDedupConfig, SentenceDedupFilter, SentenceDedupSignature, SentenceFindDedups)

box = ["Sign up for our letter about boats.", "It comes out each Friday at noon.", "You can leave it at any time.",
       "Your neighbours read it as well."]


def kept(name, sentences, heads, by_sentence=True, joined_by=" "):
    """The sentences of the box that the second page keeps."""
    bodies = ("Rain fell on the harbour. The ferry left at nine.", "The storm had gone. Boats went out by noon.")
    pages = [f"{head}\n\n{joined_by.join(box[:sentences])}\n\n{body}" for head, body in zip(heads, bodies)]
    config = SentDedupConfig(n_sentences=3, split_sentences=by_sentence, min_doc_words=0, min_num_sentences=0)
    documents = lambda: iter([Document(text=page, id=str(n)) for n, page in enumerate(pages)])
    SentenceDedupSignature(f"{name}/sigs", config=config).run(documents())
    SentenceFindDedups(f"{name}/sigs", f"{name}/dups", config=config).run()
    text = list(SentenceDedupFilter(f"{name}/dups", config=config).run(documents()))[1].text
    return [sentence in text for sentence in box[:sentences]]


print(f"datatrove {version('datatrove')} spacy {version('spacy')}")
headings = ("Rain on the harbour", "A quiet day")
stopped = ("Rain on the harbour.", "A quiet day.")
for name, was, *case in [
    ("three sentences under a heading", [True] * 3, 3, headings),
    ("three behind a full stop", [False] * 3, 3, stopped),
    ("four under a heading", [True, False, False, False], 4, headings),
    ("two paragraphs, by lines", [False] * 2, 2, headings, False, "\n\n"),
]:
    saw = kept(name, *case)
    print(f"{name:32} kept {saw}")
    if saw != was:
        sys.exit(f"changed: was {was}")
PY
