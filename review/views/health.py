"""Whether the process lives, and whether it can work."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from review.models.keyring_mark import check_keyring


@login_not_required
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Answer that the process serves requests; asks nobody else."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when everything a page needs is there, else 503 with the names of what is not."""
    failing = [name for name, check in CHECKS.items() if not _passes(check)]
    status = HTTPStatus.SERVICE_UNAVAILABLE if failing else HTTPStatus.OK
    return JsonResponse({"ready": not failing, "failing": failing}, status=status)


def _passes(check: Callable[[], bool]) -> bool:
    """Return whether ``check`` holds; whatever it raises means that it does not."""
    try:
        return check()
    except Exception:  # the failure itself is the answer
        return False


def _database() -> bool:
    """Return whether the database answers with every migration applied."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _storage() -> bool:
    """Return whether the picture storage answers."""
    return default_storage.exists("images") in (True, False)


def _keys() -> bool:
    """Return whether the keyring opens and is this database's."""
    check_keyring()
    return True


CHECKS = {"database": _database, "storage": _storage, "keys": _keys}
