"""Print score.py's summary and its figures page by page, as one JSON object.

  score_rows.py SCORE_PY GOLD BEFORE [AFTER]

For the test `score_py.rs`: score.py itself prints only the means.
"""
import json
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(sys.argv[1])))
import score

gold, before = sys.argv[2:4]
after = sys.argv[4] if len(sys.argv) > 4 else None
rows, missing = score.evaluate(before, gold, after)
summary = score.summarize(list(rows.values()))
if after:
    summary["missing_after"] = missing
print(json.dumps({"summary": summary, "rows": rows}))
