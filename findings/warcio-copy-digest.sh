#!/usr/bin/env bash
# One would guess: a record read with warcio's ArchiveIterator and written with WARCWriter, untouched, is the same
# record.
# What is so: reading parses the HTTP header, and writing spells it anew: `Server:x` becomes `Server: x`, blanks at
# line ends and a line without a colon are dropped, folded lines are joined, bare LF becomes CRLF, `200 ` becomes
# `200`, bytes over 0x7f are percent-encoded. The header's WARC-Block-Digest is copied as it was, and is now wrong.
# fastwarc copies the record byte for byte; with `verify_digests=True` it passes over the copy that warcio made,
# silently.
# It matters to who cleans some records of a WARC and copies the others: those copied are the ones that a careful
# reader then loses. Copy with `no_record_parse=True`, as `warcio recompress` does, or make the digests anew.
# warcio 1.8.1, fastwarc 2.0.1, 2026-11-29.
set -euo pipefail
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
python3 -m venv --upgrade-deps "$t/v"
"$t/v/bin/pip" install -q --prefer-binary warcio==1.8.1 fastwarc==2.0.1
cd "$t"
"$t/v/bin/python" - <<'PY'
import base64, hashlib, io, sys
from importlib.metadata import version

from fastwarc.warc import ArchiveIterator as FastReader
from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

body = b"<html><body><p>Rain fell on the harbour.</p></body></html>"
headers = {
    "as most servers write it": (b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n", True),
    "no blank behind a colon": (b"HTTP/1.1 200 OK\r\nServer:x\r\n\r\n", False),
    "blank at a line's end": (b"HTTP/1.1 200 OK\r\nServer: x \r\n\r\n", False),
    "blank, but no reason": (b"HTTP/1.1 200 \r\nServer: x\r\n\r\n", False),
    "a folded line": (b"HTTP/1.1 200 OK\r\nServer: x\r\n y\r\n\r\n", False),
    "line ends without CR": (b"HTTP/1.1 200 OK\nServer: x\n\n", False),
    "a line without a colon": (b"HTTP/1.1 200 OK\r\nServer: x\r\nhello\r\n\r\n", False),
    "an empty value": (b"HTTP/1.1 200 OK\r\nServer:\r\nAge: 1\r\n\r\n", False),
    "a letter over 0x7f": (b"HTTP/1.1 200 OK\r\nServer: caf\xc3\xa9\r\n\r\n", False),
}


def sha1(data):
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def record(block):
    head = ["WARC/1.0", "WARC-Type: response", "WARC-Target-URI: http://example.org/", "WARC-Date: 2026-01-01T00:00:00Z",
            "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>",
            "Content-Type: application/http; msgtype=response", f"WARC-Block-Digest: {sha1(block)}",
            f"WARC-Payload-Digest: {sha1(body)}", f"Content-Length: {len(block)}"]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def by_warcio(warc, **settings):
    out = io.BytesIO()
    for item in ArchiveIterator(io.BytesIO(warc), **settings):
        WARCWriter(out, gzip=False).write_record(item)
    return out.getvalue()


def by_fastwarc(warc):
    out = io.BytesIO()
    for item in FastReader(io.BytesIO(warc), parse_http=True):
        item.write(out)
    return out.getvalue()


def verified(warc):
    return len(list(FastReader(io.BytesIO(warc), verify_digests=True)))


print(f"warcio {version('warcio')} fastwarc {version('fastwarc')}")
for name, (header, was) in headers.items():
    warc = record(header + body)
    saw = by_warcio(warc) == warc
    print(f"{name:25} warcio's copy {'is equal' if saw else 'differs'}, {verified(by_warcio(warc))} record verified")
    if (saw, verified(by_warcio(warc))) != (was, int(was)):
        sys.exit(f"changed: was {was}")
    if by_fastwarc(warc) != warc or by_warcio(warc, no_record_parse=True) != warc or verified(warc) != 1:
        sys.exit("changed: fastwarc's copy, or warcio's without parsing, was equal and verified")
PY
