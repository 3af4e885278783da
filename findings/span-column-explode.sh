#!/usr/bin/env bash
# One would guess: a list<struct> column of cut spans, one row a page, explodes alike in polars, DuckDB and pandas: a
# page without cuts ([]) and one that was not read (null) both stay, or both go.
# What is so: three engines, three answers. polars 2 keeps the page that was not read and drops the clean one
# (`empty_as_null` is False and `keep_nulls` True by default); DuckDB's unnest drops both; pandas keeps both. Summing
# inside the list parts them once more: nothing cut is 0 in polars and NULL in DuckDB.
# It matters to who reports how much was removed: the mean share is taken over the pages that had a cut, clean pages
# are missing from a join by id, and in polars it is the unread pages that pass for them. Count rows before and after;
# in polars say empty_as_null=True, in DuckDB `left join lateral (select unnest(...)) on true`.
# polars 2.1.0, duckdb 2.0.1, pandas 3.1.1, pyarrow 26.0.1, 2026-11-29.
set -euo pipefail
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
python3 -m venv --upgrade-deps "$t/v"
"$t/v/bin/pip" install -q --prefer-binary polars==2.1.0 duckdb==2.0.1 pandas==3.1.1 pyarrow==26.0.1
cd "$t"
"$t/v/bin/python" -W ignore - <<'PY'
import sys

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.parquet

cuts = pyarrow.list_(pyarrow.struct({"start": pyarrow.int64(), "end": pyarrow.int64()}))
pyarrow.parquet.write_table(pyarrow.table({
    "page": ["cut", "clean", "unread"],
    "cuts": pyarrow.array([[{"start": 0, "end": 5}, {"start": 9, "end": 12}], [], None], cuts),
}), "pages.parquet")
sql = lambda query: [row[0] for row in duckdb.sql(query).fetchall()]
frame = polars.read_parquet("pages.parquet")
length = polars.element().struct.field("end") - polars.element().struct.field("start")


def same(what, saw, was):
    print(f"{what:34} {saw}")
    if saw != was:
        sys.exit(f"changed: was {was}")


print(*(f"{module.__name__} {module.__version__}" for module in (polars, duckdb, pandas, pyarrow)))
same("polars explode", frame.explode("cuts")["page"].to_list(), ["cut", "cut", "unread"])
same("polars explode, empty_as_null", frame.explode("cuts", empty_as_null=True)["page"].to_list(),
     ["cut", "cut", "clean", "unread"])
same("DuckDB unnest", sql("select page, unnest(cuts) from 'pages.parquet'"), ["cut", "cut"])
same("DuckDB left join lateral unnest",
     sorted(sql("select page from 'pages.parquet' left join lateral (select unnest(cuts)) on true")),
     ["clean", "cut", "cut", "unread"])
same("pandas explode", pandas.read_parquet("pages.parquet").explode("cuts")["page"].to_list(),
     ["cut", "cut", "clean", "unread"])
same("polars, characters cut",
     frame.select(polars.col("cuts").list.eval(length).list.sum())["cuts"].to_list(), [8, 0, None])
same("DuckDB, characters cut",
     sql('select list_sum(list_transform(cuts, lambda s: s."end" - s.start)) from \'pages.parquet\''), [8, None, None])
PY
