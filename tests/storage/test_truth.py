from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sentiment.errors import UsageError
from sentiment.records import ANSWERS, TRUTHS, Filters
from sentiment.storage.annotations import annotate, withdraw_annotation
from sentiment.storage.filtering import condition
from sentiment.storage.truth import TruthCounts, count_truths, judged_reviews

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentiment.storage.database import Database

SCORES = (0.2, 0.3, 0.5)


def truth_of(
    query: Callable[..., Any], *, truths: tuple[str, ...] = TRUTHS
) -> list[tuple[int | None, str | None]]:
    """Truth and kind of each review, in the order in which they came in."""
    chosen = condition(Filters())
    judged = judged_reviews(chosen.sql, columns="review_no", truths=truths)
    rows = query(f"SELECT truth, truth_from FROM ({judged}) ORDER BY review_no", chosen.parameters)
    return [(truth, None if place is None else TRUTHS[place]) for truth, place in rows]


def answer(database: Database, *answers: str, review_id: int = 1) -> None:
    for number, one in enumerate(answers):
        annotate(database, review_id=review_id, answer=one, annotator=f"person {number}")


def test_annotation_before_label_before_stars(
    database: Database, fill: Callable[..., None], query: Callable[..., Any]
) -> None:
    fill([{"text": "one", "stars": 5.0, "label": 1}])
    assert truth_of(query, truths=("stars",)) == [(2, "stars")]
    assert truth_of(query) == [(1, "label")]
    answer(database, "negative")
    assert truth_of(query) == [(0, "annotation")]
    assert truth_of(query, truths=("stars", "label")) == [(1, "label")]
    withdraw_annotation(database, review_id=1, annotator="person 0")
    assert truth_of(query) == [(1, "label")]


@pytest.mark.parametrize(
    ("stars", "truth"),
    [(1.0, 0), (2.0, 0), (2.4, 0), (2.5, 1), (3.0, 1), (3.49, 1), (3.5, 2), (4.0, 2), (5.0, 2)],
)
def test_stars_are_rounded_to_whole_ones(
    fill: Callable[..., None], query: Callable[..., Any], stars: float, truth: int
) -> None:
    fill([{"text": "one", "stars": stars}])
    assert truth_of(query) == [(truth, "stars")]


def test_one_of_two_fields_is_more_trusted_than_stars(
    fill: Callable[..., None], query: Callable[..., Any]
) -> None:
    fill(
        [
            {"text": "a", "liked": "a", "stars": 1.0},
            {"text": "b", "disliked": "b", "stars": 5.0},
            {"text": "c\nd", "liked": "c", "disliked": "d", "stars": 2.0},
            {"text": "e", "liked": "e"},
            {"text": "f\ng", "liked": "f", "disliked": "g"},
            {"text": "h", "title": "h", "stars": 3.0},
            {"text": "i", "disliked": "i", "stars": 5.0, "label": 2},
        ],
        profile="booking",
    )
    assert truth_of(query) == [
        (2, "stars"),
        (0, "stars"),
        (0, "stars"),
        (2, "stars"),
        (None, None),
        (1, "stars"),
        (2, "label"),
    ]


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        (("positive", "negative", "negative"), "negative"),
        (("negative", "positive"), "positive"),
        (("positive", "negative"), "negative"),
        (("neutral", "positive", "negative", "neutral"), "neutral"),
        (("mixed", "positive", "positive"), "positive"),
        (("mixed", "positive", "mixed"), "mixed"),
        (("positive", "mixed"), "mixed"),
        (("mixed", "positive"), "positive"),
        (("positive", "positive", "cannot tell", "cannot tell"), "cannot tell"),
        (("cannot tell",), "cannot tell"),
    ],
)
def test_the_majority_of_people_decides_and_the_last_of_as_many(
    database: Database,
    fill: Callable[..., None],
    query: Callable[..., Any],
    answers: tuple[str, ...],
    verdict: str,
) -> None:
    fill([{"text": "one", "stars": 5.0, "label": 0}])
    answer(database, *answers)
    place = ANSWERS.index(verdict)
    assert truth_of(query) == [(place if place < 3 else None, "annotation")]


def test_who_answers_again_is_the_last(
    database: Database, fill: Callable[..., None], query: Callable[..., Any]
) -> None:
    fill([{"text": "one"}])
    answer(database, "negative", "positive")
    annotate(database, review_id=1, answer="negative", annotator="person 0")
    assert truth_of(query) == [(0, "annotation")]


def test_an_edited_review_has_no_answer(
    database: Database, fill: Callable[..., None], query: Callable[..., Any]
) -> None:
    fill([{"external_id": "a-long-id", "text": "bad", "stars": 1.0}])
    answer(database, "positive")
    fill([{"external_id": "a-long-id", "text": "good now", "stars": 5.0}])
    assert truth_of(query) == [(2, "stars")]
    counts = count_truths(database)
    assert (counts.reviews, counts.annotation, counts.stars) == (1, 0, 1)


def test_each_review_is_counted_once(database: Database, fill: Callable[..., None]) -> None:
    fill(
        [
            {"text": "annotated", "stars": 1.0, "label": 0, "market": "DE", "scores": SCORES},
            {"text": "labelled", "stars": 1.0, "label": 0, "market": "DE", "scores": SCORES},
            {"text": "starred", "stars": 1.0, "market": "FR", "scores": SCORES},
            {"text": "starred, not scored", "stars": 1.0, "market": "FR"},
            {"text": "undecided", "stars": 1.0, "label": 1, "market": "FR", "scores": SCORES},
            {"text": "without", "market": "FR", "scores": SCORES},
            {"stars": 1.0, "label": 1, "market": "FR"},
        ]
    )
    answer(database, "positive", review_id=1)
    answer(database, "mixed", review_id=5)
    counts = count_truths(database)
    assert counts == TruthCounts(annotation=1, label=1, stars=2, undecided=1, without=1, scored=3)
    assert (counts.known, counts.reviews) == (4, 6)
    german = count_truths(database, filters=Filters(markets=("DE",)))
    assert german == TruthCounts(1, 1, 0, 0, 0, 2)
    by_stars = count_truths(database, truths=("stars",))
    assert by_stars == TruthCounts(0, 0, 5, 0, 1, 4)


def test_counts_add_up_whatever_is_asked_for(
    database: Database, fill: Callable[..., None], query: Callable[..., Any]
) -> None:
    rng = np.random.default_rng(5)
    rows: list[dict[str, Any]] = []
    for number in range(200):
        row: dict[str, Any] = {"text": f"text {number}", "market": ["DE", "FR"][number % 2]}
        if rng.random() < 0.6:
            row["stars"] = float(rng.integers(1, 6))
        if rng.random() < 0.3:
            row["label"] = int(rng.integers(0, 3))
        if rng.random() < 0.7:
            row["scores"] = SCORES
        rows.append(row)
    fill(rows)
    for review_id in rng.integers(1, 201, 40).tolist():
        answer(database, *rng.choice(ANSWERS, rng.integers(1, 4)).tolist(), review_id=review_id)
    for truths in (TRUTHS, ("annotation",), ("label",), ("stars",), ("label", "stars")):
        for markets, reviews in (((), 200), (("DE",), 100)):
            filters = Filters(markets=markets)
            counts = count_truths(database, filters=filters, truths=truths)
            assert counts.reviews == reviews
            assert counts.scored <= counts.known
        kinds = [kind for truth, kind in truth_of(query, truths=truths) if truth is not None]
        all_counts = count_truths(database, truths=truths)
        assert {kind: kinds.count(kind) for kind in TRUTHS} == {
            kind: getattr(all_counts, kind) for kind in TRUTHS
        }


def test_nothing_is_no_error(database: Database) -> None:
    assert count_truths(database) == TruthCounts(0, 0, 0, 0, 0, 0)


def test_unknown_truths_are_refused(database: Database) -> None:
    with pytest.raises(
        UsageError, match=r"no truth 'rumour'\. Choose from: annotation, label, stars"
    ):
        count_truths(database, truths=("stars", "rumour"))
    with pytest.raises(UsageError, match="No truth was named"):
        count_truths(database, truths=())
