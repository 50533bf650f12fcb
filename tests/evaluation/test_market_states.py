"""Markets at a glance: what is judged, and in which order."""

from __future__ import annotations

from datetime import date, timedelta

from sentiment.evaluation.market_states import arrange_markets
from sentiment.evaluation.periods import Period
from sentiment.records import SentimentCounts

PERIOD = Period(date(2026, 4, 6), date(2026, 7, 4))


def counts(market: str, negative: int, positive: int, start: date | None = None):
    return SentimentCounts(market, negative + positive, negative, 0, positive, period=start)


def arrange(now, before, *, series=(), previous=True):
    return arrange_markets(
        now,
        before,
        series=list(series),
        period=PERIOD,
        previous=PERIOD.before() if previous else None,
        grain="week",
    )


def test_clear_worsening_comes_first_by_size_times_volume():
    overview = arrange(
        now=[
            counts("ES", 50, 50),
            counts("FR", 2, 3),
            counts("US", 300, 700),
            counts("DE", 60, 40),
            counts("IT", 10, 90),
            counts("JP", 400, 600),
        ],
        before=[
            counts("ES", 50, 50),
            counts("FR", 1, 4),
            counts("US", 200, 800),
            counts("DE", 20, 80),
            counts("IT", 40, 60),
            counts("JP", 390, 610),
        ],
    )
    order = [(state.market, state.attention) for state in overview.markets]
    assert order == [
        ("US", "worse"),
        ("DE", "worse"),
        ("JP", "steady"),
        ("ES", "steady"),
        ("IT", "better"),
        ("FR", "too few"),
    ]
    assert round(overview.markets[0].extra_negative) == 100
    assert round(overview.markets[1].extra_negative) == 40


def test_a_market_without_a_past_is_too_few_to_compare():
    overview = arrange(now=[counts("DE", 60, 40)], before=[])
    state = overview.markets[0]
    assert state.rise is None and state.net_change is None and state.attention == "too few"
    assert state.negative.value == 0.6 and state.negative.n == 100


def test_without_a_period_before_the_change_found_decides():
    weeks = [date(2026, 1, 5) + timedelta(days=7 * week) for week in range(20)]
    series = [counts("DE", 3 if week < 12 else 12, 15, start) for week, start in enumerate(weeks)]
    steady = [counts("FR", 4, 15, start) for start in weeks]
    overview = arrange(
        now=[counts("FR", 80, 300), counts("DE", 132, 300)],
        before=[],
        series=[*series, *steady],
        previous=False,
    )
    first, second = overview.markets
    assert (first.market, first.attention) == ("DE", "worse")
    assert first.change is not None and first.change.start == weeks[12]
    assert len(first.trend) == 20
    assert (second.market, second.attention, second.change) == ("FR", "steady", None)


def test_nothing_scored_is_an_answer_too():
    overview = arrange(now=[SentimentCounts("DE", 50, 0, 0, 0)], before=[counts("DE", 5, 5)])
    assert overview.markets[0].attention == "too few"
    assert overview.markets[0].negative.n == 0
    assert arrange([], []).markets == ()


def test_the_total_adds_all_markets_up():
    overview = arrange(
        now=[counts("DE", 10, 30), counts("FR", 20, 40)],
        before=[counts("DE", 10, 30), counts("ES", 5, 5)],
        series=[counts("DE", 5, 5, date(2026, 5, 4)), counts("FR", 1, 9, date(2026, 5, 4))],
    )
    assert overview.total.counts.negative == 30 and overview.total.negative.n == 100
    assert overview.total.trend[0].negative.n == 20


def test_a_change_that_rounds_to_nothing_is_not_clear():
    overview = arrange(
        now=[counts("DE", 20_300, 79_700), counts("US", 20_800, 79_200)],
        before=[counts("DE", 19_900, 80_100), counts("US", 19_900, 80_100)],
    )
    assert all(state.rise.low > 0 for state in overview.markets)
    found = {state.market: state.attention for state in overview.markets}
    assert found == {"DE": "steady", "US": "worse"}


def test_reviews_without_a_market_come_last_whatever_their_state():
    overview = arrange(
        now=[counts("", 300, 100), counts("DE", 20, 80), counts("FR", 2, 3)],
        before=[counts("", 100, 300), counts("DE", 20, 80), counts("FR", 1, 4)],
    )
    assert [(state.market, state.attention) for state in overview.markets] == [
        ("DE", "steady"),
        ("FR", "too few"),
        ("", "worse"),
    ]
