"""What is said where shares cannot be corrected."""

from __future__ import annotations

from sentiment.evaluation.corrected_shares import CorrectedShares
from sentiment.records import Interval
from sentiment.storage.share_counts import AnsweredReviews
from sentiment.workflows.share_sentences import what_cannot_be_corrected

TOO_FEW = "0 of its reviews were drawn at random and labelled, 30 are needed"


def uncorrected(group: str, why_not: str = TOO_FEW) -> CorrectedShares:
    raw = Interval(0.3, 0.2, 0.4, 90)
    return CorrectedShares(
        group=group,
        scored=90,
        labelled=0,
        method="none",
        raw=(raw, raw, raw),
        corrected=None,
        why_not=why_not,
        period=None,
    )


def said(*groups: CorrectedShares, overall: CorrectedShares) -> list[str]:
    answered = AnsweredReviews(drawn=0, undecided=0, picked=0)
    told = what_cannot_be_corrected(overall, groups, by="market", answered=answered)
    return [one for one in told if one.startswith("There are no corrected")]


def test_groups_with_the_same_reason_share_a_sentence() -> None:
    told = said(uncorrected("JP"), uncorrected("DE"), overall=uncorrected(""))
    assert told == [
        "There are no corrected shares of reviews from Japan; reviews from Germany; all reviews "
        f"together: for each of these, {TOO_FEW}."
    ]


def test_other_reasons_stand_apart_and_all_reviews_are_many() -> None:
    told = said(uncorrected("JP", "nothing fits"), overall=uncorrected(""))
    assert told == [
        "There are no corrected shares of reviews from Japan: nothing fits.",
        "There are no corrected shares of all reviews together: 0 of them were drawn at "
        "random and labelled, 30 are needed.",
    ]
