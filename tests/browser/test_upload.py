"""The upload page in a browser: picker, drop, paste, a broken connection, and no script at all."""

import base64
import itertools

import pytest
from playwright.sync_api import expect

from tests import builders
from tests.browser.accessibility import accessible

GIF = {"name": "scan.gif", "mimeType": "image/gif", "buffer": b"GIF89a" + bytes(64)}


# The site has pictures of its own already: ours are counted from elsewhere.
_seeds = itertools.count(1000)


def card(name="card.png"):
    return {"name": name, "mimeType": "image/png", "buffer": builders.picture(next(_seeds))}


def lines(page):
    return page.locator("[data-answers] tr")


def answer(page, name):
    return page.locator("[data-answers] tr", has_text=name)


def outcome(page, name):
    return answer(page, name).locator(".chip:visible")


def hold(page):
    """Hold every file on its way; return them, the last one last."""
    held = []

    def take(route):
        held.append(route) if route.request.method == "POST" else route.continue_()

    page.route("**/upload/", take)
    return held


@pytest.fixture
def upload(desk):
    page = desk("operator")
    page.goto("/upload/")
    return page


def test_three_files_at_once_are_answered_each_by_itself(upload):
    upload.set_input_files("[name=files]", [card("one.png"), GIF, card("two.png")])

    for name in ("one.png", "two.png"):
        expect(outcome(upload, name)).to_have_text("Accepted")
        expect(answer(upload, name).get_by_role("link")).to_be_visible()
    expect(answer(upload, "scan.gif")).to_contain_text("GIF is not taken")
    expect(upload.locator("[data-count=accepted]")).to_have_text("Accepted 2")
    expect(upload.locator("[data-count=refused]")).to_have_text("Refused 1")
    number = answer(upload, "two.png").get_by_role("link").inner_text()
    expect(upload.locator("#my-uploads")).to_contain_text(number)


def drop(page, *files):
    """Drop files on the page's field, as a file manager would."""
    page.evaluate(
        """(files) => {
            const carried = new DataTransfer();
            for (const {name, mimeType, data} of files) {
                const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
                carried.items.add(new File([bytes], name, {type: mimeType}));
            }
            const over = {dataTransfer: carried, bubbles: true, cancelable: true};
            const field = document.querySelector(".drop");
            field.dispatchEvent(new DragEvent("dragover", over));
            field.dispatchEvent(new DragEvent("drop", over));
        }""",
        [carried(file) for file in files],
    )


def carried(file):
    """Return a file as a script of the page can take it."""
    return {**file, "buffer": None, "data": base64.b64encode(file["buffer"]).decode()}


def test_dropped_files_are_sent(upload):
    drop(upload, card("left.png"), card("right.png"))

    for name in ("left.png", "right.png"):
        expect(outcome(upload, name)).to_have_text("Accepted")


def test_a_pasted_picture_is_sent(upload):
    upload.evaluate(
        """({name, mimeType, data}) => {
            const carried = new DataTransfer();
            const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
            carried.items.add(new File([bytes], name, {type: mimeType}));
            const paste = {clipboardData: carried, bubbles: true, cancelable: true};
            document.body.dispatchEvent(new ClipboardEvent("paste", paste));
        }""",
        carried(card("clipboard.png")),
    )

    expect(outcome(upload, "clipboard.png")).to_have_text("Accepted")


def test_a_phone_offers_its_camera_and_sends_what_it_took(desk):
    page = desk("operator", has_touch=True, is_mobile=True, viewport={"width": 390, "height": 800})
    page.goto("/upload/")
    expect(page.get_by_text("Take a picture")).to_be_visible()

    page.set_input_files("[capture=environment]", [card("taken.png")])

    expect(outcome(page, "taken.png")).to_have_text("Accepted")


def test_without_a_finger_no_camera_is_offered(upload):
    expect(upload.get_by_text("Take a picture")).to_be_hidden()


def test_every_file_has_a_progress_bar_and_they_go_one_after_the_other(upload):
    held = hold(upload)
    upload.set_input_files("[name=files]", [card("first.png"), card("second.png")])

    expect(answer(upload, "first.png").locator("progress")).to_be_visible()
    expect(outcome(upload, "first.png")).to_have_text("Sending")
    expect(outcome(upload, "second.png")).to_have_text("Waiting")
    assert len(held) == 1
    held.pop().continue_()
    expect(outcome(upload, "first.png")).to_have_text("Accepted")
    expect(outcome(upload, "second.png")).to_have_text("Sending")
    held.pop().continue_()
    expect(outcome(upload, "second.png")).to_have_text("Accepted")


def test_a_waiting_file_can_be_taken_back(upload):
    held = hold(upload)
    upload.set_input_files("[name=files]", [card("goes.png"), card("stays.png")])

    answer(upload, "stays.png").get_by_role("button", name="Cancel").click()
    expect(lines(upload)).to_have_count(1)
    held.pop().continue_()

    expect(outcome(upload, "goes.png")).to_have_text("Accepted")
    assert held == []


def test_a_broken_connection_keeps_the_file_and_sends_it_again(upload):
    upload.route("**/upload/", lambda route: route.abort("connectionreset"))
    upload.set_input_files("[name=files]", [card("kept.png")])

    expect(answer(upload, "kept.png")).to_contain_text("The connection broke.")
    expect(upload.locator("[data-count=failed]")).to_have_text("Not sent 1")
    upload.unroute("**/upload/")
    answer(upload, "kept.png").get_by_role("button", name="Send again").click()

    expect(outcome(upload, "kept.png")).to_have_text("Accepted")
    upload.complaints.clear()


def test_finished_lines_can_be_cleared(upload):
    upload.set_input_files("[name=files]", [card("done.png")])
    expect(outcome(upload, "done.png")).to_have_text("Accepted")

    upload.get_by_role("button", name="Clear finished lines").click()

    expect(upload.locator("#upload-report")).to_be_hidden()


def test_without_a_script_the_page_lists_the_answers(desk):
    page = desk("operator", java_script_enabled=False)
    page.goto("/upload/")
    page.set_input_files("[name=files]", [card("plain.png"), GIF])
    page.get_by_role("button", name="Upload").click()

    expect(outcome(page, "plain.png")).to_have_text("Accepted")
    expect(outcome(page, "scan.gif")).to_have_text("Refused")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_and_its_answers_are_accessible(desk, language, scheme):
    page = desk("operator", language=language, color_scheme=scheme)
    page.goto("/upload/")
    accessible(page)

    page.set_input_files("[name=files]", [card("one.png"), GIF])
    expect(page.locator("[data-answers] [data-outcome=refused]")).to_be_visible()

    accessible(page)
