#!/usr/bin/env bash
# Prints a table of docs/quality-tables.md: cleans every set and extractor of DEV with the
# default options and scores the result against the text that people marked.
#
#   scripts/quality.sh DEV [OPTION...]        options go to `dechaff clean`, such as --mode
#
# DEV holds <set>/gold/<id>.txt and <set>/raw/<extractor>/<id>.txt.
# The last row counts all pages, and those that are gutted; score.py does not know of these.
# Set DECHAFF to the program, SETS and EXTRACTORS to a few names for a part of the table, JOBS to how
# many are scored at once, SCORE to the path of score.py to score with that.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

if [ $# -lt 1 ] || [ ! -d "$1" ]; then
    sed -n '2,11s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
dev=$(cd "$1" && pwd)
shift
dechaff=${DECHAFF:-$root/target/release/dechaff}
for file in "$dechaff" ${SCORE:+"$SCORE"}; do
    [ -f "$file" ] || { echo "quality.sh: $file is not there" >&2; exit 2; }
done
score=("$dechaff" score --format json)
if [ -n "${SCORE-}" ]; then
    score=(python3 "$SCORE" --json)
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One row: clean, score, keep the numbers as JSON.
row() {
    local set=$1 extractor=$2
    shift 2
    local out=$work/$set/$extractor status=0
    mkdir -p "$work/$set"
    "$dechaff" -q clean "$dev/$set/raw/$extractor" --no-config --out "$out" "$@" || status=$?
    # 3: some pages are not text; they are scored as empty, which the table shows as lost.
    [ "$status" = 0 ] || [ "$status" = 3 ] || return "$status"
    "${score[@]}" --gold "$dev/$set/gold" --before "$dev/$set/raw/$extractor" \
        --after "$out" >"$work/$set/$extractor.json"
    rm -rf "$out"
}

sets=${SETS:-$(cd "$dev" && for set in */gold; do echo "${set%/gold}"; done)}
jobs=${JOBS:-$(getconf _NPROCESSORS_ONLN)}
running=()
rows=()
for set in $sets; do
    for extractor in ${EXTRACTORS:-$(cd "$dev/$set/raw" && echo *)}; do
        [ -d "$dev/$set/raw/$extractor" ] || continue
        rows+=("$set/$extractor")
        if [ "${#running[@]}" -ge "$jobs" ]; then
            wait "${running[0]}"
            running=("${running[@]:1}")
        fi
        row "$set" "$extractor" "$@" &
        running+=($!)
    done
done
for pid in ${running[@]+"${running[@]}"}; do wait "$pid"; done

python3 - "$work" ${rows[@]+"${rows[@]}"} <<'PY'
import json, sys

work, rows = sys.argv[1], sys.argv[2:]
print("| set | extractor | pages | F1 before | F1 after | F1 gain | recall loss "
      "| headroom recovered | damage5 | noise words removed | gutted |")
print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
pages = gutted = 0
for row in rows:
    with open(f"{work}/{row}.json") as file:
        s = json.load(file)
    name, extractor = row.split("/")
    lost = f" ({s['missing_after']} missing)" if s["missing_after"] else ""
    print(f"| {name} | {extractor} | {s['pages']}{lost} | {s['sh_f']:.3f} | {s['sh_af']:.3f} "
          f"| {s['sh_gain']:+.4f} | {s['sh_recall_loss']:.4f} | {100 * s['sh_headroom']:.1f} % "
          f"| {s['damage5']:.2f} % | {100 * s['noise_words_removed']:.1f} % "
          f"| {s.get('pages_gutted', '')} |")
    pages += s["pages"]
    gutted += s.get("pages_gutted", 0)
print(f"| all | | {pages} | | | | | | | | {gutted} |")
PY
