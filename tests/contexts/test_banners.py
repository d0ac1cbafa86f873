"""What every page says while something stands still or leaves the house."""

import pytest

from review.contexts import banners
from review.models import EnginePause, Job
from review.workflow import Role
from tests import builders

pytestmark = pytest.mark.django_db


def tones(role):
    return [banner.tone for banner in banners.standing(builders.person(role))]


def test_a_quiet_house_says_nothing():
    assert tones(Role.REVIEWER) == tones(Role.ADMINISTRATOR) == []


def test_a_paused_engine_is_told_to_everybody():
    EnginePause.objects.create(endpoint="embedded", error_code="ActionOffline")
    assert tones(Role.REVIEWER) == ["warning"]


def test_a_dead_job_is_told_to_who_can_mend_it():
    builders.received()
    Job.objects.update(state=Job.State.DEAD)
    assert tones(Role.REVIEWER) == []
    assert tones(Role.LEAD) == ["error"]


def test_an_outside_endpoint_is_told_to_administrators_with_its_processor(settings):
    settings.KRDL_OCR_ENDPOINT = "https://ocr.example.test"
    settings.KRDL_OCR_PROCESSOR = "Example Inc., Korea"
    assert tones(Role.REVIEWER) == []
    told = banners.standing(builders.person(Role.ADMINISTRATOR))[0]
    assert "Example Inc., Korea" in told.sentence
