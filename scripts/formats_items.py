"""WARC and tar for formats.py: makes files with the writers that people use, and reads what `dechaff clean` made of them.

Each check is a name and whether it holds.
"""

import io
import subprocess
import tarfile

TEXT = "text/plain"


def unpacked(path):
    if path.suffix == ".zst":
        from zstandard import ZstdDecompressor

        with open(path, "rb") as file:
            return ZstdDecompressor().stream_reader(file, read_across_frames=True).read()
    import gzip

    return gzip.open(path).read() if path.suffix in (".gz", ".tgz") else path.read_bytes()


def pack(path, plain, pieces):
    """Writes bytes packed as the name says, each piece by itself."""
    if path.suffix == ".zst":
        from zstandard import ZstdCompressor

        plain = b"".join(ZstdCompressor().compress(piece) for piece in pieces)
    elif path.suffix in (".gz", ".tgz"):
        import gzip

        plain = b"".join(gzip.compress(piece) for piece in pieces)
    path.write_bytes(plain)


def warc_records(pages):
    """Records as warcio writes them: for each page its response and its text."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    for number, page in enumerate(pages):
        out = io.BytesIO()
        writer = WARCWriter(out, gzip=False)
        url = f"https://host{number % 7}.example/{number}"
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        html = f"<p>{page}</p>".encode()
        writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(html), http_headers=headers))
        text = io.BytesIO(page.encode())
        more = {"WARC-Identified-Content-Language": "eng"}
        writer.write_record(
            writer.create_warc_record(url, "conversion", payload=text, warc_content_type=TEXT, warc_headers_dict=more)
        )
        yield from split_records(out.getvalue())


def split_records(both):
    second = both.index(b"\r\n\r\nWARC/") + 4
    return both[:second], both[second:]


def tar_bytes(pages, form):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for number, page in enumerate(pages):
            deep = "deep/" * 30 if number % 5 == 0 else ""
            for name, contents in [(f"{deep}{number}.txt", page.encode()), (f"{number}.bin", bytes([number % 256]) * 99)]:
                entry = tarfile.TarInfo(name)
                entry.size = len(contents)
                archive.addfile(entry, io.BytesIO(contents))
    return out.getvalue()


def make(folder, pages):
    records = list(warc_records(pages))
    for name in ["crawl.warc", "crawl.wet.gz", "crawl.warc.zst"]:
        pack(folder / name, b"".join(records), records)
    for name, form in [("a.tar", tarfile.GNU_FORMAT), ("b.tgz", tarfile.PAX_FORMAT), ("c.tar.zst", tarfile.USTAR_FORMAT)]:
        some = [page for number, page in enumerate(pages) if form != tarfile.USTAR_FORMAT or number % 5]
        plain = tar_bytes(some, form)
        pack(folder / name, plain, [plain])


def check(path, clean, wanted):
    """Checks of a file and what was made of it; `wanted` are the clean texts of all pages."""
    if ".tar" in path.name or path.suffix == ".tgz":
        yield from check_tar(path, clean, wanted)
    else:
        yield from check_warc(path, clean, wanted)


def check_warc(path, clean, wanted):
    if path.suffix != ".zst":  # warcio reads no Zstandard
        yield "warcio", warcio_texts(clean) == wanted
        yield "warcio passes the rest", others(clean) == others(path)
        yield "warcio check", subprocess.run(["warcio", "check", str(clean)], check=False).returncode == 0
    yield "fastwarc verify_digests", fastwarc_texts(clean) == wanted


def warcio_records(path):
    from warcio.archiveiterator import ArchiveIterator

    with open(path, "rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            yield record.rec_type, str(record.rec_headers), record.content_stream().read()


def warcio_texts(path):
    return [body.decode() for kind, _, body in warcio_records(path) if kind == "conversion"]


def others(path):
    return [record for record in warcio_records(path) if record[0] != "conversion"]


def fastwarc_texts(path):
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    found = ArchiveIterator(str(path), record_types=WarcRecordType.conversion, verify_digests=True)
    return [record.reader.read().decode() for record in found]


def check_tar(path, clean, wanted):
    before, after = tar_entries(path), tar_entries(clean)
    yield "tarfile: the same names", [name for name, _ in before] == [name for name, _ in after]
    texts = {contents.decode() for name, contents in after if name.endswith(".txt")}
    yield "tarfile: clean texts", texts <= set(wanted) and len(texts) > 2
    rest = [[entry for entry in entries if not entry[0].endswith(".txt")] for entries in (before, after)]
    yield "tarfile: the rest as it was", rest[0] == rest[1]
    packed = ["--zstd"] if clean.suffix == ".zst" else []
    listed = subprocess.run(["tar", *packed, "-tf", str(clean)], capture_output=True, text=True, check=False)
    yield "GNU tar", listed.returncode == 0 and listed.stdout.split() == [name for name, _ in after]
    contents = subprocess.run(["tar", *packed, "-xOf", str(clean)], capture_output=True, check=False)
    yield "GNU tar reads contents", contents.stdout == b"".join(contents for _, contents in after)


def tar_entries(path):
    with tarfile.open(fileobj=io.BytesIO(unpacked(path))) as archive:
        return [(entry.name, archive.extractfile(entry).read()) for entry in archive if entry.isfile()]
