"""Bars stand within the drawing and in proportion."""

from review import charts


def test_the_highest_number_fills_the_height_and_the_others_in_proportion():
    first, second = charts.steps([("a", (10, 0)), ("b", (5, 1))])
    assert first.bars[0].height == 2 * second.bars[0].height
    assert first.numbers == (10, 0)
    for bar in (*first.bars, *second.bars):
        assert 0 <= bar.x <= bar.x + bar.width <= charts.WIDTH
        assert 0 <= bar.y <= bar.y + bar.height <= charts.HEIGHT


def test_nothing_and_nothing_but_zeros_draw_no_empty_axis():
    assert charts.steps([]) == ()
    assert charts.steps([("a", (0, 0)), ("b", (0, 0))]) == ()
