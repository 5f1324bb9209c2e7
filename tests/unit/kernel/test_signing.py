"""Nothing starts outside demo mode by a secret that everybody knows or guesses."""

import pytest
from pydantic import SecretStr

from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.sealing import DEMO_KEY
from gisgrid.kernel.settings import Settings
from gisgrid.kernel.signing import DEMO_SECRET, refuse_weak_secrets, require_secrets

GOOD = "nobody knows this one"


@pytest.mark.parametrize(
    ("secret", "data_key", "said"),
    [
        ("", GOOD, "set GISGRID_SECRET"),
        (DEMO_SECRET, "", "SECRET is the demo's"),
        (GOOD, DEMO_KEY, "DATA_KEY is the demo's"),
        ("short", "", "SECRET is shorter"),
        (GOOD, "short", "DATA_KEY is shorter"),
    ],
)
def test_a_weak_secret_is_refused_outside_demo_mode_alone(
    secret: str, data_key: str, said: str
) -> None:
    chosen = Settings(demo=False, secret=SecretStr(secret), data_key=SecretStr(data_key))
    with pytest.raises(Invalid, match=said):
        require_secrets(chosen)
    require_secrets(chosen.model_copy(update={"demo": True}))


def test_secrets_of_ones_own_are_good() -> None:
    require_secrets(Settings(demo=False, secret=SecretStr(GOOD), data_key=SecretStr(GOOD * 2)))


def test_who_starts_everything_may_leave_the_secret_to_us_but_set_no_weak_one() -> None:
    refuse_weak_secrets(Settings(demo=False, secret=SecretStr("")))
    with pytest.raises(Invalid, match="the demo's"):
        refuse_weak_secrets(Settings(demo=False, secret=SecretStr(DEMO_SECRET)))
