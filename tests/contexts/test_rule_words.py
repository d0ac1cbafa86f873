"""Every rule has its word for the chips of a list."""

from review import quality
from review.contexts.rule_words import WORDS


def test_every_rule_has_a_word_and_no_word_is_left_over():
    assert set(WORDS) == {rule.name for rule in quality.RULES}
