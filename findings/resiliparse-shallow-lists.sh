#!/usr/bin/env bash
# One would guess: resiliparse's `main_content=True` keeps an article's list of points, or drops it, for what is in it.
# What is so: a <ul> less than four steps below <body> is taken for a menu and goes, whatever it says, inside <article>
# and <main>, too: the test of tag names in _is_main_content_node (extract/html2text) asks for the depth first, and
# <main> and <article> above it do not count. The same page with a <div> or two more keeps it; an <ol> stays anywhere.
# It matters to who cleans corpora that were extracted this way: manuals, plain blogs and hand-written pages lose their
# points, and "takes the following along:" is followed by nothing, which is no sign of a box that somebody cut. Two
# <div> set around the body's content keep them; lists of links (over a fifth of their characters) go at any depth.
# resiliparse 2.0.1, 2026-11-29.
set -euo pipefail
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
python3 -m venv --upgrade-deps "$t/v"
"$t/v/bin/pip" install -q --prefer-binary resiliparse==2.0.1
cd "$t"
"$t/v/bin/python" - <<'PY'
import sys
from importlib.metadata import version

from resiliparse.extract.html2text import extract_plain_text

point = "A rope of twenty metres that has been dry for a week, with an eye spliced into one of its ends."
before = "Who sails to the island in winter takes the following along, each of it in a bag that keeps the water out:"
after = "All of it is sold in the shop by the harbour, which is open from seven in the morning until the ferry leaves."


def keeps(outer, divs, kind):
    inner = f"<h1>What to take</h1><p>{before}</p><{kind}><li>{point}</li><li>A lamp.</li></{kind}><p>{after}</p>"
    page = f"<html><body><{outer}>{'<div>' * divs}{inner}{'</div>' * divs}</{outer}></body></html>"
    text = extract_plain_text(page, main_content=True)
    assert before in text and after in text, "changed: the paragraphs go, too"
    return point in text


print("resiliparse", version("resiliparse"))
for outer in ("article", "main", "div"):
    for kind, was in (("ul", [False, False, True, True]), ("ol", [True] * 4)):
        saw = [keeps(outer, divs, kind) for divs in range(4)]
        print(f"<{outer}> with 0 to 3 <div> inside: <{kind}> kept {saw}")
        if saw != was:
            sys.exit(f"changed: was {was}")
PY
