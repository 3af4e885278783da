#!/usr/bin/env python3
"""Prints what pages look like: sizes, lengths of lines, how much is noise, where, and of which kind.

Of a generated crawl:

    dechaff gen crawl --pages 8000 --hosts 2000 --shape raw --out raw.jsonl
    scripts/shapes.py raw.jsonl raw.labels.jsonl

Of real pages with gold, whose noise lines get the kinds under which dechaff cuts them, or "unknown":

    dechaff clean DEV --out OUT --mode thorough
    dechaff label DEV/andy/raw/bs4 --gold DEV/andy/gold -o bs4.jsonl
    dechaff stats OUT --format records > cuts.jsonl
    scripts/shapes.py --real DEV/andy/raw/bs4 bs4.jsonl cuts.jsonl andy/raw/bs4 [and again]

Standard library only.
"""

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path


SIGNS = bytes(code if code >= 128 or chr(code).isalnum() else 32 for code in range(256))


def generated(rows, labels):
    with open(rows, encoding="utf-8") as rows, open(labels, encoding="utf-8") as labels:
        for row, label in zip(rows, labels, strict=True):
            yield json.loads(row)["text"].encode(), json.loads(label)["noise"]


def real(folder, labels, cuts, prefix):
    """The pages of a folder; `prefix` is the folder's path in the ids of the cut records."""
    known = {}
    with open(cuts, encoding="utf-8") as records:
        for record in records:
            if f'"page":"{prefix}/' in record[:400]:
                record = json.loads(record)
                known[record["page"]] = [(cut["start"], cut["end"], cut["kind"]) for cut in record["cuts"]]
    noise = defaultdict(list)
    with open(labels, encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            page, start, end = line["page"], line["start"], line["end"]
            if line["label"] == "noise":
                of = (kind for left, right, kind in known.get(f"{prefix}/{page}", ()) if left < end and right > start)
                noise[page].append((start, end, next(of, "unknown")))
            else:
                noise[page] += []
    for page, spans in noise.items():
        yield Path(folder, page).read_bytes(), spans


def percentiles(values, digits=0):
    values = sorted(values)
    found = (values[min(len(values) - 1, len(values) * part // 100)] for part in (5, 25, 50, 75, 95))
    return " ".join(f"{value:.{digits}f}" for value in found)


def filled(text):
    return [line for line in text.split(b"\n") if line.strip()]


def place(text, spans):
    """Each span with where it stands, and its words."""
    marks = bytearray(text)
    for start, end, _ in spans:
        marks[start:end] = b" " * (end - start)
    kept = bytes(marks).translate(SIGNS)  # lines of signs alone have no label
    first, last = len(kept) - len(kept.lstrip()), len(kept.rstrip())
    for start, end, kind in spans:
        where = "before" if start <= first else "after" if start >= last else "inside"
        yield where, kind, text[start:end]


def main(pages):
    sizes, shares, blanks, kept_lines = [], [], [], []
    lengths, words, lines, places, on = Counter(), Counter(), Counter(), Counter(), Counter()
    all_words = prose_after = 0
    for text, spans in pages:
        sizes.append(len(text))
        own = filled(text)
        blanks.append(1 - len(own) / (text.count(b"\n") + 1))
        for line in own:
            size = "short" if len(line) <= 40 else "long" if len(line) > 160 else "middle"
            lengths[size] += 1
            lengths[size, "bytes"] += len(line)
        noise = after = at = 0
        for start, end, _ in spans:
            kept_lines += map(len, filled(text[at:start]))
            at = end
        kept_lines += map(len, filled(text[at:]))
        for where, kind, part in place(text, spans):
            count = len(part.split())
            noise += count
            words[kind] += count
            lines[kind] += len(filled(part))
            places[where] += count
            if where == "after":
                after += sum(len(line.split()) for line in filled(part) if len(line.split()) >= 15)
        on.update({kind for *_, kind in spans})
        total = len(text.split())
        all_words += total
        prose_after += after > 0.05 * total
        shares.append(noise / total if total else 0)
    count, noise = len(sizes), sum(words.values())
    by_lines = sum(lengths[size] for size in ("short", "middle", "long"))
    by_bytes = sum(lengths[size, "bytes"] for size in ("short", "middle", "long"))
    print(f"{count} pages, percentiles 5 25 50 75 95")
    print(f"bytes             {percentiles(sizes)}, mean {sum(sizes) / count:.0f}")
    print(f"blank lines       {percentiles(blanks, 2)}")
    for size, name in (("short", "up to 40 bytes"), ("long", "over 160 bytes")):
        print(f"{name}    {lengths[size] / by_lines:.2f} of filled lines, {lengths[size, 'bytes'] / by_bytes:.2f} of bytes")
    print(f"article lines     {percentiles(kept_lines)} bytes")
    print(f"noise             {noise / all_words:.3f} of words; of a page's {percentiles(shares, 3)}")
    print("where             " + ", ".join(f"{name} {words / noise:.2f}" for name, words in sorted(places.items())))
    print(f"prose behind it   on {prose_after / count:.3f} of pages")
    for kind, total in words.most_common():
        print(f"{kind:12} {total / noise:.3f} of noise words, {lines[kind] / count:6.2f} lines a page, on {on[kind] / count:.3f} of pages")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[:1] == ["--real"] and len(arguments) % 4 == 1 and len(arguments) > 1:
        sets = [arguments[at : at + 4] for at in range(1, len(arguments), 4)]
        main(page for one in sets for page in real(*one))
    elif len(arguments) == 2:
        main(generated(*arguments))
    else:
        sys.exit(__doc__)
