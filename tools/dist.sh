#!/bin/sh
# Build what a release consists of, into dist/: the wheel, the source archive, and the bill of materials (CycloneDX) of
# an environment with the wheel and the locked dependencies. Needs the network. Usage: tools/dist.sh
set -eu

rm -rf dist
.venv/bin/hatchling build -d dist
environment=$(mktemp -d)
trap 'rm -rf "$environment"' EXIT
.venv/bin/uv venv --quiet "$environment"
.venv/bin/uv pip install --quiet --python "$environment" --require-hashes --no-deps -r requirements.lock
.venv/bin/uv pip install --quiet --python "$environment" --no-deps dist/*.whl
.venv/bin/uv tool run --quiet --from cyclonedx-bom==7.5.0 cyclonedx-py environment \
    --output-reproducible --output-file dist/posecoach.cdx.json "$environment"
ls -l dist
