#!/usr/bin/env bash
# Make .venv with the first of the named Pythons that is 3.11 or newer.
set -euo pipefail
enough='import sys; sys.exit(sys.version_info < (3, 11))'
for candidate in "$@"; do
  if "$candidate" -c "$enough" 2>/dev/null; then python=$candidate; break; fi
done
if [ -z "${python:-}" ]; then
  echo "gisgrid needs Python 3.11 or newer: install it, or say make PYTHON=/path/to/python3.x" >&2
  exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  source tools/apt.sh
  install_packages "Python's venv module" python3-venv
fi
"$python" -m venv .venv
# A Python's own pip may be too old for hash-pinned lists with extras.
.venv/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --only-binary :all: \
  -r requirements/pip.txt </dev/null
