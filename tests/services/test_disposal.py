"""Files that have to go: what the storage keeps refusing does not bar the rest."""

import pytest
from django.core.files.storage import default_storage

from review.models import DoomedFile
from review.services import disposal

pytestmark = pytest.mark.django_db


def test_files_that_never_go_do_not_bar_those_behind_them(monkeypatch):
    for number in range(2 * disposal.BATCH):
        disposal.doom(f"stuck-{number}")
    disposal.doom("free")

    def delete(name):
        if name != "free":
            raise OSError

    monkeypatch.setattr(default_storage, "delete", delete)
    # Drawn anew each time: not to come by in 200 draws of half of them is past believing.
    assert any(disposal.dispose_some() for _ in range(200))
    assert not DoomedFile.objects.filter(name="free").exists()
