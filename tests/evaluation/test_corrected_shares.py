from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sentiment.evaluation.adjusted_counts import ErrorRates
from sentiment.evaluation.corrected_shares import (
    KnownErrors,
    KnownRates,
    correct_shares,
    rates_of_labelled,
    rates_of_language,
)
from sentiment.evaluation.labelled_strata import RepresentativeTable

TABLE = np.array([[80.0, 10, 10], [10, 30, 10], [6, 4, 140]])
SURE = rates_of_labelled(TABLE * 20, method="language errors", name="sw")
NOBODY = RepresentativeTable(np.zeros((3, 3)), 0)
CALLED = {"sw": np.array([300.0, 100, 600])}


def labels(table, *, uncovered=0.0):
    return RepresentativeTable(np.array(table), int(np.sum(table)), uncovered=uncovered)


def test_the_labels_of_the_group_come_first():
    drawn = correct_shares(
        "KE", called=CALLED, labels=labels(TABLE), known=KnownErrors({"sw": SURE}.get)
    )
    shares = drawn.shares
    assert (shares.method, shares.labelled, shares.scored) == ("labelled", 300, 1000)
    assert shares.why_not is None
    assert shares.corrected is not None
    expected = 0.3 * 80 / 96 + 0.1 * 10 / 44 + 0.6 * 10 / 160
    assert shares.corrected[0].value == pytest.approx(expected, abs=0.005)
    assert sum(one.value for one in shares.corrected) == pytest.approx(1, abs=1e-6)
    assert {one.n for one in shares.corrected} == {300}
    assert {one.n for one in shares.raw} == {1000}
    assert all(one.low <= one.value <= one.high for one in (*shares.raw, *shares.corrected))
    assert shares.label_variance is not None


def test_few_labels_fall_back_on_the_language():
    few = labels(TABLE * (29 / TABLE.sum()))
    shares = correct_shares(
        "KE", called=CALLED, labels=few, known=KnownErrors({"sw": SURE}.get)
    ).shares
    assert (shares.method, shares.labelled) == ("language errors", 29)
    assert shares.corrected is not None
    assert shares.corrected[0].n == 6000
    assert shares.corrected[0].value == pytest.approx(0.325, abs=0.02)


def test_languages_are_put_together_by_how_many_reviews_they_have():
    perfect = rates_of_labelled(np.eye(3) * 5_000, method="published errors", name="en")
    known = KnownErrors({"sw": SURE, "en": perfect}.get)
    called = {"sw": np.array([300.0, 100, 600]), "en": np.array([500.0, 250, 250])}
    shares = correct_shares("KE", called=called, labels=NOBODY, known=known).shares
    assert shares.method == "published errors"
    assert shares.corrected is not None
    assert shares.corrected[0].value == pytest.approx((0.325 + 0.5) / 2, abs=0.02)
    assert shares.corrected[0].n == 6000 + 15000


def test_a_language_of_which_nothing_is_known_is_left_out_only_where_it_is_small():
    known = KnownErrors({"sw": SURE}.get)
    called = CALLED | {"th": np.array([10.0, 10, 10])}
    shares = correct_shares("KE", called=called, labels=NOBODY, known=known).shares
    assert (shares.method, shares.left_out, shares.scored) == ("language errors", 30, 1030)
    called = CALLED | {"th": np.array([100.0, 10, 10])}
    shares = correct_shares("KE", called=called, labels=NOBODY, known=known).shares
    assert (shares.method, shares.corrected) == ("none", None)
    assert shares.why_not is not None
    assert "30 are needed" in shares.why_not
    assert "in Thai" in shares.why_not


@pytest.mark.parametrize(
    ("called", "given", "reason"),
    [
        ({}, {}, "no model has scored"),
        (CALLED, {"labels": labels(TABLE, uncovered=0.4)}, "40 % of its reviews are in others"),
        (CALLED, {"labels": RepresentativeTable(TABLE / 20, 300)}, "count for 15, 30 are needed"),
        (
            CALLED,
            {"known": KnownErrors({"sw": SURE}.get, not_transferable="filters forbid")},
            "and filters forbid",
        ),
        ({"": np.array([5.0, 5, 5])}, {}, "reviews of no known language"),
        (CALLED, {"period": date(2025, 1, 1)}, "50 are needed to correct a period"),
    ],
)
def test_where_nothing_is_known_there_is_a_reason(called, given, reason):
    drawn = correct_shares(
        "KE", called=called, **({"labels": NOBODY, "known": KnownErrors()} | given)
    )
    assert drawn.corrected is None
    assert drawn.shares.corrected is None
    assert drawn.shares.method == "none"
    assert reason in drawn.shares.why_not


def test_rates_that_leave_too_much_open_give_no_number():
    vague = KnownRates(
        "published errors",
        ErrorRates.of(np.random.default_rng(0).dirichlet([2, 1, 1], size=(4_000, 3))),
        50,
    )
    shares = correct_shares(
        "KE", called=CALLED, labels=NOBODY, known=KnownErrors({"sw": vague}.get)
    ).shares
    assert shares.corrected is None
    assert shares.why_not is not None
    assert "published errors on texts of other sources in Swahili" in shares.why_not


def test_a_month_is_corrected_with_the_errors_of_its_group_over_all_time():
    own = rates_of_labelled(TABLE * 10, method="group errors", name="KE")
    shares = correct_shares(
        "KE",
        called={"sw": np.array([60.0, 20, 120])},
        labels=labels(TABLE * 10),
        known=KnownErrors(),
        period=date(2025, 1, 1),
        own=own,
    ).shares
    assert (shares.method, shares.scored, shares.period) == ("group errors", 200, date(2025, 1, 1))


def test_rates_need_fifty_labels_and_five_of_each_class():
    assert rates_of_labelled(np.diag([20.0, 4, 40]), method="group errors", name="") is None
    assert rates_of_labelled(np.diag([20.0, 9, 20]), method="group errors", name="") is None
    found = rates_of_labelled(np.diag([20.0, 5, 25]), method="group errors", name="")
    assert found is not None
    assert found.texts == 50


def test_labels_of_one_market_say_less_of_another_than_those_of_several():
    one = rates_of_language([TABLE * 20], name="de")
    several = rates_of_language([TABLE * 2] * 10, name="de")
    alike = rates_of_labelled(TABLE * 20, method="language errors", name="de")
    assert one is not None and several is not None and alike is not None
    assert one.texts == several.texts == alike.texts == 6_000
    assert one.method == "language errors"
    spreads = [known.errors.rates.std(axis=0)[0, 0] for known in (one, several, alike)]
    assert spreads[0] > spreads[1] > spreads[2]
    # Two groups with a concentration of 100 each lie √2 as far apart as one from the mean.
    assert spreads[0] == pytest.approx((2 * 0.8 * 0.2 / 101) ** 0.5, rel=0.1)
    assert rates_of_language([np.diag([20.0, 4, 40])], name="de") is None


def test_intervals_hold_where_groups_of_a_language_differ():
    random = np.random.default_rng(0)
    rates, truth = TABLE / TABLE.sum(axis=1, keepdims=True), np.array([0.2, 0.1, 0.7])

    def of_a_group():
        return np.array([random.dirichlet(row * 100) for row in rates])

    held = []
    for number in range(80):
        sizes = zip((150, 100, 250), of_a_group(), strict=True)
        table = np.array([random.multinomial(*pair) for pair in sizes], float)
        known = rates_of_language([table], name=f"de {number}")
        assert known is not None
        called = {"de": random.multinomial(3_000, truth @ of_a_group()).astype(float)}
        shares = correct_shares(
            f"AT {number}", called=called, labels=NOBODY, known=KnownErrors({"de": known}.get)
        ).shares
        if shares.corrected is not None:
            held += [
                one.low <= share <= one.high
                for one, share in zip(shares.corrected, truth, strict=True)
            ]
    # With the same rates in all groups 84 of 100.
    assert len(held) > 90 and np.mean(held) >= 0.93
