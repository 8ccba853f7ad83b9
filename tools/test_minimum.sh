#!/bin/sh
# Test with the oldest dependencies that pyproject.toml admits, those of a cluster too, in an environment of their own:
# the tests of the pure parts, and the analysis of a sample video, here and by a cluster. Needs the network and the pose
# model. Usage: tools/test_minimum.sh
set -eu

environment=$(mktemp -d)
trap 'rm -rf "$environment"' EXIT
.venv/bin/uv venv --quiet --python .venv/bin/python "$environment"
install() { .venv/bin/uv pip install --quiet --python "$environment" "$@"; }
install --only-binary :all: --resolution lowest-direct -r pyproject.toml --extra cluster --extra s3
.venv/bin/uv pip freeze --quiet --python "$environment" >"$environment/oldest.txt"
install --constraint "$environment/oldest.txt" pytest pytest-xdist hypothesis pandas matplotlib httpx2 \
    'moto[s3]' flask flask-cors
install --no-deps -e .
cat "$environment/oldest.txt"
"$environment/bin/python" -m pytest -q -n auto tests/unit/core tests/unit/exercises tests/unit/storage \
    tests/unit/reports tests/unit/analysis tests/unit/cli tests/unit/web
analyze() { "$environment/bin/posecoach" analyze sample_videos/bridge_hips_low.mp4 --no-video "$@"; }
analyze -o "$environment/here"
analyze -o "$environment/cluster" --scheduler local:1
cmp "$environment/here/bridge_hips_low.json" "$environment/cluster/bridge_hips_low.json"
