"""From sign-in over the upload of three files to the approval by a second person, and the export.

Real browser, real worker, real recognizer; the pictures are specimens.
"""

import json

import pytest
from playwright.sync_api import expect

from review import specimens
from review.masking import mask
from review.quality import dates

READ_MS = 90_000
NOT_AN_IMAGE = {"name": "letter.txt", "mimeType": "text/plain", "buffer": b"Dear office"}


@pytest.fixture(scope="module")
def cards():
    return [specimens.draw(seed, level="clean") for seed in (4101, 4102)]


def as_file(number, card):
    kind = "png" if card.suffix == ".png" else "jpeg"
    return {
        "name": f"card-{number}{card.suffix}",
        "mimeType": f"image/{kind}",
        "buffer": card.picture,
    }


def upload(desk, cards):
    """Upload two cards and one letter; return the numbers of the records."""
    page = desk("operator")
    page.goto("/upload/")
    files = [as_file(number, card) for number, card in enumerate(cards)]
    page.set_input_files("[name=files]", [*files, NOT_AN_IMAGE])
    answers = page.locator("[data-answers] tr")
    expect(answers.filter(has_text="letter.txt")).to_contain_text("not an image")
    links = [answers.filter(has_text=f["name"]).get_by_role("link") for f in files]
    return [link.inner_text() for link in links]


def open_read_record(page, number):
    """Wait until the card is read, then open its record from the queue."""
    link = page.get_by_role("link", name=number)
    for _ in range(READ_MS // 1000):
        page.goto("/queue/")
        if link.count():
            break
        page.wait_for_timeout(1000)
    link.click()


def type_what_is_printed(page, card):
    """Bring the required fields to what the card says, as a reviewer reads it off the picture."""
    page.locator("[data-key=reveal]").first.click()
    for name in ("Type", "LicenseNumber", "Name", "Number", "DateOfIssue"):
        printed = card.truth["response"][name]
        field = page.locator(f"#field-{name} [name=value]")
        shown = dates.format_card(dates.parse_api(printed)) if name == "DateOfIssue" else printed
        if field.input_value() != shown:
            field.fill(shown)
            field.press("Enter")
            expect(page.locator("#saved")).to_contain_text("Saved")


def end_errors(page):
    """Dismiss what errors are left, with a reason."""
    left = page.locator(".finding .why")
    while left.count():
        left.first.locator("summary").click()
        left.first.locator("[name=reason]").fill("printed so on the card")
        before = left.count()
        left.first.get_by_role("button").click()
        expect(left).not_to_have_count(before)


def test_a_picture_becomes_a_verified_record(desk, cards):
    number = upload(desk, cards)[0]

    reviewer = desk("reviewer")
    open_read_record(reviewer, number)
    reviewer.locator("[data-key=claim]").click()
    type_what_is_printed(reviewer, cards[0])
    end_errors(reviewer)
    reviewer.locator("#accept button").click()
    reviewer.wait_for_load_state()

    approver = desk("approver")
    approver.goto("/approvals/")
    approver.get_by_role("link", name=number).click()
    expect(approver.locator("h1")).to_have_text(number)
    approver.locator("form[action$='/approve/'] button").click()
    expect(approver.locator("body")).to_contain_text(number)

    lead = desk("lead")
    lead.goto("/exports/")
    lead.check("[name=format][value=jsonl]")
    with lead.expect_download() as download:
        lead.get_by_role("button", name="Download").click()
    rows = [json.loads(line) for line in download.value.path().read_text().splitlines()]
    row = next(row for row in rows if row["record"] == number)
    truth = cards[0].truth["response"]
    assert row["Number"] == mask("Number", truth["Number"])
    assert row["Name"] == truth["Name"]
    assert (row["submitted_by"], row["approved_by"]) == ("reviewer", "approver")

    auditor = desk("auditor")
    auditor.goto(f"/records/{int(number.removeprefix('K-'))}/history/")
    for word in ("Upload", "Submit", "Approve", "Reveal numbers"):
        expect(auditor.locator("body")).to_contain_text(word)
