"""The secret that signs what people are handed: links, tokens, references."""

from typing import Final

from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.settings import Settings, settings

DEMO_SECRET: Final = "the demo district has no secrets"  # noqa: S105 - and says so
SHORTEST: Final = 12
"""So many characters a secret has at least, outside demo mode."""


def secret() -> str:
    """Return the secret that signs links; only the demo has one that everybody knows."""
    chosen = settings().secret.get_secret_value()
    if not chosen and not settings().demo:
        raise LookupError("GISGRID_SECRET is not set: links cannot be signed")
    return chosen or DEMO_SECRET


def require_secrets(chosen: Settings) -> None:
    """Let no program serve outside demo mode without a secret, or by a weak one.

    Raises:
        Invalid: the secret is missing, or as `refuse_weak_secrets`.
    """
    if not (chosen.demo or chosen.secret.get_secret_value()):
        raise Invalid("set GISGRID_SECRET: outside demo mode it signs the links people follow")
    refuse_weak_secrets(chosen)


def refuse_weak_secrets(chosen: Settings) -> None:
    """Let nothing start outside demo mode by secrets that everybody knows or guesses.

    Raises:
        Invalid: a secret that was set is the demo's or too short.
    """
    for name, value in (("SECRET", chosen.secret), ("DATA_KEY", chosen.data_key)):
        said = value.get_secret_value()
        if chosen.demo or not said:
            continue
        if said == DEMO_SECRET:
            raise Invalid(f"GISGRID_{name} is the demo's, which everybody knows: make your own")
        if len(said) < SHORTEST:
            raise Invalid(f"GISGRID_{name} is shorter than {SHORTEST} characters")
