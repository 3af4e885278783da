#!/usr/bin/env bash
# Builds the package as it would be published, and runs its tests from there: what `include` in Cargo.toml
# leaves out is missing here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
export CARGO_TARGET_DIR=$target
cargo package --locked --allow-dirty
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
cd "$target/package/dechaff-$version"
# A name below tests/cmd has a colon, which a package may not have, and the guide for contributors names files
# that no package needs: both are tested in the project alone.
cargo test --locked --no-fail-fast --lib --examples --test it -- --skip cli:: --skip every_path_of_the_guide
