#!/usr/bin/env bash
# Ask the advisory databases about every pinned library, Python's and npm's. Fails when one of them
# is known to be vulnerable; says so, and does not fail, where no database can be reached.
set -uo pipefail
bin=.venv/bin
found=0
said=$(mktemp)
trap 'rm -f "$said"' EXIT

"$bin/uv" tool run --from 'pip-audit>=2.10,<3' pip-audit --require-hashes --disable-pip \
  --progress-spinner off --format json -r requirements/run.txt >"$said" 2>"$said.err"
"$bin/python" - "$said" <<'P' || found=1
import json, sys
text = open(sys.argv[1], encoding="utf-8").read()
try:
    asked = json.loads(text)["dependencies"]
except (ValueError, KeyError):
    sys.exit(print("skipped: pip-audit cannot be fetched or reaches no advisory database"))
known = [one for one in asked if "vulns" in one]
bad = [(one["name"], one["version"], v["id"], v["fix_versions"]) for one in known for v in one["vulns"]]
if not known:
    sys.exit(print("skipped: no advisory database for Python can be reached"))
print(*bad, sep="\n")
print(f"Python: {len(known)} of {len(asked)} libraries asked about, {len(bad)} advisories")
sys.exit(bool(bad))
P
rm -f "$said.err"

if (cd frontend && npm audit --omit dev --package-lock-only --json) >"$said" 2>/dev/null; then
  echo "npm: no advisories"
elif grep -q '"auditReportVersion"' "$said"; then
  (cd frontend && npm audit --omit dev --package-lock-only); found=1
else
  echo "skipped: no advisory database for npm can be reached"
fi
exit "$found"
