"""Who is beyond the scope comes back, and a connection that is used again tells nobody's scope."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from gisgrid import cases
from gisgrid.cases.service.sight import Reach
from gisgrid.kernel.db import bounded_engine_of, sessions_of
from gisgrid.kernel.errors import NotFound
from gisgrid.kernel.rows import beyond_scope, see_as
from gisgrid.run import Urls
from tests.integration.access.walls import as_web


def test_somebody_beyond_the_scope_comes_back_whatever_happens(tx: Session) -> None:
    with as_web(tx) as web:
        with pytest.raises(NotFound), beyond_scope(web):
            raise NotFound("nothing here")
        assert web.scalar(text("SELECT current_user")) == "gisgrid_app"
        with pytest.raises(DBAPIError), web.begin_nested(), beyond_scope(web):
            web.execute(text("SELECT 1/0"))
        assert web.scalar(text("SELECT current_user")) == "gisgrid_app"


def test_a_pooled_connection_keeps_nobody_s_scope(own_district: Urls) -> None:
    engine = bounded_engine_of(own_district.app, 1)
    sessions, count = sessions_of(engine), text("SELECT count(*) FROM case_file")
    with sessions.begin() as tx:
        cases.submit(tx, cases.NewReport(source=cases.Source.CITIZEN, text="路灯不亮"))
    with sessions.begin() as tx:
        see_as(tx, Reach(everything=True).told())
        assert tx.scalar(count) == 1
    with sessions.begin() as tx:
        assert tx.scalar(count) == 0
    with pytest.raises(DBAPIError), sessions.begin() as tx, beyond_scope(tx):
        tx.execute(text("SELECT 1/0"))
    with sessions.begin() as tx:
        assert tx.scalar(count) == 0
        assert tx.scalar(text("SELECT current_user")) == "gisgrid_app"
    engine.dispose()


def test_the_app_s_role_has_none_of_the_system_s_rights_by_itself(district_engine: Engine) -> None:
    with district_engine.connect() as connection:
        has = text("SELECT pg_has_role('gisgrid_app', 'gisgrid_system', 'USAGE')")
        assert connection.scalar(has) is False
