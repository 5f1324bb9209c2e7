#!/usr/bin/env bash
# Make sure that ffmpeg is here: without it everything works but short videos, which are refused.
set -euo pipefail
if ! command -v ffmpeg >/dev/null || ! command -v ffprobe >/dev/null; then
  source tools/apt.sh
  install_packages "ffmpeg" ffmpeg || echo "short videos are not taken in" >&2
fi
mkdir -p .gisgrid
touch .gisgrid/.ffmpeg
