"""What words may hold that people type: a line, or a text of several, and no control characters.

A terminal obeys control characters and a page shows nothing of them; PostgreSQL keeps no NUL.
"""

import re
from typing import Annotated, Final

from pydantic import StringConstraints

CONTROL: Final = r"\x00-\x1F\x7F"
LINE: Final = rf"^[^{CONTROL}]*$"
"""One line: no control characters at all."""
TEXT: Final = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F]*$"
"""Plain text: no control characters but tabs and ends of lines."""
Line = Annotated[str, StringConstraints(strip_whitespace=True, pattern=LINE)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, pattern=TEXT)]
UNWRITABLE: Final = re.compile(rf"[{CONTROL}\ud800-\udfff]")
"""Control characters, and what a terminal sent that is no text."""


def line_fault(said: str, longest: int) -> str | None:
    """Say what keeps words from being a line of so many characters; None: nothing does."""
    if len(said) > longest:
        return f"超过 {longest} 字 · is longer than {longest} characters."
    if UNWRITABLE.search(said):
        return "含有控制字符 · holds control characters."
    return None
