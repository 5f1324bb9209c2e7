"""What an operator asks: does it live, is it ready, how is it doing; and who may ask."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.kernel.settings import Settings
from gisgrid.web import create_app

SEEN = text(
    "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - :ago * interval '1s')"
)
LOOPBACK = ("127.0.0.1", 50000)


@pytest.fixture
def near(sessions: sessionmaker[Session]) -> TestClient:
    chosen = Settings(demo=True, metrics_token="a token")
    return TestClient(create_app(sessions, chosen), client=LOOPBACK)


def beat(tx: Session, ago: int) -> None:
    tx.execute(SEEN, {"ago": ago})
    tx.commit()


def test_it_lives_though_the_database_does_not() -> None:
    sessions = sessions_of(engine_of("postgresql+psycopg://nobody@127.0.0.1:1/none", 1))
    client = TestClient(create_app(sessions, Settings(demo=True)))
    assert client.get("/health").json() == {"status": "ok"}
    answer = client.get("/ready")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")


def test_it_is_ready_with_its_shape_and_a_worker_that_was_seen(
    client: TestClient, tx: Session
) -> None:
    assert client.get("/ready").json()["wanting"] == ["worker"]
    beat(tx, ago=60)
    assert client.get("/ready").json()["wanting"] == ["worker"]
    beat(tx, ago=1)
    assert client.get("/ready").json() == {"status": "ready"}


def test_another_shape_of_the_database_is_not_ready(client: TestClient, tx: Session) -> None:
    beat(tx, ago=1)
    tx.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    tx.commit()
    assert client.get("/ready").json()["wanting"] == ["migrations"]


def test_the_figures_name_routes_not_addresses(near: TestClient, tx: Session) -> None:
    near.get("/api/reports/a-secret-token")
    page = near.get("/metrics").text
    assert 'route="/api/reports/{token}"' in page
    assert "a-secret-token" not in page
    assert 'gisgrid_jobs{status="todo"} 0.0' in page
    assert "gisgrid_oldest_job_seconds 0.0" in page
    assert "gisgrid_cases_unrouted 0.0" in page


def test_the_figures_count_the_cases_that_nobody_answers_for(
    district: Session, near: TestClient
) -> None:
    near.post("/api/reports", json={"text": "不知道怎么了"})
    lines = dict(
        line.rsplit(" ", 1) for line in near.get("/metrics").text.splitlines() if line[0] != "#"
    )
    assert float(lines["gisgrid_cases_unrouted"]) == 1


@pytest.mark.parametrize(
    ("client_at", "headers", "status"),
    [
        (LOOPBACK, {}, 200),
        (("::1", 1), {}, 200),
        (("192.0.2.7", 1), {}, 403),
        (("testclient", 1), {}, 403),
        (LOOPBACK, {"X-Forwarded-For": "192.0.2.7"}, 403),
        (("192.0.2.7", 1), {"Authorization": "Bearer a token"}, 200),
        (("192.0.2.7", 1), {"Authorization": "Bearer another"}, 403),
    ],
)
def test_only_this_machine_or_the_token_reads_the_figures(
    sessions: sessionmaker[Session],
    client_at: tuple[str, int],
    headers: dict[str, str],
    status: int,
) -> None:
    app = create_app(sessions, Settings(demo=True, metrics_token="a token"))
    assert TestClient(app, client=client_at).get("/metrics", headers=headers).status_code == status


def test_an_empty_token_opens_nothing(sessions: sessionmaker[Session]) -> None:
    far = TestClient(create_app(sessions, Settings(demo=True)), client=("192.0.2.7", 1))
    assert far.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 403


def test_answers_say_how_they_are_to_be_kept_and_carry_the_request_s_id(client: TestClient) -> None:
    answer = client.get("/api/me", headers={"X-Request-ID": "abc-1"})
    assert answer.headers["x-request-id"] == "abc-1"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    odd = client.get("/api/me", headers={"X-Request-ID": "a b"}).headers["x-request-id"]
    assert len(odd) == 32


def test_every_route_tells_its_whole_address() -> None:
    """Audit and figures name a request by its route: one included in another loses its prefix."""
    app = create_app(sessionmaker(), Settings(demo=True))
    inner = [getattr(one, "original_router", None) for one in app.routes]
    declared = {getattr(route, "path", "") for one in inner if one for route in one.routes}
    lost = set(app.openapi()["paths"]) - declared
    assert lost == set(), "give these routers their whole prefix and put them into ROUTERS"
