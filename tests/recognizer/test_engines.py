"""The engines and what they know."""

import numpy as np

from review.recognizer import engines


def test_hangul_head_knows_its_signs() -> None:
    signs = engines.hangul_signs()
    assert signs[0] == ""
    assert {"가", "힝", "0", "Z", " ", "~"} <= set(signs)
    features = np.zeros((3, 192, 6, 40), np.float32)
    scores = engines.hangul_head().run(None, {"features": features})[0]
    assert scores.shape == (3, 20, len(signs))


def test_the_line_recognizer_tells_fewer_signs_apart() -> None:
    signs = engines.signs()
    assert signs[0] == ""
    assert signs[-1] == " "
    assert {"0", "9", "A", "Z", "-", "~", "·"} <= set(signs)
    assert 500 < len(signs) < 2000
    pictures = np.zeros((2, 3, 48, 160), np.float32)
    (features,) = engines.stem().run(None, {"picture": pictures})
    (scores,) = engines.latin_head().run(None, {"features": features})
    assert scores.shape == (2, 20, len(signs))
    assert features.shape == (2, 192, 6, 40)
    assert np.allclose(scores.sum(axis=2), 1, atol=1e-4)
