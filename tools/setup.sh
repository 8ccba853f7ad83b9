#!/bin/sh
# Make the virtual environment .venv with posecoach and its development tools in it.
# Says which system package is missing, if one is. Usage: tools/setup.sh
set -eu

python=""
for name in ${PYTHON:-python3.13 python3.12 python3.11 python3 python}; do
    if command -v "$name" >/dev/null 2>&1 &&
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    echo "posecoach needs Python 3.11 or newer, and none was found." >&2
    echo "Install it (Debian, Ubuntu: sudo apt-get install python3 python3-venv), or say PYTHON=/path/to/python3.11." >&2
    exit 2
fi

if ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
    echo "$python has no venv module. Install it: on Debian or Ubuntu 'sudo apt-get install python3-venv'." >&2
    exit 2
fi

[ -x .venv/bin/python ] || "$python" -m venv .venv
pip() { .venv/bin/python -m pip --quiet --disable-pip-version-check "$@"; }
# uv takes less than half of pip's time; pip knows mirrors and systems that uv does not.
pip install "$(sed -n 's/^\(uv==[^ ;]*\).*/\1/p' requirements-dev.lock)" &&
    .venv/bin/uv pip install --quiet --python .venv/bin/python --compile-bytecode \
        --no-deps --require-hashes -r requirements-dev.lock ||
    pip install --no-deps --require-hashes -r requirements-dev.lock
pip install --no-deps --no-build-isolation -e .
.venv/bin/python - <<'CHECK'
import ctypes.util
import sys

try:
    import cv2  # noqa: F401
except ImportError as error:
    packages = {"libGL.so": "libgl1", "libgthread": "libglib2.0-0"}
    package = next((p for library, p in packages.items() if library in str(error)), None)
    hint = f"on Debian or Ubuntu 'sudo apt-get install {package}'" if package else "pip install opencv-python"
    sys.exit(f"OpenCV cannot be loaded: {error}. Install what it needs: {hint}.")
if sys.platform.startswith("linux"):
    missing = [p for name, p in (("EGL", "libegl1"), ("GLESv2", "libgles2")) if not ctypes.util.find_library(name)]
    if missing:
        sys.exit(f"MediaPipe needs libraries that are not here: 'sudo apt-get install {' '.join(missing)}'.")
CHECK
touch .venv/ready
