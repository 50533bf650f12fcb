"""Reviews with the truth that was decided for them."""

from sentiment.storage.annotations import annotate
from sentiment.storage.judging import judged_reviews_of


def test_reviews_come_in_the_order_that_was_asked_for(database, fill, query):
    fill([{"text": "bad", "scores": (0.8, 0.1, 0.1)}, {"text": "fine", "stars": 3.0}])
    numbers = dict(query("SELECT text, review_no FROM reviews"))
    (identity,) = query("SELECT review_id FROM reviews WHERE text = 'bad'")[0]
    annotate(database, review_id=identity, answer="mixed", annotator="anna")
    found = judged_reviews_of(
        database, {numbers["fine"]: (1, "stars"), numbers["bad"]: (2, "label")}
    )
    assert [one.review.text for one in found] == ["fine", "bad"]
    assert [(one.truth, one.truth_from) for one in found] == [
        ("neutral", "stars"),
        ("positive", "label"),
    ]
    assert [len(one.annotations) for one in found] == [0, 1]
    assert found[1].annotations[0].annotator == "anna"


def test_nothing_asked_for(database):
    assert judged_reviews_of(database, {}) == []
