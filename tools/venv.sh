#!/usr/bin/env bash
# Make .venv with a Python from 3.11 on; the system's venv package is installed when it is missing.
set -euo pipefail
python=${1:-}
if [ -z "$python" ] || ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "gisgrid needs Python 3.11 or newer: install it, or say make PYTHON=/path/to/python3.x" >&2
  exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  source tools/apt.sh
  install_packages "Python's venv module" python3-venv
fi
"$python" -m venv .venv
