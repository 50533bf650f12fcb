import numpy as np
import pandas as pd
import pytest

from sentiment.training.star_grades import grade


def rows(source, stars, labels):
    return pd.DataFrame({"label": labels, "source": source, "stars": stars})


def test_more_stars_are_surer_praise_and_a_bound_is_as_much_one_as_the_other():
    graded = grade(rows("shop", [1.0, 2.0, 3.0, 4.0, 5.0], [0, 0, 1, 2, 2]))
    assert graded.sum(axis=1) == pytest.approx(np.ones(5))
    assert (np.diff(graded[:, 0]) < 0).all()
    assert (np.diff(graded[:, 2]) > 0).all()
    assert graded.argmax(axis=1).tolist() == [0, 0, 1, 2, 2]
    # The bound lies at 2.5: half a star below it is as far into negative as 3 is into neutral.
    assert graded[1, 0] == pytest.approx(1 - graded[2, 0])
    assert graded[4, 2] > 0.99 > graded[3, 2] > 0.8


def test_texts_without_stars_say_nothing_beside_their_label():
    graded = grade(rows("shop", [1.0, 3.0, 5.0, None], [0, 1, 2, 2]))
    assert not np.isnan(graded[:3]).any()
    assert np.isnan(graded[3]).all()


@pytest.mark.parametrize(
    ("source", "stars", "labels"),
    [
        ("without neutral", [1.0, 5.0], [0, 2]),
        ("contradictory", [1.0, 4.0, 3.0, 5.0], [0, 0, 1, 2]),
        ("booking_515k_sections", [1.0, 3.0, 5.0], [0, 1, 2]),
        ("unrated", [None, None], [0, 2]),
    ],
)
def test_sources_whose_stars_do_not_part_the_classes_are_not_graded(source, stars, labels):
    assert np.isnan(grade(rows(source, stars, labels))).all()
