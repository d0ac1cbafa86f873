"""The profile: a person's own keys, on the buttons and in the overview."""

import html
import json
import re

import pytest

from review.desk_keys import DEFAULTS, cap_of
from review.services import preference
from tests import builders

pytestmark = pytest.mark.django_db


def chosen(**codes):
    """Return what the form sends: the defaults, changed by ``codes``."""
    caps = {name: cap_of(code) for name, code in DEFAULTS.items()}
    return caps | {"single_keys": "on"} | codes


def bindings(page):
    return json.loads(html.unescape(re.search('data-bindings="([^"]*)"', page)[1]))


def test_own_keys_show_in_overview_and_buttons_and_for_the_script(desk, reviewer):
    record = builders.claimed(reviewer)

    desk.post("/profile/", chosen(reject="b", reveal=""))
    page = desk.get(f"/records/{record.pk}/").content.decode()

    assert bindings(page)["KeyB"] == "reject"
    assert "reveal" not in bindings(page).values()
    assert "Submit: reject… <kbd>B</kbd>" in page
    assert "<kbd>U</kbd>" not in page


def test_one_key_for_two_acts_is_refused_and_told(desk, reviewer):
    answer = desk.post("/profile/", chosen(skip="J"))

    assert answer.status_code == 422
    assert "J is already the key for “Next doubtful field”." in answer.content.decode()
    assert preference.keys_of(reviewer).codes == DEFAULTS


def test_what_is_no_key_is_refused_and_stays_as_written(desk):
    page = desk.post("/profile/", chosen(skip="F5"))

    assert page.status_code == 422
    assert 'value="F5"' in page.content.decode()


def test_single_keys_can_be_switched_off(desk, reviewer):
    record = builders.claimed(reviewer)
    sent = chosen()
    del sent["single_keys"]

    desk.post("/profile/", sent)

    page = desk.get(f"/records/{record.pk}/").content.decode()
    assert "data-single" not in page
    assert "Hold Alt" in page


def test_all_keys_come_back_as_they_were(desk, reviewer):
    desk.post("/profile/", chosen(skip="B"))

    desk.post("/profile/keys/default/")

    page = desk.get("/profile/").content.decode()
    assert "All keys are as they came." in page
    assert preference.keys_of(type(reviewer).objects.get(pk=reviewer.pk)).codes == DEFAULTS
