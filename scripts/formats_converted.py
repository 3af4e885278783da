"""Reads what `dechaff clean --to` wrote with the readers that people use.

Called by formats.py. Every form of the same pages, in every form that it can become: all must have the same clean texts in the
same order, and the values that the input had, by every reader; `restore` must give back every text.
"""

import io
import json
import subprocess

import formats_items

TO = {"jsonl": ".jsonl", "jsonl.gz": ".jsonl.gz", "jsonl.zst": ".jsonl.zst", "parquet": ".parquet"}


def rows_by_json(path):
    return [json.loads(line) for line in formats_items.unpacked(path).decode().split("\n")[:-1]]


def rows_by_pyarrow(path):
    if path.suffix == ".parquet":
        import pyarrow.parquet

        return pyarrow.parquet.read_table(path).to_pylist()
    import pyarrow.json

    options = pyarrow.json.ReadOptions(block_size=1 << 24)
    return pyarrow.json.read_json(io.BytesIO(formats_items.unpacked(path)), read_options=options).to_pylist()


def rows_by_duckdb(path):
    import duckdb

    found = duckdb.sql(f"select * from '{path}'")
    return [dict(zip(found.columns, row)) for row in found.fetchall()]


def rows_by_polars(path):
    import polars

    read = polars.read_parquet if path.suffix == ".parquet" else polars.read_ndjson
    return read(path).to_dicts()


def rows_by_datasets(path):
    import datasets

    kind = "parquet" if path.suffix == ".parquet" else "json"
    found = datasets.load_dataset(kind, data_files=str(path), split="train", cache_dir=str(path.parent / "cache"))
    return list(found)


READERS = {
    "pyarrow": rows_by_pyarrow,
    "duckdb": rows_by_duckdb,
    "polars": rows_by_polars,
    "datasets": rows_by_datasets,
}


def rows(pages):
    """Rows with values that are easily lost."""
    for number, page in enumerate(pages):
        yield {
            "id": 2**63 + number,
            "text": page,
            "url": f"https://host{number % 7}.example/{number}",
            "score": number / 3,
            "day": f"2024-05-{number % 28 + 1:02}",
            "mixed": [number, str(number), None][number % 3],
            "metadata": {"words": number, "tags": ["a", "b"][: number % 3], "none": None},
        }


def make(folder, pages):
    """The forms of some pages, each with what its texts are known by."""
    folder.mkdir(parents=True)
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows(pages)))
    records = list(formats_items.warc_records(pages))
    formats_items.pack(folder / "crawl.warc.wet.gz", b"".join(records), records)
    import tarfile

    (folder / "week.tar").write_bytes(formats_items.tar_bytes(pages, tarfile.PAX_FORMAT))
    import pyarrow.json
    import pyarrow.parquet

    table = pyarrow.json.read_json(io.BytesIO("".join(
        json.dumps({key: value for key, value in row.items() if key != "mixed"}) + "\n" for row in rows(pages)).encode()))
    pyarrow.parquet.write_table(table, folder / "columns.parquet", row_group_size=100)
    texts = folder / "texts"
    texts.mkdir()
    for number, page in enumerate(pages):
        (texts / f"{number:05}.txt").write_bytes(page.encode())


def same_values(found, wanted):
    """Whether rows have the values of others, numbers as numbers; keys that are null may be missing."""
    drop = lambda value: {key: drop(one) for key, one in value.items() if one is not None} if isinstance(
        value, dict) else value
    return [drop(row) for row in found] == [drop(row) for row in wanted]


def check(run, dechaff, folder, pages, clean_texts, missing):
    """All checks, by file."""
    make(folder / "in", pages)
    inputs = [folder / "in" / name for name in ("rows.jsonl", "crawl.warc.wet.gz", "week.tar", "columns.parquet", "texts")]
    quiet = ("--no-config", "-q")
    for to, ending in TO.items():
        out = folder / to
        run(dechaff, "clean", *inputs, "--to", to, "--out", out, *quiet)
        run(dechaff, "verify", out, "-q")
        run(dechaff, "restore", out, "--out", folder / f"back-{to}", "-q")
        wanted = list(rows(pages))
        for name in ("rows", "crawl", "week", "columns", "texts"):
            path = out / (name + ending)
            base = rows_by_pyarrow(path) if to == "parquet" else rows_by_json(path)
            checks = {"texts": [row["text"] for row in base] == clean_texts}
            back = folder / f"back-{to}" / path.name
            back = rows_by_pyarrow(back) if to == "parquet" else rows_by_json(back)
            checks["restored"] = [row["text"] for row in back] == pages
            if name in ("rows", "columns"):
                kept = [dict(row, text=text) for row, text in zip(wanted, clean_texts)]
                if name == "columns":
                    # pyarrow took the ids for doubles before dechaff saw them, and the days for times.
                    kept = [{key: row[key] for key in ("text", "url", "score", "metadata")} for row in kept]
                    base = [{key: row[key] for key in ("text", "url", "score", "metadata")} for row in base]
                if to == "parquet" and name == "rows":
                    for row in kept:
                        row["mixed"] = None if row["mixed"] is None else str(row["mixed"])
                checks["values"] = same_values(base, kept)
            if name == "crawl":
                checks["headers"] = all(row["headers"]["WARC-Type"] == "conversion" for row in base)
                checks["urls"] = base[3]["url"] == "https://host3.example/3" and base[3]["lang"] == "eng"
            for reader, read in READERS.items():
                if reader == "pyarrow" and name == "rows" and to != "parquet":
                    continue  # it reads no column of strings and numbers, which the input has as well
                try:
                    checks[reader] = [row["text"] for row in read(path)] == clean_texts
                except ImportError:
                    missing.add(reader)
                except Exception as error:  # what a reader cannot read is a finding
                    checks[f"{reader}: {type(error).__name__}: {str(error)[:200]}"] = False
            for tool in {".gz": ["gzip"], ".zst": ["zstd"]}.get(path.suffix, []):
                checks[f"{tool} -t"] = subprocess.run([tool, "-qt", path], check=False).returncode == 0
            yield f"{name} to {to}", checks
    run(dechaff, "clean", *inputs, "--to", "txt", "--out", folder / "txt", *quiet)
    run(dechaff, "restore", folder / "txt", "--out", folder / "back-txt", "-q")
    for name in ("rows", "crawl", "week", "columns"):
        found, back = ({path.name: path.read_bytes().decode() for path in (folder / part / name).iterdir()}
                       for part in ("txt", "back-txt"))
        yield f"{name} to txt", {
            "texts": sorted(found.values()) == sorted(clean_texts),
            "restored": sorted(back.values()) == sorted(pages),
        }
