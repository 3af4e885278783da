#!/usr/bin/env python3
"""Ratios of cost that docs/performance.md quotes, each of paired runs on one machine.

    scripts/speed.py DECHAFF [--other OLDER_DECHAFF] [--corpus FOLDER] [--rounds 5]

Each figure is the median over rounds of one run divided by the other of the same round, of user and system
seconds unless it says otherwise. Without --corpus a crawl is generated; with --other the older build cleans it,
too. --only shards measures shards alone, --only learn what `learn` costs, --only pages all else. Needs Python 3.9, grep, and zstd for shards.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

QUIET = ["--no-config", "-q", "--dry-run"]


class Run:
    """What one command cost."""

    def __init__(self, command):
        env = {**os.environ, "LC_ALL": "C"}
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=env)
        said = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
        self.wall = time.perf_counter() - start
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak_mb = usage.ru_maxrss / 1024
        code = os.waitstatus_to_exitcode(status)
        if code not in (0, 1):
            sys.exit(f"{' '.join(command)}: status {code}\n{said.decode(errors='replace')}")


def ratio(one, other, rounds, of=lambda run: run.cpu):
    """The median of what `one` costs beside `other`."""
    found = []
    for _ in range(rounds):
        above, below = of(Run(one)), of(Run(other))
        found.append(above / below)
    return statistics.median(found)


def engine(dechaff, corpus):
    """Seconds of a processor that cleaning alone takes, of texts in memory, on one thread."""
    said = subprocess.run([dechaff, "bench", "--no-config", "--rounds", "1", "--format", "json", str(corpus)], check=True, capture_output=True)
    rows = json.loads(said.stdout)["rows"]
    sample = next(row for row in rows if row["name"] == "clean" and row["threads"] == 1)["samples"][0]
    return sample["cpu_nanos"] / sample["repeats"] / 1e9


def texts_of(folder):
    return [path.read_text(errors="replace") for path in sorted(folder.rglob("*.txt"))]


def phrases_of(texts, count, seed):
    """Phrases of two to five words that stand on the pages, and as many that do not."""
    rng = random.Random(seed)
    words = sorted({word for text in texts for word in text.split() if word.isalpha() and len(word) > 2})
    lines = [line.split() for text in texts for line in text.splitlines() if len(line.split()) > 5]
    phrases = set()
    while len(phrases) < count // 10:
        line = rng.choice(lines)
        start, length = rng.randrange(len(line) - 3), rng.randint(2, 4)
        phrases.add(" ".join(line[start : start + length]))
    while len(phrases) < count:
        phrases.add(" ".join(rng.choice(words) for _ in range(rng.randint(2, 5))))
    return sorted(phrases)


def own_rules(texts, phrases, patterns, seed):
    """A rule file of a user's: so many phrases in rules of a hundred, and so many patterns."""
    rng = random.Random(seed)
    words = sorted({word.lower() for text in texts for word in text.split() if word.isalpha()})
    rules = ["schema = 1", "pack = 'speed'"]
    all_phrases = phrases_of(texts, phrases, seed)
    keys = ["line", "start", "anywhere"]
    for at in range(0, phrases, 100):
        some = ", ".join(json.dumps(phrase, ensure_ascii=False) for phrase in all_phrases[at : at + 100])
        rules += ["[[rule]]", f"id = 'phrases-{at}'", "kind = 'other'", f"match.{keys[at // 100 % 3]} = [{some}]"]
    for at in range(patterns):
        one, other = rng.choice(words), rng.choice(words)
        pattern = rng.choice([rf"^{one}\b.{{0,40}}\b{other}$", rf"(?i)\b{one} (?:and|of) {other}\b", rf"^{one}: \d+ {other}s?$"])
        rules += ["[[rule]]", f"id = 'pattern-{at}'", "kind = 'other'", "confidence = 'low'", f"match.regex = '{pattern}'"]
    return "\n".join(rules) + "\n"


def tell(what, figure, wanted):
    print(f"{what:<58} {figure:>9}   {wanted}", flush=True)


def crawl(dechaff, folder, pages, seed=1):
    """A crawl as a folder, or as rows where the name ends so."""
    made = ["gen", "crawl", "--pages", str(pages), "--hosts", "100", "--seed", str(seed), "--out", str(folder), "-q"]
    subprocess.run([dechaff, *made], check=True)
    return folder


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("dechaff")
    args.add_argument("--other")
    args.add_argument("--corpus", type=Path)
    args.add_argument("--rounds", type=int, default=5)
    args.add_argument("--only", choices=["pages", "shards", "learn"])
    args = args.parse_args()
    home = Path(tempfile.mkdtemp())
    try:
        # Pages last: then this script has most memory, which what it starts counts as its own.
        if args.only in (None, "shards"):
            measure_shards(args.dechaff, args.rounds, home)
        if args.only in (None, "learn"):
            measure_learn(args, home)
        if args.only in (None, "pages"):
            measure(args, home)
    finally:
        shutil.rmtree(home)


def measure(args, home):
    dechaff, rounds = args.dechaff, args.rounds
    # Memory before texts are read.
    many = crawl(dechaff, home / "many", 3000, 2)
    clean = lambda *more: [dechaff, "clean", *QUIET, *map(str, more)]
    peak = max(Run(clean("-j2", many)).peak_mb for _ in range(2))
    lines = home / "lines.txt"
    lines.write_text("a\n" * 5_000_000)
    bare = Run(clean(next(iter(sorted(many.rglob("*.txt")))))).peak_mb
    by_byte = (Run(clean(lines)).peak_mb - bare) / 10
    corpus = args.corpus or crawl(dechaff, home / "crawl", 600)
    texts = texts_of(corpus)
    size = sum(len(text.encode()) for text in texts)
    print(f"{len(texts)} pages, {size / 1e6:.1f} MB, {rounds} rounds")
    if args.other:
        old = [args.other, "clean", *QUIET, "-j1", str(corpus)]
        faster = ratio(old, clean("-j1", corpus), rounds)
        tell("the other build's CPU beside this one's", f"{faster:.1f} x", "40 x; goal 120 x")

    joined, phrases = home / "joined.txt", home / "phrases.txt"
    joined.write_text("\n".join(texts))
    phrases.write_text("\n".join(phrases_of(texts, 2000, 1)) + "\n")
    grep = ["grep", "-ciF", "-f", str(phrases), str(joined)]
    tell("speed beside grep -ciF with 2,000 phrases", f"{ratio(grep, clean('-j1', corpus), rounds):.2f} x", "1 x; goal 2 x")

    wall = ratio(clean("-j1", corpus), clean("-j2", corpus), rounds, lambda run: run.wall)
    tell("two threads beside one, by wall", f"{wall:.2f} x", "1.8 x; goal 1.9 x")

    rules = home / "speed.toml"
    rules.write_text(own_rules(texts, 10_000, 500, 1))
    more = ratio(clean("-j1", "--rules", rules, corpus), clean("-j1", corpus), rounds)
    tell("10,000 phrases and 500 patterns on top", f"{more:.2f} x", "<= 1.5 x; goal 1.2 x")

    few = crawl(dechaff, home / "few", 300, 2)
    tell("ten times the pages", f"{ratio(clean('-j1', many), clean('-j1', few), rounds):.2f} x", "<= 10.5 x")
    page, long = home / "page.txt", home / "long.txt"
    text = "\n".join(texts_of(few))[:400_000]
    page.write_text(text)
    long.write_text("\n".join([text] * 10))
    tell("ten times the bytes of one page", f"{ratio(clean('-j1', long), clean('-j1', page), rounds):.2f} x", "<= 10.5 x")

    small = home / "small.txt"
    small.write_text(texts[0][:5000])
    runs = [Run(clean(small)) for _ in range(10 * rounds)]
    tell("one page of 5 KB with the start, wall", f"{1000 * statistics.median(run.wall for run in runs):.1f} ms", "<= 12 ms; goal 6 ms")
    tell("most memory, 3,000 pages on two threads", f"{peak:.0f} MB", "<= 100 MB; goal 60 MB")
    tell("memory of a page of two-byte lines, by byte", f"{by_byte:.1f} x", "<= 12 x; goal 6 x")


def measure_shards(dechaff, rounds, home):
    """What reading, writing and packing of rows cost beside cleaning, and what of it grows with the input."""
    rows, many, few = (crawl(dechaff, home / f"{name}.jsonl", pages, 3) for name, pages in [("rows", 1000), ("many", 3000), ("few", 300)])
    packed = home / "packed.jsonl.zst"
    subprocess.run(["zstd", "-q", "-1", str(rows), "-o", str(packed)], check=True)
    out = home / "out"

    def clean(*more):
        shutil.rmtree(out, ignore_errors=True)
        return Run([dechaff, "clean", "--no-config", "-q", "--out", str(out), *map(str, more)])

    def ratios(one, other):
        return statistics.median(one() / other() for _ in range(rounds))

    size = rows.stat().st_size
    print(f"shards: rows of {size / 1e6:.1f} MB, {rounds} rounds")
    plain = ratios(lambda: engine(dechaff, rows), lambda: clean("-j1", rows).cpu)
    tell("JSONL to JSONL with cuts, speed beside the engine's", f"{plain:.2f} x", ">= .85 x")
    zst = ratios(lambda: engine(dechaff, rows), lambda: clean("-j1", "--level", "1", packed).cpu)
    tell("zst to zst, level 1, speed beside the engine's", f"{zst:.2f} x", ">= .8 x")
    around = ratios(lambda: clean("-j1", rows).cpu, lambda: Run([dechaff, "clean", *QUIET, "-j1", str(rows)]).cpu)
    tell("with writing and cuts, CPU beside --dry-run's", f"{around:.2f} x", "")
    grows = ratios(lambda: clean("-j1", many).cpu, lambda: clean("-j1", few).cpu)
    tell("ten times the rows", f"{grows:.2f} x", "<= 10.5 x")
    # Many blocks, so that the last one keeps no thread waiting for long.
    wall = ratios(lambda: clean("-j1", many).wall, lambda: clean("-j2", many).wall)
    tell("two threads beside one on rows, by wall", f"{wall:.2f} x", ">= 1.8 x")
    eight = home / "eight.jsonl"
    with eight.open("wb") as file:
        for _ in range(8):
            file.write(rows.read_bytes())
    once, peak = clean("-j2", rows).peak_mb, clean("-j2", eight).peak_mb
    tell("most memory of rows, two threads", f"{once:.0f} MB", "<= 512 MB")
    tell("the same of eight times the rows", f"{peak:.0f} MB", "<= 512 MB, flat")
    start = time.perf_counter()
    crawl(dechaff, home / "speed.jsonl", 50_000, 4)
    made = (home / "speed.jsonl").stat().st_size / (time.perf_counter() - start)
    tell("`gen crawl` to a file, by wall", f"{made / 1e6:.0f} MB/s", ">= 200 MB/s")


def floor(dechaff, corpus):
    """Seconds of a processor that hashing every line of texts in memory takes."""
    said = subprocess.run([dechaff, "bench", "--no-config", "--rounds", "1", "--format", "json", str(corpus)], check=True, capture_output=True)
    row = next(row for row in json.loads(said.stdout)["rows"] if row["name"] == "hash-lines")
    return row["samples"][0]["cpu_nanos"] / row["samples"][0]["repeats"] / 1e9


def measure_learn(args, home):
    """What `learn` costs a byte of JSONL, on one thread and two, and beside the floor of `bench` on the same rows."""
    dechaff = args.dechaff
    rows, few = crawl(dechaff, home / "learn.jsonl", 24_000, 5), crawl(dechaff, home / "learn-few.jsonl", 2400, 5)
    size = rows.stat().st_size / 1e6
    learn = lambda build, jobs, corpus: [build, "learn", str(corpus), "-q", "-j", str(jobs), "--memory", "4GiB", "-o", str(home / "learned.toml")]
    median = lambda jobs, of: statistics.median(of(Run(learn(dechaff, jobs, rows))) for _ in range(args.rounds))
    print(f"learn: rows of {size:.0f} MB, {args.rounds} rounds")
    one, two = median(1, lambda run: run.cpu), median(2, lambda run: run.cpu)
    tell("learn, one thread", f"{size / one:.0f} MB/s", "200 MB a CPU-second")
    tell("learn, two threads", f"{size / two:.0f} MB/s", "")
    tell("the floor's CPU beside it, one thread", f"{10 * floor(dechaff, few) / one:.3f} x", "")
    wall = ratio(learn(dechaff, 1, rows), learn(dechaff, 2, rows), args.rounds, lambda run: run.wall)
    tell("two threads beside one, by wall", f"{wall:.2f} x", "")
    grows = ratio(learn(dechaff, 1, rows), learn(dechaff, 1, few), args.rounds)
    tell("ten times the rows", f"{grows:.2f} x", "<= 10.5 x")
    if args.other:
        faster = ratio(learn(args.other, 1, rows), learn(dechaff, 1, rows), args.rounds)
        tell("the other build's CPU beside this one's", f"{faster:.2f} x", "")


if __name__ == "__main__":
    main()
