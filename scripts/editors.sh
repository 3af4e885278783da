#!/usr/bin/env bash
# Fetches taplo and tombi, which editors run on TOML files, from their packages, and prints the
# folder in which both stand. Prints why, and ends with status 77, where they are not to be had.
#   scripts/editors.sh [FOLDER]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder=${1:-${CARGO_TARGET_DIR:-target}/editors}
pypi=(taplo==0.9.3 tombi==1.9.6)
npm=(@taplo/cli@0.7.0 tombi@0.11.7)
wanted="${pypi[*]} ${npm[*]}"

# Whether both run: a package may hold a program that this machine cannot start.
both_run() { "$1/taplo" --version >/dev/null 2>&1 && "$1/tombi" --version >/dev/null 2>&1; }

from_pypi() {
    local python
    export PIP_ROOT_USER_ACTION=ignore
    for python in python3 python; do
        if "$python" -m pip --version >/dev/null 2>&1; then
            "$python" -m pip install --quiet --disable-pip-version-check --no-deps \
                --only-binary :all: --retries 1 --timeout 20 --target "$1" "${pypi[@]}" >&2 || return 1
            ln -s bin "$1/programs"
            return
        fi
    done
    return 1
}

from_npm() {
    command -v npm >/dev/null || return 1
    npm install --silent --no-audit --no-fund --fetch-retries 1 --fetch-timeout 20000 \
        --prefix "$1" "${npm[@]}" >&2 || return 1
    ln -s node_modules/.bin "$1/programs"
}

# A bare machine of CI has neither.
from_pypi_by_apt() {
    [ -n "${CI-}" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y python3-pip; } >&2 || return 1
    from_pypi "$1"
}

if [ "$(cat "$folder/wanted" 2>/dev/null)" = "$wanted" ] && both_run "$folder/programs"; then
    echo "$folder/programs"
    exit
fi

# Made beside its place and moved there, so that two runs at once do no harm.
mkdir -p "$(dirname "$folder")"
for source in from_pypi from_npm from_pypi_by_apt; do
    new=$(mktemp -d "$folder.XXXXXX")
    if "$source" "$new" && both_run "$new/programs"; then
        echo "$wanted" >"$new/wanted"
        rm -rf "$folder"
        mv "$new" "$folder"
        echo "$folder/programs"
        exit
    fi
    rm -rf "$new"
done
echo 'taplo and tombi are not checked: neither pip nor npm could fetch them' >&2
exit 77
