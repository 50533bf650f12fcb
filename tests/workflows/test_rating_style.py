"""Rating styles of a stored world in which they are known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sentiment.errors import UsageError
from sentiment.evaluation.periods import latest_period
from sentiment.records import Filters
from sentiment.storage.database import Database, open_database
from sentiment.workflows.exploring import choices
from sentiment.workflows.rating_style import rating_style
from sentiment.workflows.trends import follow_sentiment
from tests.rating_data import Rated, simulate, store


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Japan gives half a star less; Iceland has three reviews, and some have no market."""
    sizes = {"US": 700, "DE": 500, "JP": 400, "FR": 60, "IS": 3, "": 12}
    with open_database(tmp_path_factory.mktemp("styles") / "reviews.duckdb") as opened:
        store(opened, simulate(sizes, styles={"JP": -0.5}, product_spread=0.2, seed=5))
        yield opened


def test_the_market_that_rates_differently_is_named_in_a_sentence(world):
    answer = rating_style(world, by="market")
    assert [style.group for style in answer.groups] == ["US", "DE", "JP", "FR"]
    (japan,) = (one for one in answer.findings if one.group == "JP")
    assert japan is answer.findings[0]
    assert japan.clear and japan.cause == "rating style" and japan.n == 400
    assert japan.sentence.startswith("Customers in Japan give 0.")
    assert "stars less (" in japan.sentence and "than is usual over 3 markets" in japan.sentence
    assert "n = 400, 30 products; q < 0.001" in japan.sentence
    assert "a way of rating, not of feeling." in japan.sentence
    (france,) = (one for one in answer.findings if one.group == "FR")
    assert not france.clear and "60 reviews are fewer than 100" in france.sentence


def test_a_gap_that_the_models_reading_explains_is_put_down_to_the_model(tmp_path: Path):
    sizes = {"US": 500, "DE": 500, "PL": 400, "JP": 400}
    rated = simulate(sizes, styles={"JP": -0.6}, misread={"PL": -0.9}, products=25, seed=3)
    with open_database(tmp_path / "labelled.duckdb") as opened:
        store(opened, rated, labelled=4)
        labelled = rating_style(opened, by="market")
    found = {one.group: one for one in labelled.findings}
    assert found["PL"].clear and found["PL"].cause == "model"
    assert "in 100 labelled reviews the model reads their words as unkinder" in found["PL"].sentence
    assert "likely the model, and not a way of rating." in found["PL"].sentence
    assert found["JP"].clear and found["JP"].cause == "rating style"
    assert "a way of rating, not of feeling." in found["JP"].sentence
    assert not any("is not known: it takes" in sentence for sentence in labelled.unsaid)
    with open_database(tmp_path / "bare.duckdb") as opened:
        store(opened, rated)
        bare = rating_style(opened, by="market")
    found = {one.group: one for one in bare.findings}
    assert found["PL"].cause == "rating style"
    assert "likely a way of rating" in found["PL"].sentence
    assert any("as people do is not known" in sentence for sentence in bare.unsaid)


def test_what_is_known_of_two_products_only_is_not_called_a_way_of_rating(tmp_path: Path):
    rated = simulate({"US": 400, "DE": 400, "JP": 400}, styles={"JP": -0.6}, products=2, seed=1)
    with open_database(tmp_path / "two.duckdb") as opened:
        store(opened, rated)
        found = {one.group: one for one in rating_style(opened, by="market").findings}
    assert found["JP"].clear and found["JP"].cause == "not known"
    assert found["JP"].sentence.endswith("not a way of rating, there are too few.")


def test_what_cannot_be_said_is_said(world):
    unsaid = " ".join(rating_style(world, by="market").unsaid)
    assert "Iceland (3)" in unsaid and "fewer than 10" in unsaid
    assert "12 reviews of which the market is not known" in unsaid


def test_counts_tell_what_was_used(world):
    overall = rating_style(world, by="market").overall
    assert (overall.reviews, overall.rated, overall.used) == (1675, 1675, 1660)


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (Filters(markets=("JP",)), "1 of the markets in view (Japan) has 10 reviews or more"),
        (Filters(markets=("IS", "JP")), "at least two are needed"),
        (Filters(markets=("IS",)), "0 of the markets in view have 10 reviews"),
        (Filters(markets=("XX",)), "No review is in view"),
        (Filters(stars=(1, 2)), "picked by their stars or by their score"),
        (Filters(sentiments=("negative",)), "take these filters off"),
    ],
)
def test_bad_input_is_explained_and_has_no_numbers(world, filters, said):
    answer = rating_style(world, by="market", filters=filters)
    assert said in " ".join(answer.unsaid)
    assert answer.groups == () and answer.findings == ()


def test_an_unknown_grouping_is_refused(world):
    with pytest.raises(UsageError, match="moon"):
        rating_style(world, by="moon")


def test_without_a_declared_style_that_is_the_answer(tmp_path: Path):
    with open_database(tmp_path / "even.duckdb") as opened:
        store(opened, simulate({"US": 300, "DE": 300}, seed=2))
        answer = rating_style(opened, by="market")
    assert answer.findings[0].sentence.startswith("None of the 2 markets is found to give more")
    assert not any(one.clear for one in answer.findings)
    assert all("no rating style is declared, because" in one.sentence
               for one in answer.findings[1:])  # fmt: skip


def test_without_stars_or_without_scores_nothing_is_compared(tmp_path: Path):
    rated = simulate({"US": 30, "DE": 30})
    bare = Rated(rated.stars * float("nan"), rated.probabilities, rated.groups, rated.products)
    with open_database(tmp_path / "bare.duckdb") as opened:
        store(opened, bare)
        answer = rating_style(opened, by="market")
    assert answer.groups == ()
    assert answer.unsaid == ("No review in view has stars, so how they are used cannot be said.",)


def test_trends_take_the_declared_style_out_and_leave_others_alone(world):
    wanted = {
        "by": "market",
        "grain": "month",
        "measure": "stars",
        "period": latest_period(choices(world), days=None),
    }
    as_given = follow_sentiment(world, **wanted)
    without = follow_sentiment(world, **wanted, without_style=True)
    gaps = dict(without.taken_out)
    styles = rating_style(world, by="market").groups
    assert gaps == {style.group: style.gap for style in styles if style.declared}
    assert gaps["JP"].value < -0.2 and "FR" not in gaps
    for given, less in zip(as_given.series, without.series, strict=True):
        for point, moved in zip(given.points, less.points, strict=True):
            if given.group in gaps:
                gap = gaps[given.group].value
                assert moved.value.value == pytest.approx(point.value.value - gap)
                assert moved.value.high - moved.value.low > point.value.high - point.value.low
            else:
                assert moved == point


def test_a_style_is_taken_out_of_stars_by_market_or_language_only(world):
    period = latest_period(choices(world), days=None)
    for by, measure in (("product", "stars"), ("market", "net")):
        with pytest.raises(UsageError, match="rating style"):
            follow_sentiment(
                world, by=by, grain="month", measure=measure, period=period, without_style=True
            )
