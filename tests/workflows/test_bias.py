from __future__ import annotations

from collections.abc import Iterator

import pytest

from sentiment.errors import UsageError
from sentiment.records import Filters
from sentiment.storage.database import Database
from sentiment.workflows.bias import BiasAnswer, survey_bias
from sentiment.workflows.opening import open_store
from tests.bias_data import fill_biased


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = open_store(tmp_path_factory.mktemp("bias") / "biased.duckdb")
    fill_biased(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def answer(store: Database) -> BiasAnswer:
    return survey_bias(store, by=("market",))


def told(answer: BiasAnswer, topic: str, group: str) -> list[str]:
    return [
        one.sentence
        for one in answer.findings
        if one.clear and one.topic == topic and one.group == group
    ]


def test_what_was_planted_is_found_and_put_down_to_its_cause(answer: BiasAnswer) -> None:
    assert any("Customers in Japan give 0." in one for one in told(answer, "rating style", "JP"))
    assert any("called negative" in one for one in told(answer, "shares", "US"))
    assert any(
        one.topic == "fairness" and one.clear and one.cause == "model" and "United" in one.sentence
        for one in answer.findings
    )
    causes = {(one.topic, one.group): one.cause for one in answer.findings if one.clear}
    assert causes["rating style", "JP"] == "rating style"
    assert causes["shares", "US"] == "model"
    assert (answer.reviews, answer.scored, answer.database) == (1800, 1800, "biased.duckdb")


def test_the_corrected_share_is_nearer_to_the_truth_than_the_raw_one(answer: BiasAnswer) -> None:
    shares = {one.group: one for one in answer.shares["market"].groups}
    american, japanese = shares["US"], shares["JP"]
    assert american.corrected is not None and japanese.corrected is not None
    # The same customers: what differs is how the model reads them.
    raw = abs(american.raw[0].value - japanese.raw[0].value)
    corrected = abs(american.corrected[0].value - japanese.corrected[0].value)
    assert raw > 0.15 and corrected < raw / 2


def test_clear_findings_come_first_and_every_number_has_its_row(answer: BiasAnswer) -> None:
    clear = [one.clear for one in answer.findings]
    assert clear == sorted(clear, reverse=True)
    topics = {measure.topic for measure in answer.measures}
    assert topics == {"shares", "rating style", "fairness"}
    assert {m.name for m in answer.measures if m.group == "JP"} == {"Japan"}
    assert all(m.interval.low <= m.interval.high for m in answer.measures)
    assert any("not probed yet" in sentence for sentence in answer.unsaid)
    assert len(answer.unsaid) == len(set(answer.unsaid))


def test_a_column_that_is_missing_is_refused(store: Database) -> None:
    with pytest.raises(UsageError, match="Reviews cannot be grouped by 'colour'"):
        survey_bias(store, by=("colour",))


def test_one_group_or_none_get_an_explanation_and_no_number(store: Database) -> None:
    alone = survey_bias(store, by=("market",), filters=Filters(markets=("JP",)))
    assert not any(one.clear and one.topic != "shares" for one in alone.findings)
    assert any("no other group" in sentence for sentence in alone.unsaid)
    nobody = survey_bias(store, by=("market",), filters=Filters(markets=("ZZ",)))
    assert not nobody.findings and not nobody.measures and nobody.unsaid
