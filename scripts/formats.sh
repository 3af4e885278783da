#!/usr/bin/env bash
# Reads what dechaff writes of shards with the readers that people use, in the versions below, which are fetched from
# PyPI into a temporary folder. Ends with status 77 where they are not to be had.
#   scripts/formats.sh [DECHAFF]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

pypi=(
    pyarrow==26.0.1 duckdb==2.0.1 polars==2.1.0 pandas==3.1.1 datasets==5.2.0 'datatrove[io]==0.10.1'
    zstandard==0.25.0 warcio==1.8.1 fastwarc==2.0.1
)
if [ $# -gt 0 ]; then
    dechaff=$1
else
    cargo build --locked
    dechaff=${CARGO_TARGET_DIR:-target}/debug/dechaff
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! { python3 -m venv "$work/venv" && "$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    --retries 1 --timeout 30 "${pypi[@]}" && "$work/venv/bin/pip" install --quiet --no-deps \
    --disable-pip-version-check dolma==1.2.1; } >&2; then
    echo 'skipped: the readers cannot be fetched' >&2
    exit 77
fi
PATH=$work/venv/bin:$PATH HF_HUB_OFFLINE=1 "$work/venv/bin/python" scripts/formats.py "$dechaff" "$work/shards"
"$work/venv/bin/python" scripts/mixer.py "$dechaff" "$work/mixed"
"$work/venv/bin/python" scripts/round_trip.py "$dechaff" fixtures "$work/round"
