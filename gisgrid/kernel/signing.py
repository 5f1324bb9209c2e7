"""The secret that signs what people are handed: links, tokens, references."""

from typing import Final

from gisgrid.kernel.settings import settings

DEMO_SECRET: Final = "the demo district has no secrets"  # noqa: S105 - and says so


def secret() -> str:
    """Return the secret that signs links; only the demo has one that everybody knows."""
    chosen = settings().secret.get_secret_value()
    if not chosen and not settings().demo:
        raise LookupError("GISGRID_SECRET is not set: links cannot be signed")
    return chosen or DEMO_SECRET
