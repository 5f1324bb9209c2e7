"""One point at a time, in plain Python integers: the same rule as `bulk`, in a microsecond."""

from gisgrid.grid.locator.cells import MASK, PAGE, Cells
from gisgrid.grid.locator.lattice import HALF_TURN, TURN, UNITS, quantise_one
from gisgrid.grid.locator.rim import first_met
from gisgrid.grid.locator.segments import ACROSS
from gisgrid.kernel.datum import check


class OnePoint:
    """Answers for single points from memory views, without NumPy's cost per call."""

    __slots__ = ("_cells", "_directory", "_frame", "_meridian", "_value")

    def __init__(self, cells: Cells, meridian: int) -> None:
        f = cells.frame
        self._cells, self._meridian = cells, meridian * UNITS
        self._frame = (f.level, f.i0, f.j0, f.columns, f.rows, f.page_rows)
        self._directory = cells.directory.data
        self._value = cells.value.data

    def face(self, lon: float, lat: float) -> int:
        """Return the face of a point given in degrees, 0 outside."""
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            check(lon, lat)
        x, y = round(lon * 1e7), round(lat * 1e7)
        if self._meridian:
            x = self.seen(x)
        level, i0, j0, columns, rows, page_rows = self._frame
        i, j = (x >> level) - i0, (y >> level) - j0
        if not (0 <= i < columns and 0 <= j < rows):
            return 0
        page = self._directory[(i >> PAGE) * page_rows + (j >> PAGE)]
        value = self._value[page << 2 * PAGE | (i & MASK) << PAGE | (j & MASK)]
        return value if value >= 0 else self._resolved(~value, x, y)

    def seen(self, x: int) -> int:
        """Return a longitude in units as counted from the coverage's meridian.

        From the meridian 0 it is itself: 180 stays 180, where a coverage may end.
        """
        if not self._meridian:
            return x
        return (x - self._meridian + HALF_TURN) % TURN - HALF_TURN

    def units(self, lon: float, lat: float) -> tuple[int, int]:
        """Return a point's lattice coordinates in the coverage's frame."""
        x, y = quantise_one(lon, lat)
        return self.seen(x), y

    def _resolved(self, mixed: int, x: int, y: int) -> int:
        level = self._frame[0]
        west, south = x >> level << level, y >> level << level
        first, count, face = self._cells.mixed[mixed].tolist()
        numbers = self._cells.entry[first : first + count]
        rows = self._cells.segment[numbers].tolist()
        for row in rows:
            if _crosses(row, x, y, west, south):
                face ^= row[ACROSS]
        return face or _pulled_inside([row for row in rows if _touches(row, x, y)], x, y)


def _pulled_inside(touched: list[list[int]], x: int, y: int) -> int:
    return first_met(touched, x, y) if touched else 0


def _crosses(row: list[int], x: int, y: int, west: int, south: int) -> bool:
    """Tell whether a segment crosses the way west and then south to the cell's corner."""
    x0, y0, x1, y1 = row[:4]
    turn = _is_left(row, west, y)
    level_way = (y0 > y) != (y1 > y) and _is_left(row, x, y) != turn
    down_way = (x0 > west) != (x1 > west) and _is_left(row, west, south) != turn
    return level_way != down_way


def _is_left(row: list[int], x: int, y: int) -> bool:
    x0, y0, x1, y1 = row[:4]
    cross = (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)
    return cross > 0 or (cross == 0 and y0 == y1)


def _touches(row: list[int], x: int, y: int) -> bool:
    x0, y0, x1, y1 = row[:4]
    if not (y0 <= y <= y1 and min(x0, x1) <= x <= max(x0, x1)):
        return False
    return (x1 - x0) * (y - y0) == (y1 - y0) * (x - x0)
