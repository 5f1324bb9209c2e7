"""A grid officer on a round: what the tests of check-ins speak."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

NOW = datetime.fromisoformat("2026-11-23T09:30:00+08:00")
OWN = text("""
    SELECT DISTINCT ON (left(p.area_code, 9)) left(p.area_code, 9) AS street, n.code AS officer,
           n.name, t.id, ST_X(ST_PointOnSurface(t.geom)) AS lon,
           ST_Y(ST_PointOnSurface(t.geom)) AS lat
    FROM post p
    JOIN person n ON n.id = p.person_id
    JOIN area a ON a.code = p.area_code
    JOIN asset_area aa ON aa.lead
    JOIN area_shape s ON s.area_id = aa.area_id AND s.path @> ARRAY[a.id]
    JOIN asset t ON t.id = aa.asset_id AND t.kind = 'ebike_shed'
    WHERE p.role = 'grid_officer' AND p.deputy_for_id IS NULL
    ORDER BY left(p.area_code, 9), n.code, t.id
""")
CENTRE = text("""
    SELECT n.code FROM post p JOIN person n ON n.id = p.person_id
    WHERE p.role = :role AND p.area_code IS NULL ORDER BY p.code LIMIT 1
""")


class Walk:
    """A grid officer on a round, over HTTP."""

    def __init__(self, tx: Session, client: TestClient, sign_in: Callable[[str], None]) -> None:
        self.tx, self.client, self.sign_in = tx, client, sign_in
        self.own, self.other = tx.execute(OWN).all()[:2]

    def as_role(self, role: str) -> "Walk":
        self.sign_in(str(self.tx.scalar(CENTRE, {"role": role})))
        return self

    def checks(self, key: str | None = None, **said: Any) -> Any:
        self.sign_in(self.own.officer)
        body = {"asset_id": self.own.id, "result": "normal", "at": NOW.isoformat()}
        here = {"lon": self.own.lon, "lat": self.own.lat, "accuracy_m": 8.0}
        headers = {"Idempotency-Key": key} if key else {}
        return self.client.post("/api/check-ins", json=body | here | said, headers=headers)

    def taken(self, **said: Any) -> dict[str, Any]:
        answer = self.checks(**said)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def history(self, asset_id: int | None = None, **asked: Any) -> dict[str, Any]:
        answer = self.client.get(f"/api/assets/{asset_id or self.own.id}/check-ins", params=asked)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def due(self, **asked: Any) -> dict[str, Any]:
        answer = self.client.get("/api/check-ins/due", params=asked)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())
