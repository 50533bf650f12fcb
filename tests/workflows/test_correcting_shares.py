"""Corrected shares of a database in which the truth is known."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from sentiment.errors import UsageError
from sentiment.evaluation.findings import ordered_findings
from sentiment.models.stated_confusion import SourceConfusion, StatedConfusion
from sentiment.records import Filters
from sentiment.storage.annotations import annotate
from sentiment.workflows.correcting_shares import (
    LabellingGain,
    corrected_shares,
    gain_sentence,
    labelling_gain,
)
from sentiment.workflows.opening import open_store
from tests.shares_data import MARKETS, store_markets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sentiment.storage.database import Database

TRUTH = {market: shares for market, _, shares, *_ in MARKETS}


@pytest.fixture(scope="module")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shares") / "markets.duckdb"
    with open_store(path) as opened:
        store_markets(opened)
    return path


@pytest.fixture
def markets(filled_file: Path, tmp_path: Path) -> Iterator[Database]:
    with open_store(shutil.copy(filled_file, tmp_path / "markets.duckdb")) as opened:
        yield opened


def test_markets_are_corrected_by_the_best_method_that_there_is(markets: Database) -> None:
    answer = corrected_shares(markets, by="market")
    assert answer.model_id == "model-1"
    assert [one.group for one in answer.groups] == ["BR", "DE", "JP", "AT", "KE"]
    groups = {one.group: one for one in answer.groups}
    methods = {name: one.method for name, one in groups.items()}
    assert methods == {
        "BR": "labelled", "DE": "labelled", "JP": "labelled",
        "AT": "language errors", "KE": "none",
    }  # fmt: skip
    assert "40" not in (groups["KE"].why_not or "40")
    assert "in Swahili" in (groups["KE"].why_not or "")
    held = [
        share.low <= truth <= share.high
        for name in ("JP", "AT", "DE", "BR")
        for share, truth in zip(groups[name].corrected or (), TRUTH[name], strict=True)
    ]
    assert sum(held) >= 10
    japan = groups["JP"]
    assert japan.corrected is not None
    raw_error = abs(japan.raw[0].value - TRUTH["JP"][0])
    assert abs(japan.corrected[0].value - TRUTH["JP"][0]) < raw_error / 2


def test_findings_tell_the_models_errors_and_which_gaps_are_real(markets: Database) -> None:
    answer = corrected_shares(markets, by="market")
    sentences = [one.sentence for one in answer.findings]
    [off] = [one for one in answer.findings if "than people call them so" in one.sentence]
    assert off.cause == "model"
    assert off.group == "JP"
    assert off.sentence.startswith("Reviews from Japan are called negative ")
    assert off.sentence.endswith("250 labelled reviews; likely the model.")
    assert " points (95 %: " in off.sentence
    assert "more often than people call them so" in off.sentence
    assert any("than Germany after the model's errors are taken out" in s for s in sentences)
    [lost] = [one for one in answer.findings if "does not survive" in one.sentence]
    assert lost.sentence.startswith("Japan is called negative ")
    assert "than Brazil" in lost.sentence
    assert lost.sentence.endswith("labelled texts on each side; likely the model.")
    assert lost.clear
    assert answer.findings == ordered_findings(answer.findings)
    assert all(one.n > 0 and one.sentence.endswith(".") for one in answer.findings)
    pairs = {frozenset((one.first, one.second)): one for one in answer.ranking.pairs}
    assert pairs[frozenset(("BR", "DE"))].survives
    assert not pairs[frozenset(("BR", "JP"))].survives
    assert answer.ranking.not_compared == ("KE",)


def test_what_cannot_be_said_is_told(markets: Database) -> None:
    annotate(markets, review_id=1, answer="negative", annotator="Ana")
    annotate(markets, review_id=2, answer="mixed", annotator="Ana", drawn=True)
    unsaid = " ".join(corrected_shares(markets, by="market").unsaid)
    assert "no corrected shares of reviews from Kenya: 0 of its reviews" in unsaid
    assert "picked" in unsaid
    assert "mixed or cannot tell" in unsaid
    assert "Labels of 749 reviews come from the files" in unsaid
    assert "Stars are not used" in unsaid
    one = corrected_shares(markets, by="market", filters=Filters(markets=("JP",)))
    assert "one group only" in " ".join(one.unsaid)
    none = corrected_shares(markets, by="market", filters=Filters(markets=("XX",)))
    assert (none.groups, none.overall.scored) == ((), 0)
    assert "no shares to correct" in none.unsaid[0]


def test_all_together_is_not_corrected_with_labels_of_some_markets(markets: Database) -> None:
    filters = Filters(markets=("DE", "AT"))
    overall = corrected_shares(markets, by="market", filters=filters).overall
    # Of Austria, 30 % of these, nobody labelled a review: the errors in German are used.
    assert (overall.method, overall.labelled) == ("language errors", 250)
    assert overall.corrected is not None
    assert overall.corrected[0].low <= 0.1 <= overall.corrected[0].high


def test_all_together_counts_groups_that_are_not_shown(
    markets: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = corrected_shares(markets, by="market").overall
    monkeypatch.setattr("sentiment.workflows.correcting_shares.MOST_GROUPS", 2)
    answer = corrected_shares(markets, by="market")
    assert [one.group for one in answer.groups] == ["BR", "DE"]
    assert answer.overall == whole
    assert "The 2 largest groups are shown" in " ".join(answer.unsaid)


def test_months_use_the_errors_of_all_time(markets: Database) -> None:
    answer = corrected_shares(markets, by="market", grain="month")
    japan = [one for one in answer.periods if one.group == "JP"]
    assert [f"{one.period}" for one in japan] == ["2025-01-01", "2025-02-01", "2025-03-01"]
    assert {one.method for one in japan} == {"group errors"}
    assert {one.labelled for one in japan} == {250}
    held = [one.corrected is not None and one.corrected[0].low <= 0.35 <= one.corrected[0].high
            for one in japan]  # fmt: skip
    assert sum(held) >= 2
    february = Filters(since=date(2025, 2, 1), until=date(2025, 2, 28))
    narrowed = corrected_shares(markets, by="market", filters=february, grain="month")
    assert {one.labelled for one in narrowed.periods if one.group == "JP"} == {250}
    assert corrected_shares(markets, by="market").periods == ()


def test_filters_by_what_the_model_says_leave_own_labels_only(markets: Database) -> None:
    answer = corrected_shares(markets, by="market", filters=Filters(sentiments=("negative",)))
    groups = {one.group: one for one in answer.groups}
    assert groups["JP"].method == "labelled"
    assert groups["AT"].method == "none"
    assert "the filters choose reviews" in (groups["AT"].why_not or "")


def test_published_errors_serve_where_they_say_enough(
    markets: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = ((900, 50, 50), (100, 800, 100), (40, 40, 920))
    stated = StatedConfusion(
        model_id="model-1",
        sources=tuple(SourceConfusion(f"shop {n}", "sw", True, table) for n in range(4)),
        language_spread=(128.0,) * 3,
        source_spread=(2_000.0,) * 3,
        tried=6,
        answered=6,
        covered=0.95,
    )
    monkeypatch.setattr("sentiment.models.catalogue.find_confusions", lambda identity: stated)
    groups = {one.group: one for one in corrected_shares(markets, by="market").groups}
    kenya = groups["KE"]
    assert kenya.method == "published errors"
    assert kenya.corrected is not None
    assert kenya.corrected[0].n == 12_000
    poor = replace(stated, answered=1, covered=0.33)
    monkeypatch.setattr("sentiment.models.catalogue.find_confusions", lambda identity: poor)
    refused = {one.group: one for one in corrected_shares(markets, by="market").groups}["KE"]
    assert refused.corrected is None
    assert "6 sources were left out in turn; 1 of them could be corrected" in str(refused.why_not)
    assert refused.label_variance is not None
    gain = labelling_gain(kenya, more=30)
    assert (gain.more, gain.guessed) == (30, False)
    assert gain.after is not None


def test_what_is_no_grouping_is_refused(markets: Database) -> None:
    with pytest.raises(UsageError, match="colour"):
        corrected_shares(markets, by="colour")
    with pytest.raises(UsageError, match="no period"):
        corrected_shares(markets, by=None, grain="year")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("gain", "words"),
    [
        (
            LabellingGain("JP", 250, 50, 0.052, 0.048, guessed=False),
            "Labelling 50 more reviews from Japan, drawn at random, would narrow the negative "
            "share from ±5.2 to about ±4.8 points.",
        ),
        (LabellingGain("US", 0, 50, None, 0.1, guessed=True), "to about ±10.0 points at most."),
        (LabellingGain("US", 0, 50, None, 0.1, guessed=False), "share to about ±10.0 points."),
        (LabellingGain("US", 9, 5, None, None, guessed=False), "would make 14: still too few"),
        (LabellingGain("US", 0, 50, 0.05, 0.06, guessed=False), "at about ±6.0 points (±5.0 now)"),
        (LabellingGain("US", 9, 0, None, None, guessed=False), "All reviews from the United"),
    ],
)
def test_what_labels_buy_is_told(gain: LabellingGain, words: str) -> None:
    assert words in gain_sentence(gain, by="market")
