"""Map keys: they read maps in their owner's scope, and open nothing else."""

from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid.identity.tables import Account, Person
from gisgrid.kernel import clock

ITEMS = "/ogc/collections/case/items"


@pytest.fixture
def key(district: Session, client: TestClient, sign_in: Callable[[str], None]) -> Any:
    sign_in(code_of(district, "dispatcher"))
    said = client.post("/api/me/map-keys", json={"name": "QGIS", "days": 30})
    assert said.status_code == 201, said.text
    client.cookies.clear()
    return said.json()


def code_of(tx: Session, login: str) -> str:
    asked = select(Person.code).join(Account, Account.person_id == Person.id)
    code: str = tx.scalars(asked.where(Account.login == login)).one()
    return code


def bearer(key: str) -> dict[str, str]:
    return {"authorization": f"Bearer {key}"}


def basic(key: str, name: str = "anybody") -> dict[str, str]:
    return {"authorization": f"Basic {b64encode(f'{name}:{key}'.encode()).decode()}"}


def test_a_key_reads_what_its_owner_may_see(client: TestClient, key: Any) -> None:
    assert client.get(ITEMS).status_code == 404
    for headers in (bearer(key["key"]), basic(key["key"])):
        assert client.get(ITEMS, headers=headers).status_code == 200
        assert client.get("/tiles/case/14/13330/6480.mvt", headers=headers).status_code == 200


def test_a_key_opens_nothing_else(client: TestClient, key: Any) -> None:
    for path in ("/api/cases", "/api/me", "/api/me/map-keys", "/api/sessions", "/api/here"):
        answer = client.get(path, params={"lon": 113.17, "lat": 35.24}, headers=bearer(key["key"]))
        if path != "/api/here":
            assert answer.status_code == 403, path
            assert answer.json()["type"] == "KeyOnlyReads"
    report = {"text": "路灯不亮", "lon": 113.17, "lat": 35.24}
    assert client.post("/api/reports", json=report, headers=bearer(key["key"])).status_code in {
        401,
        403,
    }


def test_a_key_is_kept_as_a_digest_and_shown_once(
    district: Session, client: TestClient, key: Any, sign_in: Callable[[str], None]
) -> None:
    sign_in(code_of(district, "dispatcher"))
    (listed,) = client.get("/api/me/map-keys").json()
    assert listed["name"] == "QGIS"
    assert key["key"] not in str(listed)


@pytest.mark.parametrize("wrong", ["ggm_nothing", "ggm_", "ggm_" + "x" * 43])
def test_a_wrong_key_is_refused(district: Session, client: TestClient, wrong: str) -> None:
    for headers in (bearer(wrong), basic(wrong)):
        answer = client.get(ITEMS, headers=headers)
        assert answer.status_code == 401


def test_a_key_ends_by_itself(client: TestClient, key: Any, at: Callable[[Any], None]) -> None:
    at(clock.now() + timedelta(days=30, seconds=1))
    assert client.get(ITEMS, headers=bearer(key["key"])).status_code == 401


def test_its_owner_ends_it(
    district: Session, client: TestClient, key: Any, sign_in: Callable[[str], None]
) -> None:
    sign_in(code_of(district, "unit-fg"))
    assert client.delete(f"/api/me/map-keys/{key['id']}").status_code == 404
    sign_in(code_of(district, "dispatcher"))
    assert client.delete(f"/api/me/map-keys/{key['id']}").status_code == 204
    client.cookies.clear()
    assert client.get(ITEMS, headers=bearer(key["key"])).status_code == 401


def test_signing_out_everywhere_ends_the_keys(
    district: Session, client: TestClient, key: Any, sign_in: Callable[[str], None]
) -> None:
    sign_in(code_of(district, "dispatcher"))
    assert client.delete("/api/sessions").status_code == 204
    client.cookies.clear()
    assert client.get(ITEMS, headers=bearer(key["key"])).status_code == 401
