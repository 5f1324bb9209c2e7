#!/usr/bin/env bash
# Make sure that there is a PostgreSQL with PostGIS for the private cluster.
set -euo pipefail
[ -n "${GISGRID_DATABASE_URL:-}" ] && exit 0
.venv/bin/python -m gisgrid.run.doctor >/dev/null 2>&1 && exit 0
source tools/apt.sh
install_packages "PostgreSQL with PostGIS" postgresql-postgis \
  || { echo "Or set GISGRID_DATABASE_URL to a PostgreSQL 15+ with PostGIS 3.3+." >&2; exit 1; }
.venv/bin/python -m gisgrid.run.doctor
