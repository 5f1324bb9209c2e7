"""Photos in a real browser: chosen, sent, seen small and large, refused with a sentence."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.driver import Desk
from tests.clips import clip, needs_ffmpeg
from tests.photos import jpeg, with_exif

pytestmark = pytest.mark.browser
AtDesk = Callable[..., Desk]
PLACE = "113.168,35.235"
DRAWN = "one => one.complete && one.naturalWidth"


def drawn(image: Locator) -> int:
    """Return how wide a picture really is, once it is there."""
    image.scroll_into_view_if_needed()
    expect(image).to_have_js_property("complete", value=True)
    return int(image.evaluate(DRAWN))


@pytest.mark.parametrize(
    ("lang", "wide"),
    [("zh", False), pytest.param("en", True, marks=pytest.mark.long)],
    ids=["phone", "desk"],
)
def test_a_photo_goes_with_a_report_and_is_seen_by_who_follows_and_who_handles(
    desk: AtDesk, lang: str, wide: bool
) -> None:
    citizen = desk(lang=lang, wide=wide).open("/report", at=PLACE)
    citizen.upload("photos", jpeg())
    assert drawn(citizen.page.locator("[data-photo=sent] img")) == 320
    number = citizen.report("路灯不亮")
    citizen.page.locator("[data-follow]").click()
    assert drawn(citizen.panel().locator(".photos img")) == 320

    unit = desk(lang=lang).enter("unit-cg").open(f"/cases/{number}")
    photos = unit.panel().locator(".photos img")
    assert drawn(photos.first) == 320
    photos.first.click()
    assert drawn(unit.page.locator("img.large:visible")) == 640
    unit.page.locator(".el-dialog [data-share]").click()
    link = unit.page.locator("input[data-link]").input_value()
    assert citizen.context.request.get(link).headers["content-type"] == "image/jpeg"
    unit.page.keyboard.press("Escape")
    unit.take("sign_in")
    unit.take("feedback", note="灯泡已换", photos=jpeg("navy"))
    assert drawn(unit.panel().locator(".steps .photos img")) == 320


def test_what_is_no_photo_is_refused_and_taken_away_again(desk: AtDesk) -> None:
    page = desk().open("/report", at=PLACE)
    page.upload("photos", b"<svg onload='alert(1)'/>", "x.jpg")
    refused = page.page.locator("[data-photo=refused]")
    expect(refused).to_contain_text("不接收 SVG")
    refused.locator("button").click()
    expect(refused).to_have_count(0)
    page.complaints[:] = [one for one in page.complaints if "415" not in one]
    page.upload("photos", jpeg())
    page.page.locator("[data-photo=sent] button").click()
    expect(page.page.locator("[data-photo]")).to_have_count(0)


def test_where_the_photo_was_taken_is_offered_as_the_place(desk: AtDesk) -> None:
    page = desk().open("/report")
    page.upload("photos", with_exif(113.168, 35.235))
    page.page.locator("[data-use-place]").click()
    expect(page.page).to_have_url(re.compile(r"at=113\.168"))
    page.page.locator("[data-photo=sent] button").click()
    page.upload("photos", with_exif(113.168, 35.25))
    expect(page.page.locator("[data-photo=sent]")).to_contain_text("拍摄处距此点 1.7")


@needs_ffmpeg
def test_a_video_goes_with_a_report_and_is_watched_where_it_is_sought(desk: AtDesk) -> None:
    citizen = desk().open("/report", at=PLACE)
    citizen.upload("photos", clip(), "IMG_2.mp4")
    assert drawn(citizen.page.locator("[data-photo=sent] .moves img")) == 320
    citizen.report("路灯不亮")
    citizen.page.locator("[data-follow]").click()
    poster = citizen.panel().locator(".photos .moves img")
    assert drawn(poster) == 320
    poster.click()
    film = citizen.page.locator("video.large")
    sought = "film => { film.currentTime = 1.5; return new Promise(done => film.onseeked = done) }"
    film.evaluate(f"(film) => ({sought})(film).then(() => true)")
    assert film.evaluate("film => Math.round(film.duration)") == 2
    assert film.evaluate("film => film.videoWidth") == 320
