#!/usr/bin/env bash
# Builds the wheel of python/, installs it into a bare virtual environment, and tests it there and on the engines that
# it is for: Spark, Ray, datatrove, datasets, DuckDB, polars, in the versions of python/requirements.txt, which come
# from PyPI into a temporary folder. Ends with status 77 where they are not to be had.
#   scripts/python.sh [DECHAFF] [PYTEST-ARGUMENT...]
# DECHAFF is the command of this tree, which the wheel is held equal to; without it, it is built. DECHAFF_WHEEL_PROFILE is
# the profile of the wheel: by default that of the tests, of which most is built already where the command is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
profile=${DECHAFF_WHEEL_PROFILE:-dev}
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
export CARGO_TARGET_DIR=$target

say() { printf -- '-- python: %s (%d s)\n' "$1" "$SECONDS"; }
skip() {
    printf 'skipped: %s\n' "$1" >&2
    exit 77
}

# A package of the system's, where it may be installed.
system() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } >&2
}

if [ $# -gt 0 ]; then
    DECHAFF=$(realpath "$1")
    shift
else
    say 'the command'
    cargo build --locked
    DECHAFF=$target/debug/dechaff
fi
export DECHAFF

python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || system python3 ||
    skip 'there is no Python 3.11 or later'
python3 -c 'import ensurepip, venv' 2>/dev/null || system python3-venv || skip 'this Python has no venv'
java_version() { java -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p'; }
command -v java >/dev/null || system default-jre-headless || skip 'there is no Java for Spark'
[ "$(java_version)" -ge 17 ] || skip "Spark needs Java 17 or later, and this is $(java_version)"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say 'packages'
pip() { "$work/tools/bin/uv" pip install --quiet --python "$work/$1/bin/python" "${@:2}"; }
{ python3 -m venv "$work/tools" && "$work/tools/bin/pip" install --quiet --disable-pip-version-check --retries 1 \
    --timeout 60 -r <(grep -e ^uv== python/requirements.txt); } >&2 || skip 'uv cannot be fetched'
uv() { "$work/tools/bin/uv" "$@"; }
for name in driver worker bare; do uv venv --quiet --python "$(command -v python3)" "$work/$name"; done
pip driver -r python/requirements.txt || skip 'the engines cannot be fetched'
# What a cluster's machines have: no dechaff and no Spark of their own.
pip worker -c python/requirements.txt pyarrow pandas numpy

say 'the wheel'
# Optimised, as it goes to other machines: for old ones, too, by zig as linker, which builds all anew.
zig=()
[ "$profile" = dev ] || zig=(--zig --compatibility manylinux2014)
(cd python && PATH="$work/driver/bin:$PATH" maturin build --quiet --locked --profile "$profile" \
    ${zig[@]+"${zig[@]}"} --out "$work/wheels")
DECHAFF_WHEEL=$(echo "$work"/wheels/dechaff-*.whl)
export DECHAFF_WHEEL
if [ -n "${zig[*]-}" ] && [[ $DECHAFF_WHEEL != *manylinux_2_17_* ]]; then
    echo "$DECHAFF_WHEEL is no wheel for manylinux 2.17" >&2
    exit 1
fi
bytes=$(stat -c %s "$DECHAFF_WHEEL")
printf '%s: %d bytes\n' "$(basename "$DECHAFF_WHEEL")" "$bytes"
[ "$bytes" -lt 8388608 ] || { echo 'the wheel has 8 MB or more' >&2; exit 1; }

say 'what knows nothing of Python'
PYO3_BUILD_EXTENSION_MODULE=1 cargo test --quiet --locked --manifest-path python/Cargo.toml --profile "$profile"

say 'a bare environment'
pip bare --no-deps "$DECHAFF_WHEEL"
"$work/bare/bin/python" -I - <<'PY'
import dechaff

page = dechaff.Cleaner().clean("The bridge opened on Tuesday.\n\nLeave a Reply\n")
assert page.text == "The bridge opened on Tuesday.\n", page
print(f"dechaff {dechaff.__version__} without any other package: {len(page.cuts)} cuts")
PY

say 'types'
pip driver --no-deps "$DECHAFF_WHEEL"
(cd python && "$work/driver/bin/mypy" --python-executable "$work/driver/bin/python" -p dechaff &&
    "$work/driver/bin/pyright" --pythonpath "$work/driver/bin/python" package)

say 'tests'
export DECHAFF_WORKER_PYTHON=$work/worker/bin/python HF_HUB_OFFLINE=1 DO_NOT_TRACK=1
export HF_HOME=$work/hf TMPDIR=$work PYTHONDONTWRITEBYTECODE=1
cd python
"$work/driver/bin/python" -m pytest -p no:cacheprovider --durations=8 --doctest-modules tests \
    --pyargs dechaff "$@"

# One wheel for every Python: the tests that need no engine, on those that are there.
for version in 3.9 3.10 3.12 3.13 3.14; do
    other=
    for path in "$(command -v "python$version" || true)" "$HOME"/.pyenv/versions/"$version".*/bin/"python$version"; do
        if [ -x "$path" ] && "$path" -c 'import venv' 2>/dev/null; then other=$path; fi
    done
    if [ -z "$other" ]; then
        echo "Python $version: not here"
        continue
    fi
    say "Python $version"
    uv venv --quiet --python "$other" "$work/$version"
    case $version in
        3.9 | 3.10) pip "$version" "$DECHAFF_WHEEL" -r requirements-core.txt ;;
        *) pip "$version" "$DECHAFF_WHEEL" pyarrow pytest -c requirements.txt ;;
    esac
    "$work/$version/bin/python" -m pytest -p no:cacheprovider tests/test_page.py tests/test_batch.py
done
say 'done'
