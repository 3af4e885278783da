"""Reads what `dechaff clean` wrote of Parquet files with the readers that people use.

Called by formats.py. Each file is made with pyarrow, cleaned and restored. Every reader must find the texts that a
JSONL shard of the same rows has when it is cleaned, and all else, schema and metadata too, as it was.
"""

import json


def tables(pages):
    """Files by name: what stands in them, and how they are written."""
    import pyarrow as pa

    texts = [page["text"] for page in pages]
    rows = len(pages)
    tags = pa.array([["a", None, "b"][: n % 4] if n % 5 else None for n in range(rows)], pa.list_(pa.string()))
    struct = pa.StructArray.from_arrays(
        [pa.array([page["url"] for page in pages]), pa.array(range(rows), pa.int16())],
        fields=[pa.field("url", pa.string(), nullable=False), pa.field("n", pa.int16())],
    )
    others = {
        "label": (pa.array([n % 3 for n in range(rows)], pa.int64()), True),
        "big": (pa.array([2**63 + n for n in range(rows)], pa.uint64()), True),
        "score": (pa.array([float("nan") if n % 7 == 0 else n / 3 for n in range(rows)], pa.float32()), True),
        "day": (pa.array([None if n % 9 == 0 else n for n in range(rows)], pa.date32()), True),
        "when": (pa.array(range(rows), pa.timestamp("us", "Europe/Berlin")), False),
        "price": (pa.array([n for n in range(rows)]).cast(pa.decimal128(30, 2)), True),
        "blob": (pa.array([bytes([n % 256, 255]) for n in range(rows)], pa.binary()), True),
        "kind": (pa.array(["new", "old"] * (rows // 2)).dictionary_encode(), True),
        "tags": (tags, True),
        "metadata": (struct, True),
        "view": (pa.array([page["id"] for page in pages], pa.string_view()), True),
    }
    features = {"label": {"names": ["x", "y", "z"], "_type": "ClassLabel"}}
    meta = {"huggingface": json.dumps({"info": {"features": features}}), "own key": "own value"}

    def table(type, nullable=True, values=texts):
        text = pa.array(values, pa.string()).cast(type) if not pa.types.is_dictionary(type) else pa.array(
            values, pa.string()).dictionary_encode()
        fields = [pa.field("id", pa.string()), pa.field("text", type, nullable, {"note": "kept"})]
        arrays = [pa.array([page["id"] for page in pages]), text]
        for name, (array, optional) in others.items():
            fields.append(pa.field(name, array.type, optional))
            arrays.append(array)
        return pa.Table.from_arrays(arrays, schema=pa.schema(fields, meta))

    some = [None if n % 11 == 0 else text for n, text in enumerate(texts)]
    return {
        "string": (table(pa.string()), {"compression": "zstd", "row_group_size": 700}),
        "large": (table(pa.large_string()), {"compression": "snappy", "write_page_index": True}),
        "view": (table(pa.string_view()), {"compression": "gzip", "row_group_size": 1000}),
        "dictionary": (table(pa.dictionary(pa.int32(), pa.string())), {"compression": "none"}),
        "required": (table(pa.string(), nullable=False), {"compression": "brotli", "data_page_version": "2.0"}),
        "nulls": (table(pa.string(), values=some), {"compression": "lz4", "write_page_checksum": True}),
        "plain": (table(pa.string()), {"store_schema": False, "use_dictionary": False}),
        "deltas": (table(pa.string()), {"use_dictionary": False, "column_encoding": {"text": "DELTA_BYTE_ARRAY"}}),
        "empty": (table(pa.string()).slice(0, 0), {}),
    }


def by_duckdb(path):
    import duckdb

    found = duckdb.sql(f"select * from read_parquet('{path}')")
    return [str(column) for column in found.types], found.fetchall()


def by_polars(path):
    import polars

    found = polars.read_parquet(path)
    return found.schema, found.rows()


def by_pandas(path):
    import pandas

    found = pandas.read_parquet(path)
    return list(found.dtypes.map(str)), [tuple(row) for row in found.itertuples(index=False)]


def by_datasets(path):
    import datasets

    found = datasets.load_dataset("parquet", data_files=str(path), split="train", cache_dir=str(path.parent / "cache"))
    return str(found.features), [tuple(row.values()) for row in found]


READERS = {"duckdb": by_duckdb, "polars": by_polars, "pandas": by_pandas, "datasets": by_datasets}


def same(one, other):
    return repr(one) == repr(other)


def of_file(path, clean, wanted, names):
    """What each reader says of a clean file beside the one that it was made of."""
    import pyarrow.parquet as pq

    was, now = pq.ParquetFile(path), pq.ParquetFile(clean)
    was_table, now_table = was.read(), now.read()
    others = [name for name in was_table.column_names if name != "text"]
    texts = now_table["text"].to_pylist()
    checks = {
        "pyarrow: texts": texts == wanted,
        "pyarrow: schema": now.schema_arrow.equals(was.schema_arrow, check_metadata=True)
        and now.schema.equals(was.schema),
        "pyarrow: other columns": same(
            now_table.select(others).to_pydict(), was_table.select(others).to_pydict()),
        "pyarrow: keys of the file": now.metadata.metadata == was.metadata.metadata,
        "pyarrow: row groups": [now.metadata.row_group(n).num_rows for n in range(now.num_row_groups)]
        == [was.metadata.row_group(n).num_rows for n in range(was.num_row_groups)],
    }
    place = was_table.column_names.index("text")
    for name, read in READERS.items():
        if name == "datasets" and not wanted:
            continue  # it makes no table of no rows
        try:
            (types, rows), (own_types, own_rows) = read(path), read(clean)
        except ImportError:
            names.add(name)
            continue
        rows = [row[:place] + (text,) + row[place + 1:] for row, text in zip(rows, wanted)]
        missing = lambda row: row[:place] + (None if row[place] != row[place] else row[place],) + row[place + 1:]
        checks[name] = same(types, own_types) and same(rows, [missing(row) for row in own_rows])
    return checks


def column_checks(path, clean):
    """The column of cuts: of one type everywhere, and right."""
    import pyarrow.parquet as pq

    was, now = pq.read_table(path), pq.read_table(clean)
    wanted = "list<element: struct<start: int64, end: int64, rule: string, kind: string, text: string>>"
    fits = str(now.schema.field("dechaff_cuts").type).replace(" not null", "") == wanted
    right = all(
        text is None or all(text.encode()[cut["start"]:cut["end"]].decode() == cut["text"] for cut in cuts)
        for text, cuts in zip(was["text"].to_pylist(), now["dechaff_cuts"].to_pylist())
    )
    original = now.schema.field("dechaff_original").type == was.schema.field("text").type
    kept = same(now["dechaff_original"].to_pylist(), was["text"].to_pylist())
    checks = {"cuts: type": fits, "cuts: spans": right, "original: type": original, "original: texts": kept}
    for name, read in READERS.items():
        if name == "datasets" and not now.num_rows:
            continue
        try:
            checks[f"cuts: {name}"] = len(read(clean)[1]) == now.num_rows
        except ImportError:
            pass
    return checks


def check(run, dechaff, folder, pages, clean_texts, missing):
    """All checks, by file."""
    import pyarrow.parquet as pq

    (folder / "in").mkdir(parents=True)
    for name, (table, how) in tables(pages).items():
        pq.write_table(table, folder / "in" / f"{name}.parquet", **how)
    quiet = ("--no-config", "-q")
    run(dechaff, "clean", folder / "in", "--out", folder / "out", *quiet)
    run(dechaff, "clean", folder / "in", "--out", folder / "both", "--text-as", "both", *quiet)
    run(dechaff, "clean", folder / "in", "--out", folder / "column", "--cuts", "column", "--text-as", "both", *quiet)
    for out in ["out", "both"]:
        run(dechaff, "restore", folder / out, "--out", folder / f"back-{out}", "-q")
        run(dechaff, "verify", folder / out, "--against", folder / "in", "-q")
    for path in sorted((folder / "in").glob("*.parquet")):
        texts = pq.read_table(path)["text"].to_pylist()
        wanted = [text and clean for text, clean in zip(texts, clean_texts)]
        checks = of_file(path, folder / "out" / path.name, wanted, missing)
        for out in ["out", "both"]:
            back = of_file(path, folder / f"back-{out}" / path.name, texts, missing)
            checks |= {f"restored from {out}: {name}": holds for name, holds in back.items()}
        checks |= column_checks(path, folder / "column" / path.name)
        yield path.name, checks
