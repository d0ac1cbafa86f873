"""Keys of the recognizer service: shown once, sealed, revoked at once."""

import pytest

from review.exceptions import ActionDenied
from review.models import AuditEvent, ServiceKey
from review.recognizer_keys import DatabaseKeys
from review.services import service_keys
from review.workflow import Role
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return builders.person(Role.ADMINISTRATOR)


def test_a_new_pair_opens_the_service_and_is_not_in_the_dump(admin):
    key, secret = service_keys.create("upstream", by=admin)

    assert DatabaseKeys().find(key.secret_id).secret_key == secret
    assert secret.encode() not in bytes(ServiceKey.objects.get().secret_box)
    assert secret not in str(AuditEvent.objects.get(verb="create service key").details)


def test_a_revoked_pair_ends_at_once(admin):
    key, _secret = service_keys.create("upstream", by=admin)
    service_keys.revoke(key, by=admin)
    assert DatabaseKeys().find(key.secret_id) is None


def test_its_last_use_is_noted(admin):
    key, _secret = service_keys.create("upstream", by=admin)
    DatabaseKeys().used(key.secret_id, 1_700_000_000.0)
    key.refresh_from_db()
    assert key.last_used_at.timestamp() == 1_700_000_000.0


def test_only_administrators_give_keys_out():
    with pytest.raises(ActionDenied):
        service_keys.create("upstream", by=builders.person(Role.LEAD))
