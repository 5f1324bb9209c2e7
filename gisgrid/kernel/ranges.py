"""Parts of a file that are asked for by bytes (RFC 9110, section 14)."""

import re
from dataclasses import dataclass
from typing import Final

from gisgrid.kernel.errors import Problem

ONE_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class NoSuchPart(Problem):
    """What is asked for begins beyond the end of the file."""

    status = 416
    title = "There is no such part of the file"


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes of a file: from the first to the last one, which is part of it."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """Return how many bytes that is."""
        return self.last - self.first + 1

    def of(self, size: int) -> str:
        """Write the part as Content-Range says it."""
        return f"bytes {self.first}-{self.last}/{size}"


def part_of(asked: str | None, size: int, most: int | None = None) -> Part | None:
    """Return the part that a Range header asks for, `most` bytes of it; None: the whole file.

    Several ranges at once, and what is no range of bytes, are answered with the whole file. The
    end of an open part is ours to choose.

    Raises:
        NoSuchPart: it begins beyond the end.
    """
    found = ONE_RANGE.fullmatch((asked or "").strip())
    first, last = found.groups() if found else ("", "")
    if (not first and not last) or (first and last and int(last) < int(first)):
        return None
    begin = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if begin > end:
        raise NoSuchPart(f"文件只有 {size} 字节 · the file has {size} bytes.", size=size)
    return Part(begin, min(end, begin + most - 1) if most else end)
