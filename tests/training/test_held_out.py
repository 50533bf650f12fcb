import numpy as np
import pandas as pd

from sentiment.training.held_out import measure_quality, score_rows


def predict(texts):
    """Sees the class that the text names."""
    table = {"bad": 0, "okay": 1, "good": 2}
    return np.eye(3, dtype=np.float32)[[table[text] for text in texts]] * 0.7 + 0.1


ROWS = pd.DataFrame(
    [
        ("bad", 0, "de", "umsab_xlmt"),
        ("good", 2, "de", "umsab_xlmt"),
        ("okay", 2, "fr", "umsab_xlmt"),
        ("good", 2, "de", "shop"),
        ("bad", 0, "cs", "forum"),
        ("bad", 2, "cs", "forum"),
    ],
    columns=["text", "label", "lang", "source"],
)


def test_the_parts_are_those_of_their_sources():
    scored = score_rows(predict, ROWS)
    assert scored.right.tolist() == [True, True, False, True, True, False]
    np.testing.assert_allclose(scored.sureness, 0.8)
    quality = measure_quality(scored, reviews=["shop", "elsewhere"])
    assert [group.group for group in quality.benchmark] == ["de", "fr"]
    assert [group.group for group in quality.others] == ["cs", "de"]
    assert [(group.group, group.macro_f1.n) for group in quality.languages] == [
        ("cs", 2),
        ("de", 3),
        ("fr", 1),
    ]
    assert quality.pooled.macro_f1.n == 6
    assert quality.review_sources == ["shop"]
    assert (quality.reviews.macro_f1.value, quality.reviews.macro_f1.n) == (1.0, 1)


def test_without_reviews_there_is_no_figure_of_them():
    assert measure_quality(score_rows(predict, ROWS), reviews=[]).reviews is None
