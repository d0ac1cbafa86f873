"""The administration: who enters, what shows, what never changes, and what is recorded."""

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group, User
from django.urls import reverse

from review.admin import site
from review.models import AuditEvent, EnginePause, Job, RejectReason, ServiceKey, Source
from review.services import jobs
from review.workflow import Role
from tests import builders

pytestmark = pytest.mark.django_db

RESIDENT, LICENSE = "900101-1234568", "11-20-123456-30"
READERS = (Role.AUDITOR, Role.PRIVACY_OFFICER)
HISTORY = (
    "licenserecord", "image", "attempt", "extraction", "fieldvalue", "finding",
)  # fmt: skip


def enter(client, *roles):
    user = builders.person(*roles)
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def listed(client, model, **asked):
    return client.get(reverse(f"admin:review_{model}_changelist"), asked)


def opened(client, row):
    model = row._meta.model_name
    return client.get(reverse(f"admin:review_{model}_change", args=[row.pk]))


def views_of(record):
    return AuditEvent.objects.filter(verb="view", record_id=record.pk).count()


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.REVIEWER, Role.APPROVER, Role.LEAD])
def test_who_works_at_the_desk_does_not_enter(client, role):
    enter(client, role)

    assert client.get("/admin/", follow=True).status_code == 403


def test_a_visitor_goes_through_the_one_sign_in_and_comes_back(client):
    form = client.get("/admin/review/job/", follow=True)

    assert form.templates[0].name == "account/login.html"
    assert 'value="/admin/review/job/"' in form.content.decode()


def test_django_s_own_sign_in_form_is_never_offered_nor_taken(client):
    user = builders.person(Role.ADMINISTRATOR, name="admin.one")
    user.set_password("a-long-password-1")
    user.save()

    client.post("/admin/login/", {"username": "admin.one", "password": "a-long-password-1"})

    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, *READERS])
def test_every_page_opens(client, role):
    builders.read(Sex="")
    enter(client, role)

    for model in site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 200, name
        row = model._default_manager.first()
        if row is not None:
            address = reverse(f"admin:{name}_change", args=[row.pk])
            assert client.get(address).status_code == 200, name


def test_lists_show_no_personal_data_and_pages_mask_the_numbers(client):
    record = builders.read(Sex="")
    enter(client, Role.AUDITOR)
    rows = [
        record,
        record.values.get(name="Number"),
        record.extractions.get(),
        record.findings.first(),
    ]

    lists = "".join(listed(client, model).content.decode() for model in HISTORY)
    pages = "".join(opened(client, row).content.decode() for row in rows)

    assert "김견본" not in lists
    assert "김견본" in pages
    assert "900101-1******" in pages
    for whole in (RESIDENT, LICENSE):
        assert whole not in lists + pages


def test_an_administrator_sees_where_records_stand_but_no_personal_data(client):
    record = builders.read(Sex="")
    enter(client, Role.ADMINISTRATOR)

    pages = opened(client, record).content.decode()
    pages += opened(client, record.values.get(name="Name")).content.decode()
    pages += opened(client, record.extractions.get()).content.decode()

    assert record.number in pages
    assert "김견본" not in pages
    assert "900101" not in pages
    assert views_of(record) == 0


def test_opening_personal_data_is_a_read_event(client):
    record = builders.read()
    user = enter(client, Role.PRIVACY_OFFICER)

    opened(client, record)
    opened(client, record.values.get(name="Name"))
    opened(client, record.image)

    assert views_of(record) == 2
    assert set(AuditEvent.objects.filter(verb="view").values_list("actor_id", flat=True)) == {
        user.pk
    }


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, *READERS])
@pytest.mark.parametrize("model", HISTORY)
def test_history_cannot_be_added_to_changed_or_deleted(client, role, model):
    record = builders.read(Sex="")
    enter(client, role)
    row = next(kind for kind in site._registry if kind._meta.model_name == model)
    pk = row._default_manager.first().pk

    assert client.get(reverse(f"admin:review_{model}_add")).status_code == 403
    assert client.post(reverse(f"admin:review_{model}_change", args=[pk]), {}).status_code == 403
    gone = client.post(reverse(f"admin:review_{model}_delete", args=[pk]), {"post": "yes"})
    assert gone.status_code == 403
    record.refresh_from_db()
    assert row._default_manager.filter(pk=pk).exists()


def test_a_record_is_found_by_number_and_by_request_id(client):
    record, other = builders.read(), builders.read()
    enter(client, Role.AUDITOR)
    request_id = record.attempts.get().request_id

    for term in (record.number, record.number.lower(), str(record.pk), request_id):
        page = listed(client, "licenserecord", q=term).content.decode()
        assert record.number in page, term
        assert other.number not in page, term


@pytest.mark.parametrize("term", ["K-", "K-999999999999999999999", "'; drop table", "½"])
def test_a_search_for_nonsense_finds_nothing(client, term):
    record = builders.read()
    enter(client, Role.AUDITOR)

    for model in ("licenserecord", "attempt"):
        page = listed(client, model, q=term)
        assert page.status_code == 200
        assert record.number not in page.content.decode()


def test_the_trail_of_a_record_is_one_click_away(client):
    record, other = builders.read(), builders.read()
    enter(client, Role.AUDITOR)

    page = opened(client, record).content.decode()
    trail = f"/trail/?record={record.pk}"
    events = client.get(trail).content.decode()

    assert f'href="{trail}"' in page
    assert record.number in events
    assert "recognize" in events
    assert other.number not in events
    history = reverse("admin:review_licenserecord_history", args=[record.pk])
    assert client.get(history).url == trail


def dead_job():
    record = builders.received()
    job = jobs.claim()
    jobs.bury(job, "InternalError")
    return Job.objects.get(record=record)


def test_an_administrator_puts_a_dead_job_back_to_work(client):
    job = dead_job()
    enter(client, Role.ADMINISTRATOR)

    asked = {"action": "retry", "_selected_action": [job.pk]}
    page = client.post(reverse("admin:review_job_changelist"), asked, follow=True)

    job.refresh_from_db()
    assert job.state == Job.State.QUEUED
    assert "Queued again: 1." in page.content.decode()
    assert AuditEvent.objects.filter(verb="retry job").count() == 1


def test_who_only_reads_puts_no_job_back_to_work(client):
    job = dead_job()
    enter(client, Role.AUDITOR)

    client.post(
        reverse("admin:review_job_changelist"), {"action": "retry", "_selected_action": [job.pk]}
    )

    job.refresh_from_db()
    assert job.state == Job.State.DEAD


def test_giving_a_role_is_recorded(client):
    admin, person = enter(client, Role.ADMINISTRATOR), builders.person(name="new.person")
    reviewers = Group.objects.get(name=Role.REVIEWER.value)

    saved = client.post(
        reverse("admin:auth_user_change", args=[person.pk]),
        {"username": "new.person", "is_active": "on", "groups": [reviewers.pk]},
    )

    assert saved.status_code == 302
    assert list(person.groups.all()) == [reviewers]
    event = AuditEvent.objects.get(verb="change account")
    assert (event.actor_id, event.details) == (
        admin.pk,
        {
            "account": person.pk,
            "active": True,
            "roles": ["reviewer"],
            "before": {"active": True, "roles": []},
        },
    )


def test_another_name_or_address_is_recorded_since_single_sign_on_goes_by_it(client):
    admin, person = enter(client, Role.ADMINISTRATOR), builders.person(name="new.person")
    address = reverse("admin:auth_user_change", args=[person.pk])
    sent = {"username": "other.name", "email": "o@example.test", "is_active": "on"}

    client.post(address, sent)
    client.post(address, sent)

    told = AuditEvent.objects.filter(verb="change person")
    assert [(event.actor_id, event.details) for event in told] == [
        (
            admin.pk,
            {
                "account": person.pk,
                "email": {"before": "", "after": "o@example.test"},
                "username": {"before": "new.person", "after": "other.name"},
            },
        )
    ]


def test_an_administrator_opens_an_account_that_can_sign_in(client):
    enter(client, Role.ADMINISTRATOR)
    password = "a-long-password-1"

    client.post(
        reverse("admin:auth_user_add"),
        {"username": "fresh", "password1": password, "password2": password,
         "usable_password": "true"},
    )  # fmt: skip

    assert User.objects.get(username="fresh").check_password(password)
    assert AuditEvent.objects.filter(verb="open account").count() == 1


def test_nobody_gives_themselves_a_role(client):
    admin = enter(client, Role.ADMINISTRATOR)
    approvers = Group.objects.get(name=Role.APPROVER.value)

    client.post(
        reverse("admin:auth_user_change", args=[admin.pk]),
        {"username": admin.username, "is_active": "on", "groups": [approvers.pk]},
    )

    assert set(admin.groups.values_list("name", flat=True)) == {Role.ADMINISTRATOR.value}


def test_setting_a_password_is_recorded(client):
    enter(client, Role.ADMINISTRATOR)
    person, password = builders.person(), "a-long-password-1"

    client.post(
        reverse("admin:auth_user_password_change", args=[person.pk]),
        {"password1": password, "password2": password, "usable_password": "true"},
    )

    person.refresh_from_db()
    assert person.check_password(password)
    assert AuditEvent.objects.get(verb="set password").details == {"account": person.pk}


@pytest.mark.parametrize("role", READERS)
def test_who_only_reads_changes_no_account_and_no_source(client, role):
    enter(client, role)
    person, source = builders.person(), Source.objects.create(key="mail", name="Mail")

    account = reverse("admin:auth_user_change", args=[person.pk])
    assert client.post(account, {"username": "x"}).status_code == 403
    assert client.post(reverse("admin:auth_user_add"), {}).status_code == 403
    kept = reverse("admin:review_source_change", args=[source.pk])
    assert client.post(kept, {"key": "x", "name": "x"}).status_code == 403


def test_accounts_are_closed_never_deleted(client):
    enter(client, Role.ADMINISTRATOR)
    person = builders.person()

    address = reverse("admin:auth_user_delete", args=[person.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403


def test_the_locks_are_told_in_korean(client):
    enter(client, Role.ADMINISTRATOR)
    client.cookies["django_language"] = "ko"
    AccessAttempt.objects.create(username="a", ip_address="192.0.2.1", failures_since_start=5)

    page = client.get(reverse("admin:axes_accessattempt_changelist")).content.decode()

    for word in ("로그인 실패", "아이디", "IP 주소", "실패 횟수", "시도 시각"):
        assert word in page
    for word in ("Access attempt", "access attempt", "Username", "Failed Logins"):
        assert word not in page


def test_lifting_a_lock_and_resuming_an_endpoint_are_recorded(client):
    enter(client, Role.ADMINISTRATOR)
    lock = AccessAttempt.objects.create(
        username="a", ip_address="192.0.2.1", failures_since_start=5
    )
    pause = EnginePause.objects.create(endpoint="https://ocr.example", error_code="X")

    client.post(reverse("admin:axes_accessattempt_delete", args=[lock.pk]), {"post": "yes"})
    asked = {"action": "resume", "_selected_action": [pause.pk]}
    client.post(reverse("admin:review_enginepause_changelist"), asked)

    assert not AccessAttempt.objects.exists()
    assert not EnginePause.objects.exists()
    verbs = AuditEvent.objects.filter(verb__in=["unlock", "resume engine"])
    assert verbs.count() == 2


def test_signing_out_here_is_recorded_as_well(client):
    user = enter(client, Role.AUDITOR)

    client.post(reverse("admin:logout"))

    assert AuditEvent.objects.filter(verb="sign out", actor_id=user.pk).count() == 1


def test_what_each_ocr_error_means_can_be_read(client):
    enter(client, Role.ADMINISTRATOR)
    page = client.get(reverse("admin:ocr-errors")).content.decode()
    assert all(code in page for code in ("ActionOffline", "FailedOperation.OcrFailed"))


def test_an_administrator_gives_a_service_key_out_and_revokes_it(client):
    enter(client, Role.ADMINISTRATOR)
    page = client.post(
        reverse("admin:review_servicekey_add"), {"name": "upstream"}, follow=True
    ).content.decode()
    key = ServiceKey.objects.get(name="upstream")
    assert key.secret_id in page
    assert key.secret in page
    assert key.secret not in listed(client, "servicekey").content.decode()

    asked = {"action": "revoke", "_selected_action": [key.pk]}
    client.post(reverse("admin:review_servicekey_changelist"), asked)
    key.refresh_from_db()
    assert key.revoked_at


def test_an_administrator_keeps_the_list_of_reject_reasons(client):
    enter(client, Role.ADMINISTRATOR)
    told = {"code": "copy", "ko": "사본", "en": "A copy", "active": "on", "order": "5"}
    client.post(reverse("admin:review_rejectreason_add"), told)
    reason = RejectReason.objects.get(code="copy")

    address = reverse("admin:review_rejectreason_change", args=[reason.pk])
    client.post(address, {"code": "other-code", "ko": "복사본", "en": "A copy", "order": "5"})

    reason.refresh_from_db()
    assert (reason.code, reason.ko, reason.active) == ("copy", "복사본", False)
    verbs = AuditEvent.objects.filter(verb__endswith="reject reason").values_list("verb", flat=True)
    assert list(verbs) == ["add reject reason", "change reject reason"]


def test_the_first_administrator_gives_out_roles(client):
    first = User.objects.create_superuser("first", password="an-invented-password")
    reviewer = builders.person()
    client.force_login(first)

    page = client.get(reverse("admin:auth_user_change", args=[reviewer.pk]))

    assert page.status_code == 200
    assert "groups" in page.content.decode()
    assert client.get(reverse("record", args=[builders.read().pk])).status_code == 404
