#!/usr/bin/env bash
# Install one of the pinned lists into .venv, every file checked against its hash, and gisgrid itself.
set -euo pipefail
list=requirements/$1.txt
pip() { .venv/bin/python -m pip --disable-pip-version-check --quiet "$@" </dev/null; }
echo "installing $list into .venv"
pip install --require-hashes --only-binary :all: -r "$list"
echo "$PWD" > "$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/gisgrid.pth"
printf '#!/bin/sh\nexec "%s/.venv/bin/python" -m gisgrid.cli "$@"\n' "$PWD" > .venv/bin/gisgrid
chmod +x .venv/bin/gisgrid
