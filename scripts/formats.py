"""Reads what `dechaff clean` wrote of shards with the readers that people use, and compares the texts.

usage: formats.py DECHAFF FOLDER

Makes shards in FOLDER from a seed, cleans them, and reads each with every reader that is installed. All must find the
same rows in the same order as Python's own json does; `restore` must give back every byte.
"""

import gzip
import io
import json
import random
import subprocess
import sys
from pathlib import Path

import formats_converted
import formats_items
import formats_parquet

STORIES = [
    "The ferry will run {n} times a day in winter, the council said on Monday.",
    "Passengers at pier {n} welcomed the change, as did the “Möwe” café. 🚢",
    "Nobody could say why the {n} boats were late; the harbour office had closed at noon.",
    "A seal has been asleep on the slipway since {n} o'clock, and traffic is led around it.",
]
NOISE = ["Share on FacebookTweet about this on Twitter", "Leave a Reply", "ADVERTISEMENT", "Read Next"]


def page(rng):
    head = f"Ferry number {rng.randrange(10**6)} returns to the islands"
    lines = [head, "", head, ""]
    for _ in range(rng.randrange(2, 9)):
        lines += [rng.choice(STORIES).format(n=rng.randrange(100)), ""]
        if rng.random() < 0.4:
            lines += [rng.choice(NOISE), "", ""]
    return "\n".join(lines)


def rows(count):
    rng = random.Random(15)
    for number in range(count):
        row = {
            "id": f"page-{number}",
            "text": page(rng),
            "url": f"https://host{number % 7}.example/{number}",
            "metadata": {"words": number, "tags": ["a", "b"]},
        }
        yield json.dumps(row, ensure_ascii=number % 2 == 0)


def make(folder):
    from zstandard import ZstdCompressor

    text = "".join(row + "\n" for row in rows(3000)).encode()
    folder.mkdir(parents=True)
    (folder / "plain.jsonl").write_bytes(text)
    (folder / "packed.jsonl.gz").write_bytes(gzip.compress(text[: len(text)]))
    frames = [ZstdCompressor(level=1).compress(line) for line in text.splitlines(keepends=True)]
    (folder / "frames.jsonl.zst").write_bytes(b"".join(frames))
    return text


def unpacked(path):
    from zstandard import ZstdDecompressor

    if path.suffix == ".gz":
        return gzip.open(path).read()
    if path.suffix == ".zst":
        with open(path, "rb") as file:
            return ZstdDecompressor().stream_reader(file, read_across_frames=True).read()
    return path.read_bytes()


def by_pyarrow(path):
    import pyarrow.json

    table = pyarrow.json.read_json(io.BytesIO(unpacked(path)))
    return table["id"].to_pylist(), table["text"].to_pylist()


def by_duckdb(path):
    import duckdb

    packing = {".gz": "gzip", ".zst": "zstd"}.get(path.suffix, "uncompressed")
    query = f"select id, text from read_json('{path}', format='newline_delimited', compression='{packing}')"
    found = duckdb.sql(query).fetchall()
    return [row[0] for row in found], [row[1] for row in found]


def by_polars(path):
    import polars

    found = polars.read_ndjson(path)
    return found["id"].to_list(), found["text"].to_list()


def by_pandas(path):
    import pandas

    found = pandas.read_json(path, lines=True)
    return list(found["id"]), list(found["text"])


def by_datasets(path):
    import datasets

    found = datasets.load_dataset("json", data_files=str(path), split="train", cache_dir=str(path.parent / "cache"))
    return list(found["id"]), list(found["text"])


def by_datatrove(path):
    from datatrove.pipeline.readers import JsonlReader

    packing = {".gz": "gzip", ".zst": "zstd"}.get(path.suffix)
    reader = JsonlReader(str(path.parent), glob_pattern=path.name, compression=packing)
    found = list(reader.run())
    return [document.id for document in found], [document.text for document in found]


READERS = {
    "pyarrow": by_pyarrow,
    "duckdb": by_duckdb,
    "polars": by_polars,
    "pandas": by_pandas,
    "datasets": by_datasets,
    "datatrove": by_datatrove,
}


def run(*command, status=0):
    ended = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if ended.returncode != status:
        sys.exit(f"{command}: status {ended.returncode}\n{ended.stderr}")


def items(dechaff, folder, pages, wanted):
    """WARC and tar of the same pages: the same clean texts, by other readers. How many checks do not hold."""
    start, wrong = folder / "items", 0
    start.mkdir()
    try:
        formats_items.make(start, pages)
    except ImportError:
        print("skipped: WARC and tar, warcio is not installed")
        return 0
    run(dechaff, "clean", start, "--out", folder / "items-out", "--no-config", "-q")
    run(dechaff, "verify", folder / "items-out", "--against", start, "-q")
    run(dechaff, "restore", folder / "items-out", "--out", folder / "items-back", "-q")
    for path in sorted(start.iterdir()):
        clean, back = folder / "items-out" / path.name, folder / "items-back" / path.name
        checks = dict(formats_items.check(path, clean, wanted))
        checks["restored"] = formats_items.unpacked(back) == formats_items.unpacked(path)
        if path.suffix in (".gz", ".tgz", ".zst"):
            tool = "zstd" if path.suffix == ".zst" else "gzip"
            for file in (clean, back):
                test = subprocess.run([tool, "-qt", file], check=False)
                checks[f"{tool} -t {file.parent.name}"] = test.returncode == 0
        if path.name == "crawl.wet.gz":
            checks["warcio reads what is restored"] = formats_items.warcio_texts(back) == pages
        for name, holds in checks.items():
            wrong += not holds
            print(f"{'ok   ' if holds else 'WRONG'} {path.name}: {name}")
    return wrong


def parquet(dechaff, folder, original, clean_texts, missing):
    """How much of what was checked of Parquet files is wrong."""
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        missing.add("pyarrow")
        return 0
    pages = [json.loads(row) for row in original.splitlines()]
    wrong = 0
    for file, checks in formats_parquet.check(run, dechaff, folder, pages, clean_texts, missing):
        for name, holds in checks.items():
            wrong += not holds
            print(f"{'ok   ' if holds else 'WRONG'} {file}: {name}")
    return wrong


def converted(dechaff, folder, pages, clean_texts, missing):
    """How much of what was checked of files in another format is wrong."""
    try:
        import pyarrow  # noqa: F401
        import warcio  # noqa: F401
    except ImportError as error:
        missing.add(f"{error.name} for --to")
        return 0
    wrong = 0
    for file, checks in formats_converted.check(run, dechaff, folder, pages[:300], clean_texts[:300], missing):
        for name, holds in checks.items():
            wrong += not holds
            print(f"{'ok   ' if holds else 'WRONG'} {file}: {name}")
    return wrong


def main():
    dechaff, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    original = make(folder / "in")
    run(dechaff, "clean", folder / "in", "--out", folder / "out", "--no-config", "-q")
    run(dechaff, "restore", folder / "out", "--out", folder / "back", "-q")
    wanted, wrong, missing = None, 0, set()
    for path in sorted((folder / "in").iterdir()):
        clean = folder / "out" / path.name
        lines = [json.loads(line) for line in unpacked(clean).splitlines()]
        found = [row["id"] for row in lines], [row["text"] for row in lines]
        wanted = wanted or found
        checks = {"the same texts as unpacked": found == wanted}
        checks["restored"] = unpacked(folder / "back" / path.name) == original
        for name, read in READERS.items():
            try:
                ids, texts = read(clean)
                checks[name] = ([str(id) for id in ids], texts) == wanted
            except ImportError:
                missing.add(name)
        for tool in ["gzip"] if path.suffix == ".gz" else ["zstd"] if path.suffix == ".zst" else []:
            try:
                checks[f"{tool} -t"] = subprocess.run([tool, "-qt", clean], check=False).returncode == 0
            except FileNotFoundError:
                missing.add(tool)
        for name, holds in checks.items():
            wrong += not holds
            print(f"{'ok   ' if holds else 'WRONG'} {path.name}: {name}")
    wrong += items(dechaff, folder, [json.loads(row)["text"] for row in original.splitlines()], wanted[1])
    wrong += parquet(dechaff, folder / "parquet", original, wanted[1], missing)
    pages = [json.loads(row)["text"] for row in original.splitlines()]
    wrong += converted(dechaff, folder / "converted", pages, wanted[1], missing)
    changed = sum(text != row["text"] for text, row in zip(wanted[1], map(json.loads, original.splitlines())))
    if changed < 2900:
        sys.exit(f"only {changed} of 3000 pages lost anything: nothing was tested")
    for name in sorted(missing):
        print(f"skipped: {name} is not installed")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
