#!/usr/bin/env bash
# Make sure that GDAL's tools are here: the tests connect with them as QGIS does.
set -euo pipefail
if ! command -v ogrinfo >/dev/null; then
  source tools/apt.sh
  install_packages "GDAL's tools" gdal-bin || {
    echo "the tests with GDAL are skipped" >&2
    exit 0
  }
fi
mkdir -p .gisgrid
touch .gisgrid/.gdal
