"""Every page of a demo says that it is one, and that its accounts need no second factor."""

import pytest

from review.services import audit, staff
from review.workflow import Role
from tests import builders

pytestmark = pytest.mark.django_db
POPUP = "/admin/review/rejectreason/add/?_popup=1"


@pytest.fixture
def demo(client, settings):
    """Give a client of an administrator and approver of a demo."""
    audit.write(staff.CREATE_DEMO, by=None)
    settings.KRDL_BIND = "127.0.0.1"
    client.force_login(builders.person(Role.ADMINISTRATOR, Role.APPROVER))
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize(
    "path", ["/queue/", "/approvals/", "/profile/", "/accounts/sessions/", "/admin/", POPUP, "/x/"]
)
def test_it_is_on_every_page(demo, path):
    page = demo.get(path).content.decode()
    assert "All people are invented, all images are specimens." in page
    assert "sign in without a second factor" in page


def test_it_is_on_the_sign_in(demo):
    demo.logout()
    demo.cookies["django_language"] = "en"
    assert "all images are specimens" in demo.get("/accounts/login/").content.decode()


def test_an_office_at_work_has_none(client):
    client.force_login(builders.person(Role.APPROVER))
    assert "specimens" not in client.get("/approvals/").content.decode()
