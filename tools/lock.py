"""Pin every dependency of pyproject.toml with its hashes: requirements/{run,dev,bench}.txt."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LISTS = {"run": (), "dev": ("dev",), "bench": ("dev", "bench")}


def main() -> int:
    """Write the three lists; each holds what the one before holds, and more."""
    for name, groups in LISTS.items():
        chosen = [word for group in groups for word in ("--group", group)]
        done = subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *chosen,
             "--quiet", "--upgrade", "--generate-hashes", "--no-emit-index-url",
             "--python-version", "3.11", "-o", f"requirements/{name}.txt"],
            cwd=ROOT, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
