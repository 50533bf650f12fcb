"""The model's fairness in sentences: what is found, whose doing it is, and what can't be said."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan

import numpy as np
import pytest

from sentiment.errors import UsageError
from sentiment.records import Filters
from sentiment.storage.annotations import annotate
from sentiment.storage.database import Database
from sentiment.workflows.fairness import fairness
from tests.storage.conftest import fill_database

SCORES = {0: (0.8, 0.1, 0.1), 1: (0.1, 0.8, 0.1), 2: (0.1, 0.1, 0.8)}
Fill = Callable[..., Database]


def rows(
    *, thai: float = 0.45, hard_kettles: bool = False, truth: str = "label", small: int = 3
) -> list[dict[str, object]]:
    """German and Thai reviews, of which ``thai`` of those that are not negative are called so.

    With ``hard_kettles`` it is kettles that are called negative, and Thais review kettles.
    """
    rng = np.random.default_rng(6)
    found: list[dict[str, object]] = []
    for place in range(900):
        language = "th" if place % 3 == 0 else "de"
        kettle = rng.random() < ((0.85 if language == "th" else 0.15) if hard_kettles else 0.5)
        so = rng.random() < 0.3
        false = (0.45 if kettle else 0.05) if hard_kettles else (thai if language == "th" else 0.05)
        actual = 0 if so else 2
        called = (2 if rng.random() < 0.1 else 0) if so else (0 if rng.random() < false else 2)
        found.append(
            {
                "text": f"review {place}",
                "language": (language, 0.9, False),
                "market": "TH" if language == "th" else "DE",
                "product": "Kettle" if kettle else "Lamp",
                "scores": SCORES[called],
                "kept": [("Tier", "gold" if language == "th" else "free")],
                **({"label": actual} if truth == "label" else {}),
                **({"stars": (1.0, 3.0, 5.0)[actual]} if truth == "stars" else {}),
            }
        )
    found += [
        {"text": f"swahili {place}", "language": ("sw", 0.9, False), "market": "KE",
         "scores": SCORES[0], "label": 2, "stars": 5.0, "product": "Lamp"}
        for place in range(small)
    ]  # fmt: skip
    return found


@pytest.fixture
def fill(database: Database) -> Fill:
    def filled(given: list[dict[str, object]]) -> Database:
        fill_database(database, given)
        return database

    return filled


def test_a_planted_gap_is_told_with_its_interval_n_and_cause(fill: Fill) -> None:
    answer = fairness(fill(rows()), by=["language"], control=["product", "period"])
    assert answer.model_id == "model-1"
    assert (answer.by, answer.control) == (("language",), ("product", "month"))
    told = [one for one in answer.findings if one.clear]
    assert {one.group for one in told} == {"th"}
    assert {one.cause for one in told} == {"model"}
    sentence = next(one.sentence for one in told if "that are not negative" in one.sentence)
    assert sentence.startswith("Reviews in Thai that are not negative are called negative in ")
    assert "elsewhere in 4 %" in sentence or "elsewhere in 5 %" in sentence
    assert "points more (" in sentence
    assert "also among reviews of the same product and true class" in sentence
    assert sentence.endswith("the model's doing, not the customers'.")
    assert any("more often than they truly are" in one.sentence for one in told)
    thai = next(group for group in answer.groups if group.group == ("th",))
    assert f", n = {thai.false_positive_rate.n}, also" in sentence
    gap = thai.against_rest["false_positive_rate"]
    assert gap.clear and gap.stands_controlled and gap.q < 0.001
    assert gap.difference.value == pytest.approx(0.4, abs=0.08)
    assert answer.overall is not None and answer.overall.n == 903


def test_a_group_of_three_gets_a_reason_and_no_number(fill: Fill) -> None:
    answer = fairness(fill(rows()), by=["language"])
    swahili = answer.groups[-1]
    assert swahili.group == ("sw",) and swahili.suppressed
    assert isnan(swahili.error.value) and not swahili.against_rest
    assert any("No numbers for reviews in Swahili (3)" in one for one in answer.unsaid)
    assert not any("Swahili" in one.sentence for one in answer.findings)
    assert all("sw" not in one.worst + one.best for one in answer.disparities)


def test_the_assortments_gap_is_told_as_such(fill: Fill) -> None:
    database = fill(rows(hard_kettles=True))
    plain = fairness(database, by=["market"])
    assert any(one.clear and one.group == "TH" for one in plain.findings)
    assert all("perhaps" in one.sentence for one in plain.findings if one.clear)
    answer = fairness(database, by=["market"], control=["product"])
    assert answer.findings and not any(one.clear for one in answer.findings)
    assert {one.cause for one in answer.findings} == {"not known"}
    assert any(
        "but among reviews of the same product and true class it is" in one.sentence
        for one in answer.findings
    )


def test_a_fair_model_is_told_to_be_so(fill: Fill) -> None:
    answer = fairness(fill(rows(thai=0.05)), by=["language"], control=["product"])
    [one] = answer.findings
    assert (one.clear, one.group, one.size, one.n) == (False, "", 0.0, 900)
    assert one.sentence.startswith("Between 2 groups by language no gap")


def test_where_stars_are_the_truth_it_may_be_the_way_of_rating(fill: Fill) -> None:
    answer = fairness(fill(rows(truth="stars", small=0)), by=["language"])
    told = [one for one in answer.findings if one.clear]
    assert told and {one.cause for one in told} == {"not known"}
    assert all("the gap may be the way of rating" in one.sentence for one in told)
    assert any("than their stars say" in one.sentence for one in told)
    assert any("the truth rests on stars" in one for one in answer.unsaid)


def test_groups_are_crossed_and_kept_columns_go_by_their_name(fill: Fill) -> None:
    database = fill(rows())
    crossed = fairness(database, by=("language", "product"))
    assert {one.group for one in crossed.groups} >= {("th", "Kettle"), ("de", "Lamp")}
    assert any(one.group == "th × Kettle" for one in crossed.findings)
    assert any("in Thai of the product 'Kettle'" in one.sentence for one in crossed.findings)
    kept = fairness(database, by=["Tier"])
    assert kept.by == ("column:Tier",)
    assert any("of which Tier is 'gold'" in one.sentence for one in kept.findings)
    assert repr(kept) == repr(fairness(database, by=["column:Tier"]))


@pytest.mark.parametrize(
    ("by", "control", "words"),
    [
        (["nothing"], [], "nothing"),
        (["column:nothing"], [], "nothing"),
        ([], [], "No grouping"),
        (["market"], ["market"], "as a control"),
        (["model"], [], "model"),
    ],
)
def test_bad_groupings_are_explained(
    fill: Fill, by: list[str], control: list[str], words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        fairness(fill(rows()[:30]), by=by, control=control)


def test_a_grouping_named_twice_is_one(fill: Fill) -> None:
    database = fill(rows()[:30])
    assert fairness(database, by=["market", "market"]).by == ("market",)


def test_an_unknown_sentiment_is_explained(database: Database) -> None:
    with pytest.raises(UsageError, match="furious"):
        fairness(database, by=["market"], sentiment="furious")


def test_nothing_to_compare_is_explained(fill: Fill, database: Database) -> None:
    def why(**kwargs) -> str:
        answer = fairness(database, by=["language"], **kwargs)
        assert answer.overall is None and not answer.groups and not answer.findings
        [sentence] = answer.unsaid
        return sentence

    assert why() == "There are no reviews with a text in view."
    fill(rows())
    assert "has a truth to compare" in why(truths=("annotation",))
    assert "there is no other group" in why(filters=Filters(languages=("th",)))
    assert "reviews in Thai" in why(filters=Filters(languages=("th",)))


def test_groups_that_are_all_too_small_are_explained(fill: Fill) -> None:
    answer = fairness(fill(rows(small=0)[:40]), by=["language"])
    assert answer.overall is None
    assert answer.unsaid[0].startswith("None of the 2 groups has 30 scored reviews with a truth")


def test_undecided_and_unscored_reviews_are_said_to_be_left_out(fill: Fill) -> None:
    given = rows()
    for place in range(5):
        given[place] = {name: value for name, value in given[place].items() if name != "scores"}
    database = fill(given)
    annotate(database, review_id=50, answer="mixed", annotator="Ana", drawn=True)
    answer = fairness(database, by=["language"])
    assert any("1 review that people call mixed" in one for one in answer.unsaid)
    assert any(
        one.startswith("5 reviews with a truth that the model has not") for one in answer.unsaid
    )


def test_a_control_that_is_not_known_holds_nothing_alike(fill: Fill) -> None:
    given = [row | {"product": None} if place % 4 else row for place, row in enumerate(rows())]
    database = fill(given)
    answer = fairness(database, by=["language"], control=["product", "month"])
    told = [one.sentence for one in answer.findings if "also among" in one.sentence]
    assert told and all("same product and true class" in one or "same product:" in one
                        for one in told)  # fmt: skip
    assert "No review in view has a known month: gaps are not held to the same month." in (
        answer.unsaid
    )
    assert any("% of the reviews the product is not known" in one for one in answer.unsaid)


def test_the_smallest_groups_count_among_all_others_only(
    fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sentiment.workflows.fairness.MOST_GROUPS", 1)
    answer = fairness(fill(rows()), by=["language"])
    [german] = answer.groups
    assert german.group == ("de",) and answer.overall is not None and answer.overall.n == 903
    assert german.against_rest["error"].difference.value < 0
    assert any(one.startswith("The smallest groups, 2 of them") for one in answer.unsaid)


def test_a_group_that_is_nearly_all_there_is_has_nothing_to_be_held_against(fill: Fill) -> None:
    given = [row for place, row in enumerate(rows(small=0)) if place % 3 or place < 60]
    answer = fairness(fill(given), by=["language"])
    assert not answer.findings and not answer.disparities
    assert any(one.startswith("Reviews in German are nearly all") for one in answer.unsaid)
    assert isnan(answer.groups[0].against_rest["selection_rate"].p)
    assert not isnan(answer.groups[0].error.value)


def test_answers_about_picked_reviews_are_left_out_and_that_is_said(fill: Fill) -> None:
    database = fill(rows())
    before = fairness(database, by=["language"])
    for review_id in (50, 51):
        annotate(database, review_id=review_id, answer="positive", annotator="Ana")
    after = fairness(database, by=["language"])
    assert str(after.groups) == str(before.groups)  # nan is not nan
    assert any("2 reviews are not used" in one for one in after.unsaid)
    stars = fairness(database, by=["language"], truths=("stars",))
    assert not any("picked" in one for one in stars.unsaid)
