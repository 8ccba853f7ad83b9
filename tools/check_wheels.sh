#!/bin/sh
# Check that pip finds every dependency ready-made (as a wheel) on each supported system and Python, those of a cluster
# and of object stores too, and print a table. Needs the network, and downloads nothing but descriptions.
# Usage: tools/check_wheels.sh
set -u

export MACOSX_DEPLOYMENT_TARGET=14.0 # the oldest macOS with a wheel of av
failed=0
for system in x86_64-manylinux_2_28 aarch64-apple-darwin x86_64-pc-windows-msvc; do
    for python in 3.11 3.12 3.13; do
        if found=$(.venv/bin/uv pip compile --quiet pyproject.toml --extra cluster --extra s3 \
            --constraint requirements-cluster.lock --no-header --no-annotate --only-binary :all: \
            --python-platform "$system" --python-version "$python" 2>&1); then
            echo "$system, Python $python: $(echo "$found" | wc -l) wheels"
        else
            echo "$system, Python $python: $found"
            failed=1
        fi
    done
done
exit $failed
