"""A bar on standard error that says how far a command is."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, ProgressColumn


@contextmanager
def progress(*columns: ProgressColumn) -> Iterator[Progress]:
    """Show a bar while work lasts; of work that is refused it leaves nothing but the refusal."""
    with Progress(*columns, console=Console(stderr=True)) as bar:
        try:
            yield bar
        except BaseException:
            bar.live.transient = True
            bar.console.quiet = not bar.console.is_terminal
            raise
