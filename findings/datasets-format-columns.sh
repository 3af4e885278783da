#!/usr/bin/env bash
# One would guess: `Dataset.map(f, batched=True)` with an `f` that returns {"text": [...]} puts the new text into each
# row and leaves id and url; how batches are shown to `f` (`with_format`) changes their type and nothing else.
# What is so: under None and "numpy" the returned columns are merged into the rows; under "arrow", "pandas" and "polars"
# they are the rows: id and url are gone, without a word, as they are where `f` returns an Arrow table whatever the
# format is. `with_format("numpy", columns=["text"])`, which hides id and url from `f`, keeps them; the same with "arrow"
# does not. An iterable dataset merges, too, but refuses a dict under "arrow" and a table without it.
# It matters to who cleans a data set and asks for Arrow since that is faster: texts without the urls that they came
# from. Return all columns (`table.set_column`), or join by position afterwards.
# datasets 5.2.0, pyarrow 26.0.1, pandas 2.3.3, polars 2.1.0, 2026-11-30.
set -euo pipefail
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
python3 -m venv --upgrade-deps "$t/v"
"$t/v/bin/pip" install -q --prefer-binary datasets==5.2.0 pyarrow==26.0.1 pandas==2.3.3 polars==2.1.0
cd "$t"
HF_HOME=$t/hf HF_HUB_OFFLINE=1 HF_DATASETS_DISABLE_PROGRESS_BARS=1 "$t/v/bin/python" -W ignore - <<'PY'
import sys
from importlib.metadata import version

import pyarrow as pa
from datasets import Dataset, disable_progress_bars

disable_progress_bars()
rows = Dataset.from_dict(
    {"id": ["1", "2"], "url": ["https://a.example/1", "https://a.example/2"], "text": ["The boats", "came home"]}
)


def as_dict(batch):
    return {"text": [f"{text}." for text in pa.array(batch["text"]).to_pylist()]}


def as_table(batch):
    return pa.table(as_dict(batch))


everything, text = ["id", "url", "text"], ["text"]
print(*(f"{name} {version(name)}" for name in ("datasets", "pyarrow", "pandas", "polars")))
for kind, columns, function, was in [
    (None, None, as_dict, everything),
    ("numpy", None, as_dict, everything),
    ("numpy", text, as_dict, everything),
    ("arrow", None, as_dict, text),
    ("arrow", text, as_dict, text),
    ("pandas", None, as_dict, text),
    ("polars", None, as_dict, text),
    (None, None, as_table, text),
    ("arrow", None, as_table, text),
]:
    made = rows.with_format(kind, columns=columns).map(function, batched=True, load_from_cache_file=False)
    saw = made.column_names
    print(f"with_format({kind!r}, columns={columns}) {function.__name__:8} -> {saw}")
    if saw != was or made.with_format(None)["text"][:] != ["The boats.", "came home."]:
        sys.exit(f"changed: was {was}")

stream = rows.to_iterable_dataset()
for kind, function, was in [(None, as_dict, everything), ("arrow", as_dict, "TypeError"), (None, as_table, "TypeError")]:
    try:
        made = (stream.with_format(kind) if kind else stream).map(function, batched=True)
        saw = list(next(iter(made)))
    except TypeError:
        saw = "TypeError"
    print(f"iterable, with_format({kind!r}) {function.__name__:8} -> {saw}")
    if saw != was:
        sys.exit(f"changed: was {was}")
PY
