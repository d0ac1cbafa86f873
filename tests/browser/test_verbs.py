"""Every verb about a claim and a record's way, in the browser: done by whom it is for, nobody else.

A verb is offered where the page has its form; who may not do it now has a button that says why, or
none at all.
"""

import json
import re

import pytest

from tests.builders import picture

# By route: the state it starts from, who may, and what the form asks for.
VERBS = {
    "withdraw": ("free", ("lead",), "reason"),
    "escalate": ("free", ("lead", "reviewer"), "reason"),
    "replace": ("free", ("lead", "reviewer"), "image"),
    "recognize": ("free", ("lead", "reviewer"), ""),
    "return": ("escalated", ("approver",), "comment"),
    "send-back": ("submitted", ("approver",), "comment"),
    "reopen": ("decided", ("approver",), "reason"),
    "claim": ("free", ("reviewer",), ""),
    "release": ("held", ("lead", "reviewer"), ""),
    "take-over": ("held elsewhere", ("reviewer",), "reason"),
    "skip": ("held", ("reviewer",), "reason"),
}
ROLES = (
    "operator", "auditor", "privacy-officer", "administrator", "approver", "lead", "reviewer",
)  # fmt: skip
# In this order nobody is given as the next record what they, or others, still need.
TURNS = {
    "approver": ("return", "send-back", "reopen"),
    "lead": ("withdraw", "escalate", "replace", "recognize", "release"),
    "reviewer": ("take-over", "claim", "replace", "recognize", "release", "skip", "escalate"),
}
SEED = """
import itertools, json
from django.contrib.auth.models import User
from django.db import transaction
from review.services import assignment
from review.workflow import Role
from tests import builders
builders._numbers = itertools.count(5000)
reviewer = User.objects.get(username="reviewer")
states = {{
    "free": builders.read, "held": lambda: builders.claimed(reviewer),
    "held elsewhere": lambda: builders.claimed(elsewhere), "escalated": builders.escalated,
    "submitted": lambda: builders.submitted(proposal="reject"),
    "decided": lambda: builders.decided("reject"),
}}
with transaction.atomic():
    elsewhere = builders.person(Role.REVIEWER)
    print(json.dumps({{
        verb: {{who: states[state]().pk for who in [*roles, "others"]}}
        for verb, (state, roles, _asked) in {verbs}.items()
    }}))
"""
EVENTS = """
import json
from review.models import AuditEvent
found = AuditEvent.objects.filter(actor_id__isnull=False)
print(json.dumps(list(found.values_list("record_id", "verb", "actor"))))
"""


@pytest.fixture
def records(site):
    """Give a record for each verb and role that may do it, and one that the others look at."""
    return json.loads(site.run(SEED.format(verbs=VERBS)).splitlines()[-1])


def form_of(page, verb, record):
    return page.locator(f'form[action="/records/{record}/{verb}/"]')


def do(page, verb, record):
    """Do it as a person would: open its question where it has one, answer, and send."""
    page.goto(f"/records/{record}/")
    form, asked = form_of(page, verb, record), VERBS[verb][2]
    popup = page.locator("details.pop", has=form)
    if popup.count():
        popup.locator("summary").click()
    if asked == "image":
        file = {"name": "card.png", "mimeType": "image/png", "buffer": picture(60000 + record)}
        form.locator("[name=image]").set_input_files(file)
    elif asked:
        form.locator(f"[name={asked}]").fill("since it is so")
    with page.expect_response(re.compile(f"/records/{record}/{verb}/$")) as answer:
        form.locator("button").click()
    assert answer.value.status in {200, 302}, verb
    page.wait_for_load_state()


def test_every_verb_is_offered_to_whom_it_is_for_and_to_nobody_else(desk, site, records):
    wrong = []
    for role in ROLES:
        page = desk(role)
        for verb, (_state, may, _asked) in VERBS.items():
            if role not in may:
                record = records[verb]["others"]
                page.goto(f"/records/{record}/")
                wrong += [(role, verb)] * form_of(page, verb, record).count()
        for verb in TURNS.get(role, ()):
            do(page, verb, records[verb][role])
        page.complaints[:] = [said for said in page.complaints if "404" not in said]

    assert wrong == []
    done = {tuple(event) for event in json.loads(site.run(EVENTS).splitlines()[-1])}
    asked = {
        (records[verb][role], verb.replace("-", " "), role)
        for verb, (_state, may, _asked) in VERBS.items()
        for role in may
    }
    assert asked - done == set()
