"""A voice note in a real browser: recorded, heard again, kept without a network, played.

The microphone is Chromium's own, which beeps once a second.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Playwright, expect

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.driver import Desk
from tests.browser.officer_desk import Officer
from tests.browser.test_access import AXE, violations
from tests.browser.test_offline import HOME, cases_of, dispatcher
from tests.clips import needs_ffmpeg, voice

pytestmark = [
    pytest.mark.browser,
    needs_ffmpeg,
]
PLACE = "113.168,35.235"
HEARS = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
LASTS = """one => new Promise((resolve) => {
    if (one.readyState) resolve(one.duration)
    else one.onloadedmetadata = () => resolve(one.duration)
})"""


@pytest.fixture(scope="module")
def hearing(playwright: Playwright) -> Iterator[Browser]:
    """A browser with a microphone."""
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}")
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *HEARS])
    yield started
    started.close()


@pytest.fixture
def heard(hearing: Browser, site: str) -> Iterator[Callable[..., Desk]]:
    """Open the web app where there is a microphone."""
    opened: list[Desk] = []

    def at_desk() -> Desk:
        opened.append(Desk.anew(hearing, site, wide=False, lang="zh"))
        opened[-1].context.grant_permissions(["geolocation", "microphone"])
        return opened[-1]

    yield at_desk
    for one in opened:
        one.close()
    for one in opened:
        assert one.elsewhere == []
        assert one.complaints == []


def speak(desk: Desk) -> None:
    """Record for a second or so."""
    desk.page.locator("[data-record]").click()
    expect(desk.page.locator("[data-stop]")).to_contain_text("0:01")
    desk.page.locator("[data-stop]").click()
    desk.page.locator("[data-voice=sent]").wait_for()


def seconds(sound: Locator) -> float:
    """Return how long a sound is, once the browser knows."""
    sound.scroll_into_view_if_needed()
    return float(sound.evaluate(LASTS))


def speak_a_step_without_a_network(officer: Officer, of: str) -> None:
    """Say what was seen there again, on a case by its words, and come back into the network."""
    officer.begin_again()
    officer.page.locator(".cases a", has_text=of).click()
    officer.desk.begin("note")
    expect(officer.page.locator("#step-note")).to_be_in_viewport()
    expect(officer.page.locator(".bar")).to_be_in_viewport()
    officer.lose_network()
    speak(officer.desk)
    officer.desk.fill(note="现场复看")
    officer.desk.confirm()
    expect(officer.desk.panel().locator(".kept")).to_be_visible()
    officer.find_network()
    officer.delivered()


@pytest.mark.long
def test_a_citizen_says_it_and_who_handles_it_hears_it(
    heard: Callable[..., Desk], desk: Callable[..., Desk]
) -> None:
    citizen = heard().open("/report", at=PLACE)
    speak(citizen)
    expect(citizen.page.locator("[data-voice] audio")).to_be_visible()
    citizen.page.locator("[data-voice] .remove").click()
    speak(citizen)
    if AXE.exists():
        assert violations(citizen, "report") == []
    number = citizen.report("路灯不亮")
    citizen.page.locator("[data-follow]").click()
    assert 0.5 < seconds(citizen.panel().locator("audio")) < 60

    unit = desk(lang="en").enter("unit-cg").open(f"/cases/{number}")
    assert 0.5 < seconds(unit.panel().locator(".text + .voices audio")) < 60
    expect(unit.panel().locator(".photos")).to_have_count(0)
    if AXE.exists():
        assert violations(unit, "case") == []


@pytest.mark.long
def test_without_a_network_voice_notes_wait_with_their_report_and_step(
    heard: Callable[..., Desk], site: str
) -> None:
    officer = Officer(heard(), HOME)
    officer.desk.context.grant_permissions(["geolocation", "microphone"])
    officer.begin()
    officer.carry_along("/api/grid/editions/", "/api/leaders", "/api/classes")
    officer.page.locator("[data-without-photo]").click()
    officer.lose_network()
    speak(officer.desk)
    officer.say("断网时录了语音")
    officer.send()
    expect(officer.page.locator("[data-kept]")).to_be_visible()
    officer.find_network()
    officer.delivered()
    (found,) = cases_of(site, "断网时录了语音")
    with dispatcher(site) as client:
        (report,) = client.get(f"/api/cases/{found['number']}").json()["reports"]
    assert [name.partition(":")[0] for name in report["photos"]] == ["voice"]
    assert report["pictures"][0]["voice"]

    speak_a_step_without_a_network(officer, "断网时录了语音")
    heard_on = officer.desk.panel().locator(".steps li", has_text="现场复看").locator("audio")
    assert 0.5 < seconds(heard_on) < 60


def test_where_nothing_records_a_recording_is_chosen_and_what_is_none_is_refused(
    heard: Callable[..., Desk],
) -> None:
    citizen = heard()
    citizen.context.add_init_script("delete window.MediaRecorder")
    citizen.open("/report", at=PLACE)
    chosen = citizen.page.locator("#voice")
    chosen.set_input_files({"name": "x.mp3", "mimeType": "audio/mpeg", "buffer": b"ID3 nothing"})
    expect(citizen.page.locator("[data-voice=refused]")).to_contain_text("MP3")
    citizen.complaints[:] = [one for one in citizen.complaints if "415" not in one]
    note = {"name": "note.m4a", "mimeType": "audio/mp4", "buffer": voice()}
    chosen.set_input_files(note)  # type: ignore[arg-type]
    citizen.page.locator("[data-voice=sent]").wait_for()
