"""`gisgrid people` on a database of its own, for it really commits."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from gisgrid.cli.people import app
from gisgrid.identity import passwords
from gisgrid.identity.tables import Account
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.kernel.errors import NotFound
from gisgrid.kernel.settings import settings
from gisgrid.run import Urls


@pytest.fixture
def run(own_district: Urls, monkeypatch: pytest.MonkeyPatch) -> Iterator[CliRunner]:
    monkeypatch.setenv("GISGRID_DATABASE_URL", own_district.app)
    settings.cache_clear()
    yield CliRunner()
    settings.cache_clear()


def account(urls: Urls, login: str) -> Account:
    engine = engine_of(urls.app, pool_size=1)
    with sessions_of(engine)() as tx:
        found = tx.scalars(select(Account).where(Account.login == login)).one()
    engine.dispose()
    return found


def test_an_initial_password_is_shown_once_and_must_be_changed(
    run: CliRunner, own_district: Urls
) -> None:
    answer = run.invoke(app, ["reset-password", "leader"])
    assert answer.exit_code == 0, answer.output
    initial = answer.output.splitlines()[0].removeprefix("leader: ")
    found = account(own_district, "leader")
    assert found.must_change
    assert passwords.fits(found, initial)
    unknown = run.invoke(app, ["reset-password", "nobody"])
    assert isinstance(unknown.exception, NotFound)
