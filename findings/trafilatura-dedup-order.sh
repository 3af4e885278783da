#!/usr/bin/env bash
# One would guess: `deduplicate=True` of trafilatura removes what a page says twice, so a page's text depends on the
# page.
# What is so: it counts paragraphs over 100 characters in a cache of the process. The fourth page in which one stands
# loses it, the three before keep it, and a page extracted for the fourth time is None. datatrove's Trafilatura step
# passes True by default, so there the text of a page depends on which pages its worker met before; the worker, and
# with it the cache, starts anew after each page that takes too long.
# It matters to who runs a crawl twice: other files a task, another order or one timeout more give other texts under
# the same ids, and three copies of each box stay. Pass deduplicate=False, and take boxes out where all pages are seen.
# trafilatura 2.3.1, datatrove 0.10.1, 2026-11-29.
set -euo pipefail
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
python3 -m venv --upgrade-deps "$t/v"
"$t/v/bin/pip" install -q --prefer-binary trafilatura==2.3.1 datatrove==0.10.1
cd "$t"
LOGURU_LEVEL=ERROR "$t/v/bin/python" -W ignore - <<'PY'
import logging
import sys
from importlib.metadata import version

import trafilatura
from datatrove.data import Document
from datatrove.pipeline.extractors import Trafilatura

logging.disable(logging.CRITICAL)
notice = ("The harbour office asks all owners of boats to keep their lines double until the end of the month, "
          "in all weather, and to leave a number where they can be reached.")


def page(n):
    own = (f"Boats filled harbour {n} before storm {n} came in from the west, and quarter {n} went home to wait for it.",
           f"Fishermen of quarter {n} tied double knots and carried the nets of boat {n} up to chapel {n} for the night.",
           f"By morning wall {n} had lost eleven metres of stone, and road {n} was shut to all the traffic of the town.")
    return (f'<html lang="en"><head><title>Storm {n}</title></head><body><article><h1>Storm {n}</h1>'
            + "".join(f"<p>{text}</p>" for text in (*own, notice)) + "</article></body></html>")


def with_notice(numbers, **settings):
    """The pages that keep the notice, read by one worker in this order."""
    documents = (Document(text=page(n), id=str(n)) for n in numbers)
    return sorted(d.id for d in Trafilatura(timeout=60, **settings).run(documents) if notice in d.text)


def same(what, saw, was):
    print(f"{what}: {saw}")
    if saw != was:
        sys.exit(f"changed: was {was}")


print(f"trafilatura {version('trafilatura')} datatrove {version('datatrove')}")
same("datatrove, pages 1 to 6 keep the notice", with_notice(range(1, 7)), ["1", "2", "3"])
same("datatrove, pages 6 to 1 keep the notice", with_notice(range(6, 0, -1)), ["4", "5", "6"])
same("datatrove, deduplicate=False", with_notice(range(1, 7), deduplicate=False), list("123456"))
again = [trafilatura.extract(page(9), deduplicate=True) is not None for _ in range(5)]
same("trafilatura alone, one page five times: has text", again, [True, True, True, False, False])
PY
