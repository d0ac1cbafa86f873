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
