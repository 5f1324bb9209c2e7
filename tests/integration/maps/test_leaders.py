"""Who leads each area, as phones keep it."""

from collections.abc import Callable

from fastapi.testclient import TestClient
from sqlalchemy.orm import Session


def test_staff_are_told_one_leader_for_every_area_and_no_telephone(
    client: TestClient, district: Session, sign_in: Callable[[str], None]
) -> None:
    assert client.get("/api/leaders").status_code == 401
    sign_in("P0275")
    found = client.get("/api/leaders").json()
    codes = [one["area_code"] for one in found]
    assert len(codes) == len(set(codes)) > 48
    assert set(found[0]) == {
        *("area_code", "name", "name_en", "title", "title_en", "is_deputy"),
    }
