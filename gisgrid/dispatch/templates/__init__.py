"""Pages that are printed, filled in with what a service found."""

import base64
import hashlib
import re
from datetime import datetime
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from gisgrid.kernel.settings import settings

OWN = r"<(?:style|script)>(.*?)</(?:style|script)>"
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


def rules_of(name: str) -> dict[str, str]:
    """Return a page's headers: its own style and script run, and nothing that people wrote."""
    source = files("gisgrid.dispatch.templates").joinpath(name).read_text(encoding="utf-8")
    style, script = (_hashed(found) for found in re.findall(OWN, source, re.DOTALL))
    policy = (
        "default-src 'none'", "img-src 'self'", f"style-src {style}", f"script-src {script}",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'self'",
    )  # fmt: skip
    return {"Content-Security-Policy": "; ".join(policy), "X-Content-Type-Options": "nosniff"}


def _hashed(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def fill(name: str, **values: object) -> str:
    """Return a page with its values; whatever people wrote is escaped."""
    return _pages.get_template(name).render(**values)
