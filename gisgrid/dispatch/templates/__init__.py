"""Pages that are printed, filled in with what a service found."""

from datetime import datetime

from jinja2 import Environment, PackageLoader, StrictUndefined

from gisgrid.kernel.settings import settings

_pages = Environment(
    loader=PackageLoader("gisgrid.dispatch", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def local(at: datetime | None) -> str:
    """Write a moment in the district's own time; a dash where there is none."""
    return f"{at.astimezone(settings().tz):%Y-%m-%d %H:%M}" if at else "—"


_pages.filters["local"] = local


def fill(name: str, **values: object) -> str:
    """Return a page with its values; whatever people wrote is escaped."""
    return _pages.get_template(name).render(**values)
