"""The real processes: what was accepted is finished, and no log line tells who anybody is."""

import json
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psycopg
from sqlalchemy import text

from gisgrid.identity import DEMO_PASSWORD
from gisgrid.kernel.db import engine_of
from gisgrid.run import Urls
from tests.serving import Serving, ended
from tests.waiting import until

IN_FLIGHT = 12
LAMP = {"text": "路灯不亮", "lon": 113.1826, "lat": 35.2420}
PERSONAL = (
    "13800138077",
    "138-0013-8077",
    "欧阳测试",
    "我家门口的暗号",
    "秘密备注",
    "no-such-login",
)
WAITING = text("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")


def test_what_was_accepted_before_sigterm_is_answered_and_written(
    own_district: Urls, tmp_path: Path
) -> None:
    serving = Serving(own_district, tmp_path)
    web = serving.web()
    with ended(web), ThreadPoolExecutor(IN_FLIGHT) as clients:
        until(serving.answers)
        with psycopg.connect(own_district.superuser.replace("+psycopg", "")) as gate:
            gate.execute("LOCK TABLE case_file IN ACCESS EXCLUSIVE MODE")
            said = [{**LAMP, "text": f"第 {n} 盏路灯不亮"} for n in range(IN_FLIGHT)]
            url = f"{serving.address}/api/reports"
            asked = [clients.submit(httpx.post, url, json=one, timeout=60) for one in said]
            until(lambda: stands(gate) >= 1)
            web.send_signal(signal.SIGTERM)
            until(lambda: not serving.answers())
            gate.rollback()
        answers = [one.result() for one in asked]
        assert [answer.status_code for answer in answers] == [201] * IN_FLIGHT
        assert web.wait(30) == -signal.SIGTERM
    engine = engine_of(own_district.app, 1)
    with engine.connect() as connection:
        numbers = {answer.json()["number"] for answer in answers}
        known = set(connection.scalars(text("SELECT number FROM case_file")))
    engine.dispose()
    assert len(numbers) == IN_FLIGHT
    assert numbers <= known


def stands(gate: psycopg.Connection) -> int:
    """Count who waits for the gate's lock."""
    row = gate.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
    return row[0] if row else 0


def test_logs_follow_a_request_into_its_jobs_and_tell_nothing_personal(
    own_district: Urls, tmp_path: Path
) -> None:
    serving = Serving(own_district, tmp_path, {"GISGRID_LOG_FORMAT": "json"})
    web, worker = serving.web(), serving.worker()
    with ended(web, worker):
        until(lambda: serving.answers("/ready"))
        with httpx.Client(base_url=serving.address) as anyone:
            live_a_day(anyone)
        engine = engine_of(own_district.app, 1)
        with engine.connect() as connection:
            until(lambda: connection.scalar(WAITING) == 0)
        engine.dispose()
    lines = [json.loads(line) for line in serving.said().splitlines()]
    assert not [word for word in PERSONAL if word in serving.said()]
    mine = [line for line in lines if line.get("request_id") == "the-report"]
    assert {line["logger"] for line in mine} == {"gisgrid.access", "gisgrid.worker"}
    assert any(str(line.get("job")).endswith("open_order") for line in mine)
    broken = [line for line in lines if line["level"] == "error"]
    assert broken == []


def live_a_day(anyone: httpx.Client) -> None:
    """Report, follow, sign in, take steps and be refused, with words that no log may hold."""
    who = {"name": "欧阳测试", "phone": "138-0013-8077"}
    said = {
        **LAMP,
        "text": "我家门口的暗号：路灯不亮",
        "reporter": who,
        "class_key": "component/0137",
    }
    receipt = anyone.post("/api/reports", json=said, headers={"X-Request-ID": "the-report"})
    assert receipt.status_code == 201, receipt.text
    anyone.post("/api/reports", json={"reporter": {"phone": "13800138077欧阳测试"}})
    anyone.post("/api/reports", json={**said, "text": "我家门口的暗号" * 900})
    anyone.post("/api/session", json={"login": "no-such-login", "password": "13800138077"})
    anyone.get("/api/duplicates", params={"lon": "欧阳测试", "lat": 1, "class_id": 1})
    signed = anyone.post("/api/session", json={"login": "dispatcher", "password": DEMO_PASSWORD})
    assert signed.status_code == 201
    number = receipt.json()["number"]
    anyone.get("/api/cases", params={"q": "13800138077"})
    anyone.post(f"/api/cases/{number}/steps", json={"action": "note", "note": "秘密备注"})
