"""picture: what the engine holds against it."""

import pytest

from review.quality import Context
from tests.quality.sample import changed, findings


@pytest.mark.parametrize(
    ("rule", "told"), [("picture.screen", "screen"), ("picture.another_card", "another-card")]
)
def test_what_the_engine_holds_against_the_picture_is_a_warning(rule, told):
    found = findings(rule, changed(), context=Context(warnings=(told,)))
    assert [finding.severity for finding in found] == ["warning"]
    assert findings(rule, changed()) == []
