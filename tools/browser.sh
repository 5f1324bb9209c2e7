#!/usr/bin/env bash
# Make sure that there is a Chromium with Chinese fonts for the tests in a browser, and the one
# library that the program which drives it (Playwright's Node) takes from the system.
set -euo pipefail
has_all() {
  command -v chromium && fc-list 2>/dev/null | grep -i 'noto.*cjk' &&
    PATH=$PATH:/sbin ldconfig -p | grep 'libatomic\.so\.1'
}
if ! has_all >/dev/null; then
  source tools/apt.sh
  install_packages "a Chromium with Chinese fonts" chromium fonts-noto-cjk fontconfig libatomic1 || {
    echo "the tests in a browser are skipped" >&2
    exit 0
  }
fi
mkdir -p .gisgrid
touch .gisgrid/.browser
