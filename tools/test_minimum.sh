#!/bin/sh
# Test with the oldest dependencies that pyproject.toml admits, in an environment of their own: the tests of the pure
# parts, and the analysis of a sample video. Needs the network and the pose model. Usage: tools/test_minimum.sh
set -eu

environment=$(mktemp -d)
trap 'rm -rf "$environment"' EXIT
.venv/bin/uv venv --quiet --python .venv/bin/python "$environment"
.venv/bin/uv pip install --quiet --python "$environment" --only-binary :all: --resolution lowest-direct -e .
.venv/bin/uv pip install --quiet --python "$environment" pytest pytest-xdist hypothesis pandas matplotlib hatchling
"$environment/bin/python" -m pytest -q -n auto tests/unit/core tests/unit/exercises tests/unit/storage \
    tests/unit/reports tests/unit/analysis tests/unit/cli
"$environment/bin/posecoach" analyze sample_videos/bridge_hips_low.mp4 --no-video -o "$environment/output"
