#!/usr/bin/env bash
# Prints the table of docs/quality.md that has Markdown beside plain text: writes the pages of every set and
# extractor of DEV as Markdown, cleans both, and scores both against the text that people marked.
#
#   scripts/rewritten.sh DEV [OPTION...]       options go to `dechaff clean`, such as --mode
#
# DEV holds <set>/gold/<id>.txt and <set>/raw/<extractor>/<id>.txt.
# Set DECHAFF to the program, SETS and EXTRACTORS to a few names for a part of the table. With ONE_LINE=1 the pages
# are written into one line each instead, with LABELLED=1 as Markdown in which what gold holds has the markup of articles
# and the rest that of menus (scripts/labelled_markdown.py).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

if [ $# -lt 1 ] || [ ! -d "$1" ]; then
    sed -n '2,10s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
dev=$(cd "$1" && pwd)
shift
dechaff=${DECHAFF:-$root/target/release/dechaff}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Cleans the pages of a folder and scores them.
scored() {
    local pages=$1 gold=$2 status=0
    shift 2
    "$dechaff" -q clean "$pages" --no-config --out "$work/out" "$@" || status=$?
    [ "$status" = 0 ] || [ "$status" = 3 ] || return "$status"
    "$dechaff" score --format json --no-oracle --gold "$gold" --before "$pages" --after "$work/out"
    rm -rf "$work/out"
}

# The pages of a folder, each in one line.
joined() {
    local from=$1 to=$2 page
    mkdir -p "$to"
    (cd "$from" && find . -name '*.txt' -print0) | while IFS= read -r -d '' page; do
        mkdir -p "$to/$(dirname "$page")"
        tr -s '[:space:]' ' ' <"$from/$page" >"$to/$page"
    done
}

other='as Markdown'
[ -z "${ONE_LINE-}" ] || other='in one line'
echo "| set | extractor | noise words removed | $other | recall loss | $other | F1 gain | $other |"
echo "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |"
for set in ${SETS:-$(cd "$dev" && for set in */gold; do echo "${set%/gold}"; done)}; do
    for extractor in ${EXTRACTORS:-$(cd "$dev/$set/raw" && echo *)}; do
        pages=$dev/$set/raw/$extractor
        [ -d "$pages" ] || continue
        rm -rf "$work/other"
        if [ -n "${ONE_LINE-}" ]; then
            joined "$pages" "$work/other"
        elif [ -n "${LABELLED-}" ]; then
            python3 "$root/scripts/labelled_markdown.py" "$dev/$set/gold" "$pages" "$work/other"
        else
            "$dechaff" -q gen markdown "$pages" --out "$work/other"
        fi
        scored "$pages" "$dev/$set/gold" "$@" >"$work/plain.json"
        scored "$work/other" "$dev/$set/gold" "$@" >"$work/other.json"
        python3 - "$set" "$extractor" "$work/plain.json" "$work/other.json" <<'PY'
import json, sys

name, extractor, *files = sys.argv[1:]
plain, other = (json.load(open(file)) for file in files)
cells = [f"{100 * one['noise_words_removed']:.1f} %" for one in (plain, other)]
cells += [f"{one['sh_recall_loss']:.4f}" for one in (plain, other)]
cells += [f"{one['sh_gain']:+.4f}" for one in (plain, other)]
print(f"| {name} | {extractor} | {' | '.join(cells)} |")
PY
    done
done
