"""Run one of the system's tools within limits: a program of its own, which trusts nobody.

Run as `python -I confiner.py '<limits as JSON>' TOOL…`; it becomes the tool, with an empty
environment and limits that are set before the tool reads its first byte.
"""

import json
import os
import resource
import sys

NICE = 10


def main() -> None:
    """Set the limits and become the tool."""
    most = json.loads(sys.argv[1])
    limits = {
        resource.RLIMIT_AS: most["memory"],
        resource.RLIMIT_CPU: most["cpu_s"],
        resource.RLIMIT_FSIZE: most["output"],
        resource.RLIMIT_NOFILE: 32,
        resource.RLIMIT_CORE: 0,
    }
    for what, bound in limits.items():
        resource.setrlimit(what, (bound, bound))
    os.nice(NICE)
    os.execve(sys.argv[2], sys.argv[2:], {})  # noqa: S606 # nosec B606 - a tool by its path


if __name__ == "__main__":
    main()
