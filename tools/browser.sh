#!/usr/bin/env bash
# Make sure that there is a Chromium with Chinese fonts for the tests in a browser.
set -euo pipefail
if ! { command -v chromium && fc-list 2>/dev/null | grep -i 'noto.*cjk'; } >/dev/null; then
  source tools/apt.sh
  install_packages "a Chromium with Chinese fonts" chromium fonts-noto-cjk fontconfig || {
    echo "the tests in a browser are skipped" >&2
    exit 0
  }
fi
mkdir -p .gisgrid
touch .gisgrid/.browser
