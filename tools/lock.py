"""Pin every dependency of pyproject.toml with its hashes: requirements/{pip,run,dev,bench}.txt."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LISTS = {
    "pip": ("--group", "pip"),
    "run": ("pyproject.toml",),
    "dev": ("pyproject.toml", "--group", "dev"),
    "bench": ("pyproject.toml", "--group", "dev", "--group", "bench"),
}
"""What each list holds; the installer comes first, and by itself."""


def main() -> int:
    """Write the four lists."""
    for name, chosen in LISTS.items():
        done = subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-m", "uv", "pip", "compile", *chosen,
             "--quiet", "--upgrade", "--generate-hashes", "--no-emit-index-url",
             "--python-version", "3.11", "-o", f"requirements/{name}.txt"],
            cwd=ROOT, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
