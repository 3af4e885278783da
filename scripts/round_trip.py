"""Cleans the texts of a folder in seven forms, and compares: clean texts, cuts, and what comes back.

usage: round_trip.py DECHAFF FOLDER WORK

The forms are a folder of texts, JSONL, the same packed by gzip and by Zstandard, Parquet, WET and tar. All must give
the same clean text and the same cuts for every page, and every byte of the input back; of Parquet every value. WORK is
made. Texts that are not UTF-8 are left out. Needs pyarrow and zstandard.
"""

import gzip
import io
import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pyarrow
import pyarrow.parquet
from zstandard import ZstdCompressor, ZstdDecompressor


def texts(folder):
    for path in sorted(folder.rglob("*.txt")):
        try:
            yield path.relative_to(folder).as_posix(), path.read_bytes().decode()
        except UnicodeDecodeError:
            continue


def jsonl(pages):
    return "".join(json.dumps({"id": id, "text": text}, ensure_ascii=False) + "\n" for id, text in pages).encode()


def rows(data):
    return {row["id"]: row["text"] for row in map(json.loads, data.decode().split("\n")[:-1])}


def record(kind, id, content, body):
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <{id}>\r\nContent-Type: {content}\r\n"
    return gzip.compress(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n")


def wet(pages):
    members = [record("warcinfo", "urn:crawl", "application/warc-fields", b"software: quay\r\n")]
    members += [record("conversion", id, "text/plain", text.encode()) for id, text in pages]
    return b"".join(members)


def bodies(data):
    found, at = {}, 0
    while at < len(data):
        end = data.index(b"\r\n\r\n", at)
        lines = data[at:end].decode().split("\r\n")[1:]
        fields = dict(line.split(": ", 1) for line in lines)
        body = data[end + 4 : end + 4 + int(fields["Content-Length"])]
        at = end + 4 + len(body) + 4
        if fields["WARC-Type"] == "conversion":
            found[fields["WARC-Record-ID"].strip("<>")] = body.decode()
    return found


def tar(pages):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for id, text in pages:
            entry = tarfile.TarInfo(id)
            entry.size = len(text.encode())
            archive.addfile(entry, io.BytesIO(text.encode()))
    return data.getvalue()


def entries(data):
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        return {entry.name: archive.extractfile(entry).read().decode() for entry in archive if entry.isfile()}


def parquet(pages):
    data = io.BytesIO()
    table = pyarrow.table({"id": [id for id, _ in pages], "text": [text for _, text in pages]})
    pyarrow.parquet.write_table(table, data, row_group_size=500, compression="zstd")
    return data.getvalue()


def columns(data):
    table = pyarrow.parquet.read_table(io.BytesIO(data))
    return dict(zip(table["id"].to_pylist(), table["text"].to_pylist()))


def unzstd(data):
    return ZstdDecompressor().stream_reader(io.BytesIO(data), read_across_frames=True).read()


# The file's name, what makes it of pages, what unpacks it, and what reads pages of it unpacked.
FORMS = {
    "JSONL": ("a.jsonl", jsonl, bytes, rows),
    "JSONL, gzip": ("a.jsonl.gz", lambda pages: gzip.compress(jsonl(pages)), gzip.decompress, rows),
    "JSONL, zstd": ("a.jsonl.zst", lambda pages: ZstdCompressor().compress(jsonl(pages)), unzstd, rows),
    "Parquet": ("a.parquet", parquet, bytes, columns),
    "WET": ("a.warc.wet.gz", wet, gzip.decompress, bodies),
    "tar": ("a.tar", tar, bytes, entries),
}


def run(*command):
    ended = subprocess.run([str(part) for part in command], capture_output=True)
    if ended.returncode:
        sys.exit(f"{command}: status {ended.returncode}\n{ended.stderr.decode()}")
    return ended.stdout


def cuts(dechaff, clean):
    found = {}
    for line in run(dechaff, "stats", clean, "--format", "records").decode().split("\n")[:-1]:
        record = json.loads(line)
        keys = ("start", "end", "line", "rule", "also", "kind", "confidence", "text", "evidence")
        found[record["page"].strip("<>")] = [[cut[key] for key in keys] for cut in record["cuts"]]
    return found


def clean(dechaff, work, name):
    start, out, back = (work / part / name for part in ("in", "out", "back"))
    run(dechaff, "clean", start, "--out", out, "--no-config", "-q")
    run(dechaff, "verify", out, "--against", start)
    run(dechaff, "restore", out, "--out", back)
    return start, out, back


def main():
    dechaff, folder, work = (Path(part).resolve() for part in sys.argv[1:4])
    pages = list(texts(folder))
    work.mkdir(parents=True)
    for id, text in pages:
        path = work / "in" / "folder" / id
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    _, out, back = clean(dechaff, work, "folder")
    wanted, cut = dict(texts(out)), cuts(dechaff, out)
    changed = sum(wanted[id] != text for id, text in pages)
    print(f"{len(pages)} texts, {changed} changed")
    wrong = dict(texts(back)) != dict(pages) or not changed
    for form, (file, make, unpack, read) in FORMS.items():
        name = form.replace(", ", "-")
        (work / "in" / name).mkdir()
        (work / "in" / name / file).write_bytes(make(pages))
        start, out, back = clean(dechaff, work, name)
        start, found, back = (unpack((part / file).read_bytes()) for part in (start, out, back))
        same = read(back) == dict(pages) if form == "Parquet" else back == start
        checks = {"clean texts": read(found) == wanted, "cuts": cuts(dechaff, out) == cut, "what comes back": same}
        for what, holds in checks.items():
            wrong |= not holds
            print(f"{'ok   ' if holds else 'WRONG'} {form}: {what}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
