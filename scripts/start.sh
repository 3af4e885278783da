#!/bin/sh
# What a start costs: wall and CPU time of one call, the mean of many, for commands that read one
# page of 5 KB or the shipped rules. Usage: scripts/start.sh [RUNS]
set -eu
cd "$(dirname "$0")/.."
runs=${1:-50}
cargo build --release --quiet
dechaff=${CARGO_TARGET_DIR:-target}/release/dechaff
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
page=$folder/page.txt
cat fixtures/*/in.txt | head -c 5000 >"$page"

measure() {
    /usr/bin/env bash -c '
        TIMEFORMAT="%R %U %S"
        runs=$1 page=$2; shift 2
        { time for ((run = 0; run < runs; run++)); do "$@" <"$page" >"$page.out" || true; done; } 2>&1' \
        sh "$runs" "$page" "$@" |
        awk -v runs="$runs" '{ printf "%6.1f ms wall %6.1f ms CPU  ", 1000 * $1 / runs, 1000 * ($2 + $3) / runs }'
    shift
    echo "dechaff $*"
}

measure "$dechaff" clean --no-config -q -
measure "$dechaff" check --no-config -q -
measure "$dechaff" explain --no-config "$page"
measure "$dechaff" rules check --no-config
