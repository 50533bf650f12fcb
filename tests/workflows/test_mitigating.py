"""From a proposal to a version in use, and back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sentiment.errors import UsageError
from sentiment.evaluation.class_adjustment import adjust_probabilities
from sentiment.records import Filters, ProgressReport
from sentiment.storage.database import Database
from sentiment.storage.predictions import active_model, set_active_model
from sentiment.workflows import mitigating
from sentiment.workflows.abstaining import active_bands
from sentiment.workflows.comparing_stored import compare_stored, differing_reviews, stored_models
from sentiment.workflows.confusion import confusion
from sentiment.workflows.estimating import estimated_accuracy
from sentiment.workflows.explaining import explain_review
from sentiment.workflows.exploring import find
from sentiment.workflows.importing import import_file
from sentiment.workflows.scoring import score
from tests.evaluation.planted_unfairness import Simulated, simulate
from tests.workflows.unfair_store import BASE, SIZES, store


@pytest.fixture
def unfair() -> Simulated:
    """Thai is called negative too often; of Finnish there is too little."""
    return simulate(SIZES, seed=2, over_called={"th": 2.0})


@pytest.fixture
def scored(database: Database, unfair: Simulated) -> Database:
    store(database, unfair)
    return database


def shown(database: Database) -> dict[str, tuple[float | None, ...]]:
    with database.cursor() as cursor:
        rows = cursor.execute("SELECT text, p_negative, p_neutral, p_positive FROM reviews")
        return {text: tuple(chances) for text, *chances in rows.fetchall()}


def test_a_proposal_says_what_it_does_and_changes_nothing(scored: Database) -> None:
    before = shown(scored)
    proposal = mitigating.propose_mitigation(scored)
    assert (proposal.model_id, proposal.reviews, proposal.starred) == (BASE, 1070, 0)
    assert [one.group for one in proposal.findings] == ["th"]
    [finding] = proposal.findings
    assert "in Thai that are not negative" in finding.sentence
    assert "points more than in all languages together (95 % interval" in finding.sentence
    assert "250 reviews labelled; likely the model)" in finding.sentence
    assert (finding.n, finding.clear, finding.cause) == (250, True, "model")
    assert "accuracy goes from" in proposal.notes[-1]
    assert any("Finnish (20)" in one for one in proposal.unsaid)
    assert not any("stars" in one for one in proposal.unsaid)
    assert proposal == mitigating.propose_mitigation(scored)
    assert (shown(scored), active_model(scored)) == (before, BASE)


def test_a_version_is_applied_undone_used_again_and_deleted(
    scored: Database, unfair: Simulated
) -> None:
    before = shown(scored)
    proposal = mitigating.propose_mitigation(scored)
    seen: list[ProgressReport] = []
    identity = mitigating.apply_mitigation(
        scored, proposal, name=" Fair  to Thai ", by_whom="Ana", progress=seen.append
    )
    assert identity.startswith("words-1+fair-") and active_model(scored) == identity
    assert (seen[0].done, seen[-1].done, seen[-1].total) == (0, 1070, 1070)
    assert seen[0].seconds_left is not None
    expected = adjust_probabilities(
        unfair.probabilities, unfair.languages, proposal.plan.adjustments
    )
    after = shown(scored)
    found = np.array([after[str(number)] for number in range(1070)])
    assert found == pytest.approx(expected, abs=1e-6)
    thai = np.array(unfair.languages) == "th"
    assert (found[thai].argmax(axis=1) == 0).sum() < (
        unfair.probabilities[thai].argmax(1) == 0
    ).sum()

    [version] = mitigating.list_adjustments(scored)
    assert (version.name, version.created_by, version.is_active) == ("Fair to Thai", "Ana", True)
    assert version == mitigating.active_adjustment(scored)
    assert version.constraint == proposal.constraint.in_words
    assert version.adjustments == proposal.plan.adjustments
    assert proposal.findings[0].sentence in version.sentences
    assert version.effects["overall"]["n"] == 1070

    assert mitigating.undo_mitigation(scored) == BASE
    assert shown(scored) == before and mitigating.active_adjustment(scored) is None
    mitigating.use_adjustment(scored, identity)
    assert shown(scored) == after
    mitigating.delete_adjustment(scored, identity)
    assert shown(scored) == before and mitigating.list_adjustments(scored) == ()


def test_the_same_values_are_the_same_version(scored: Database) -> None:
    proposal = mitigating.propose_mitigation(scored)
    one = mitigating.apply_mitigation(scored, proposal, name="One", by_whom="Ana")
    mitigating.undo_mitigation(scored)
    again = mitigating.apply_mitigation(scored, proposal, name="Two", by_whom="Bo")
    twice = mitigating.apply_mitigation(scored, proposal, name="Three", by_whom="Bo")
    assert one == again == twice == active_model(scored)
    assert [version.name for version in mitigating.list_adjustments(scored)] == ["One"]


def test_what_makes_no_sense_is_said_in_words(scored: Database) -> None:
    proposal = mitigating.propose_mitigation(scored)
    for name, who, words in (
        (" ", "Ana", "name is blank"),
        ("x" * 81, "Ana", "81 characters"),
        ("Fair", "", "who applies it is blank"),
        ("polytone-fast", "Ana", "is the name of a model"),
    ):
        with pytest.raises(UsageError, match=words):
            mitigating.apply_mitigation(scored, proposal, name=name, by_whom=who)
    with pytest.raises(UsageError, match="nothing to undo"):
        mitigating.undo_mitigation(scored)
    with pytest.raises(UsageError, match="no adjusted version 'x'"):
        mitigating.use_adjustment(scored, "x")
    with pytest.raises(UsageError, match="no class 'mixed'"):
        mitigating.propose_mitigation(scored, sentiment="mixed")
    with pytest.raises(UsageError, match="no truth 'rumour'"):
        mitigating.propose_mitigation(scored, truths=("rumour",))
    with pytest.raises(UsageError, match=r"No scored review in view has a truth \(annotation\)"):
        mitigating.propose_mitigation(scored, truths=("annotation",))
    with pytest.raises(UsageError, match=r"are in one language \(th\)"):
        mitigating.propose_mitigation(scored, filters=Filters(languages=("th",)))
    mitigating.apply_mitigation(scored, proposal, name="Fair", by_whom="Ana")
    with pytest.raises(UsageError, match="not adjusted again"):
        mitigating.propose_mitigation(scored)
    set_active_model(scored, "other")
    with pytest.raises(UsageError, match="'other' is in use by now"):
        mitigating.apply_mitigation(scored, proposal, name="Fair", by_whom="Ana")


def test_nothing_is_scored_yet(database: Database) -> None:
    with pytest.raises(UsageError, match="Nothing is scored"):
        mitigating.propose_mitigation(database)
    assert mitigating.list_adjustments(database) == ()


def test_a_fair_model_has_nothing_to_mitigate(database: Database) -> None:
    store(database, simulate(SIZES, seed=3))
    proposal = mitigating.propose_mitigation(database)
    assert proposal.plan.adjustments == () and proposal.findings == ()
    assert proposal.notes[0].startswith("There is nothing to mitigate: in none of the 3 languages")
    with pytest.raises(UsageError, match="nothing to apply"):
        mitigating.apply_mitigation(database, proposal, name="Fair", by_whom="Ana")


def test_stars_as_truth_are_said_to_teach_how_people_rate(
    database: Database, unfair: Simulated
) -> None:
    store(database, unfair, truth="stars")
    with pytest.raises(UsageError, match="No scored review"):
        mitigating.propose_mitigation(database)
    proposal = mitigating.propose_mitigation(database, truths=("stars",))
    assert proposal.starred == 1070
    assert "the model, or the way of rating" in proposal.findings[0].sentence
    assert proposal.findings[0].cause == "not known"
    assert any("teaches the model how people rate" in one for one in proposal.unsaid)


def test_filters_on_the_models_answers_do_not_choose(scored: Database) -> None:
    whole = mitigating.propose_mitigation(scored)
    filtered = mitigating.propose_mitigation(
        scored, filters=Filters(sentiments=("negative",), confidence=(0.9, 1.0))
    )
    assert filtered.plan == whole.plan
    assert any("left out" in one for one in filtered.unsaid)
    part = mitigating.propose_mitigation(scored, filters=Filters(languages=("en", "th")))
    assert part.reviews == 750 and any("in view" in one for one in part.unsaid)


def test_other_answers_stand_beside_the_adjusted_one(scored: Database) -> None:
    proposal = mitigating.propose_mitigation(scored)
    identity = mitigating.apply_mitigation(scored, proposal, name="Fair", by_whom="Ana")
    assert stored_models(scored) == (identity, BASE)
    compared = compare_stored(scored, first=identity, other=BASE)
    assert compared.overall.n == 1070 and compared.overall.accuracy.value < 0
    assert differing_reviews(scored, first=identity, other=BASE)
    tables = confusion(scored, by="model")
    assert {group.group for group in tables.groups} == {identity, BASE}
    # Nothing that was stated of the base is shown for the version.
    assert active_bands(scored) is None and estimated_accuracy(scored) == []


class Counting:
    """A stand-in for a hub model: how negative a text is stands in it, e.g. ``0.7 …``."""

    model_id = BASE

    def predict(self, texts: Sequence[str], **_: object) -> NDArray[np.float32]:
        rows = [self._row(text) for text in texts]
        return np.array(rows, np.float32).reshape(-1, 3)

    def _row(self, text: str) -> tuple[float, float, float]:
        negative = 0.6 if "schlecht" in text or "bad" in text else 0.2
        return negative, 0.15, 0.85 - negative


HEAD = "Review ID,Date,Country,Product,Rating,Review\n"


def test_later_imports_are_scored_by_the_base_and_shown_adjusted(
    scored: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sentiment.models.catalogue.load_classifier", lambda name: Counting())
    proposal = mitigating.propose_mitigation(scored)
    identity = mitigating.apply_mitigation(scored, proposal, name="Fair", by_whom="Ana")
    export = tmp_path / "more.csv"
    thai, english = "สินค้านี้ไม่ดีเลย bad คุณภาพแย่มาก", "This is a bad lamp and it broke"
    export.write_text(
        f"{HEAD}n1,2026-03-01,TH,Lamp,1,{thai}\nn2,2026-03-01,US,Lamp,1,{english}\n", "utf-8"
    )
    import_file(scored, export)
    report = score(scored)
    assert (report.model_id, report.scored, report.left) == (identity, 2, 0)
    adjusted = shown(scored)
    expected = adjust_probabilities(
        Counting().predict([thai, english]), ["th", "en"], proposal.plan.adjustments
    )
    assert [adjusted[thai], adjusted[english]] == pytest.approx(
        [pytest.approx(row.tolist(), abs=1e-6) for row in expected]
    )
    mitigating.undo_mitigation(scored)
    assert shown(scored)[thai] == pytest.approx((0.6, 0.15, 0.25), abs=1e-6)
    assert None not in {chance for row in shown(scored).values() for chance in row}
    # Named, the base is used as it is, and the version by its name.
    assert score(scored, model="words-1").model_id == BASE == active_model(scored)
    monkeypatch.setattr("sentiment.workflows.scoring.open_scorer", lambda name: Counting())
    assert score(scored, model="Fair").model_id == identity == active_model(scored)
    assert score(scored, model="words-1").model_id == BASE == active_model(scored)


def test_an_adjusted_answer_is_explained_as_it_is_shown(
    scored: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sentiment.models.catalogue.load_classifier", lambda name: Counting())
    proposal = mitigating.propose_mitigation(scored)
    identity = mitigating.apply_mitigation(scored, proposal, name="Fair", by_whom="Ana")
    export = tmp_path / "more.csv"
    thai = "สินค้านี้ไม่ดีเลย bad คุณภาพแย่มาก"
    export.write_text(f"{HEAD}n1,2026-03-01,TH,Lamp,1,{thai}\n", "utf-8")
    import_file(scored, export)
    score(scored)
    [review] = find(scored, filters=Filters(text="bad")).reviews
    found = explain_review(scored, review_id=review.review_id)
    assert found.model_id == identity
    assert found.probabilities == pytest.approx(shown(scored)[thai], abs=1e-5)
    strongest = max(found.spans, key=lambda span: abs(span.weight))
    assert thai[strongest.start : strongest.end] == "bad"
    assert explain_review(scored, review_id=review.review_id) == found
    of_base = explain_review(scored, review_id=review.review_id, identity=BASE)
    assert of_base.probabilities == pytest.approx((0.6, 0.15, 0.25), abs=1e-5)
