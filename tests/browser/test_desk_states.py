"""Every state of the record page is accessible; focus goes in order; what changes is said."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import accessible
from tests.browser.test_desk import CLAIMED, DOUBTFUL, FREE, record  # noqa: F401 - a fixture

LOOKS = [("ko", "light", 1024), ("en", "dark", 1440), ("ko", "dark", 3840)]
# What sending.js does when a decision in the background does not arrive.
UNFINISHED = """() => {
    const found = (name) => document.getElementById(name);
    const line = found("say-unfinished").content.firstElementChild.cloneNode(true);
    line.querySelector("b").textContent = "K-000001";
    line.querySelector("[data-why]").textContent = found("say-no-answer").content.textContent;
    line.querySelector("a").href = "/records/1/";
    found("unfinished").append(line);
}"""
TAKEN = """
from review.models import LicenseRecord
from review.services import assignment
from review.workflow import Role
from tests import builders
other = builders.person(Role.REVIEWER, name="taker-{pk}")
assignment.take_over(LicenseRecord.objects.get(pk={pk}), by=other, reason="urgent")
"""


def revealed(page, site, pk):
    page.focus("#accept button")
    page.keyboard.press("KeyU")
    expect(page.locator("#f-Number")).not_to_have_attribute("readonly", "")


def taken_over(page, site, pk):
    site.run(TAKEN.format(pk=pk))
    page.reload()
    expect(page.locator("#claim")).to_contain_text(f"taker-{pk}")


def offline(page, site, pk):
    page.route("**/fields/**", lambda route: route.abort("internetdisconnected"))
    page.fill("#f-ID", "B8K3MP")
    page.keyboard.press("Enter")
    expect(page.locator("#unsent")).to_be_visible()


def invalid(page, site, pk):
    page.fill("#f-DateOfIssue", "2011.02.30")
    page.keyboard.press("Enter")
    expect(page.locator("#field-DateOfIssue [role=alert]")).to_be_visible()


def unfinished(page, site, pk):
    page.evaluate(UNFINISHED)
    expect(page.locator("#unfinished .banner")).to_be_visible()


def signed_out(page, site, pk):
    page.context.clear_cookies(name="sessionid")
    page.reload()
    expect(page.locator("[name=login]")).to_be_visible()


def overview(page, site, pk):
    page.focus("#accept button")
    page.keyboard.press("Shift+Slash")
    expect(page.locator("#keys")).to_be_visible()


def trail(page, site, pk):
    page.focus("#accept button")
    page.keyboard.press("KeyI")
    expect(page.locator("#drawer")).to_be_visible()


def rejecting(page, site, pk):
    page.focus("#accept button")
    page.keyboard.press("KeyR")
    expect(page.locator("details[data-key=reject] form")).to_be_visible()


def looking(page, site, pk):
    for key in ("KeyL", "KeyM", "KeyQ", "KeyW", "Equal"):
        page.focus("#accept button")
        page.keyboard.press(key)
    expect(page.locator(".view.loupe.dim.lit .glass")).to_be_visible()


STATES = (revealed, offline, invalid, unfinished, overview, trail, rejecting, looking,
          taken_over, signed_out)  # fmt: skip


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
def test_every_state_is_accessible(desk, site, record, language, scheme, width):  # noqa: F811
    viewport = {"width": width, "height": width * 10 // 16}
    page = desk("reviewer", language=language, color_scheme=scheme, viewport=viewport)
    page.goto(record(DOUBTFUL, FREE))
    accessible(page, "free")
    address = record(DOUBTFUL, CLAIMED)
    pk = address.strip("/").split("/")[-1]
    for state in STATES:
        page.goto(address)
        state(page, site, pk)
        accessible(page, state.__name__)
        page.unroute("**/fields/**")
        page.evaluate("window.onbeforeunload = null")
    page.complaints.clear()


def test_four_times_as_large_nothing_runs_out_of_the_page(desk, record):  # noqa: F811
    page = desk("reviewer", viewport={"width": 320, "height": 256})
    for address in (record(DOUBTFUL), "/queue/", "/upload/", "/me/", "/profile/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, address
        accessible(page, address)


def test_without_a_script_nothing_is_offered_that_needs_one(desk, record):  # noqa: F811
    page = desk("reviewer", java_script_enabled=False)
    page.goto(record(DOUBTFUL))

    expect(page.get_by_role("button", name="Turn right")).to_be_visible()
    for name in ("Zoom in", "Loupe", "Full screen", "Keys", "Switch light and dark"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)


def test_the_profile_is_accessible(desk):
    for language, scheme in (("ko", "light"), ("en", "dark")):
        page = desk("reviewer", language=language, color_scheme=scheme)
        page.goto("/profile/")
        accessible(page, "profile")
        page.get_by_role("button", name="Save" if language == "en" else "저장").press("Enter")
        page.goto("/profile/")


def test_focus_goes_from_the_picture_over_the_fields_to_the_bar(desk, record):  # noqa: F811
    page = desk("reviewer")
    page.goto(record(DOUBTFUL))
    page.focus(".head a")
    seen = []
    for _ in range(80):
        page.keyboard.press("Tab")
        place = page.evaluate(
            "[...document.querySelectorAll('.head, .look, .fields, .bar')]"
            ".find((part) => part.contains(document.activeElement))?.className.split(' ')[0] ?? ''"
        )
        if not seen or seen[-1] != place:
            seen.append(place)
        if place == "":
            break
    assert seen[:4] == ["head", "look", "fields", "bar"]


def test_what_is_saved_and_refused_is_said(desk, record):  # noqa: F811
    page = desk("reviewer")
    page.goto(record(DOUBTFUL))

    page.fill("#f-ID", "B8K3MP")
    page.keyboard.press("Enter")
    expect(page.locator("#saved[role=status]")).to_contain_text("Saved")
    page.fill("#f-DateOfIssue", "2011.02.30")
    page.keyboard.press("Enter")
    expect(page.locator("#field-DateOfIssue [role=alert]")).to_contain_text("has no day 30")


def test_focus_in_a_field_moves_highlight_and_picture_and_a_click_leads_back(desk, record):  # noqa: F811
    page = desk("reviewer")
    page.goto(record(DOUBTFUL))
    drawing = page.locator(".view > svg").first
    page.get_by_role("button", name="Zoom in").click(click_count=4)
    page.focus("#f-Type")
    before = drawing.get_attribute("viewBox")

    page.focus("#f-Address")

    expect(page.locator("[data-spot=Address]")).to_have_class("on")
    assert drawing.get_attribute("viewBox") != before
    page.get_by_role("button", name="Reset").click()
    box = page.locator("[data-spot=Address] .mark").bounding_box()
    page.focus("#f-Type")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#f-Address")).to_be_focused()


def test_two_fingers_zoom_and_arrow_keys_move_the_picture(desk, record):  # noqa: F811
    page = desk("reviewer", has_touch=True)
    page.goto(record(DOUBTFUL))
    drawing = page.locator(".view > svg").first
    box = drawing.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)
    for kind, apart in (("touchStart", 40), ("touchMove", 80), ("touchMove", 120), ("touchEnd", 0)):
        points = [{"x": x - apart, "y": y}, {"x": x + apart, "y": y}] if apart else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(page.locator(".zoom")).not_to_have_text("100%")

    before = drawing.get_attribute("viewBox")
    page.focus(".view")
    page.keyboard.press("ArrowRight")
    assert drawing.get_attribute("viewBox") != before
