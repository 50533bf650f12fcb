"""The way of reviews through an adjusted version of a model that is really in the package."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sentiment.evaluation.class_adjustment import ClassAdjustment, adjust_probabilities
from sentiment.evaluation.mitigation import plan_mitigation
from sentiment.evaluation.rate_constraint import RateConstraint
from sentiment.models.catalogue import load_classifier
from sentiment.storage.database import Database
from sentiment.storage.predictions import active_model
from sentiment.workflows.explaining import explain_review
from sentiment.workflows.exploring import find
from sentiment.workflows.importing import import_file
from sentiment.workflows.mitigating import (
    Proposal,
    apply_mitigation,
    delete_adjustment,
    undo_mitigation,
    use_adjustment,
)
from sentiment.workflows.scoring import score
from tests.evaluation.planted_unfairness import simulate

HEAD = "Review ID,Date,Country,Product,Rating,Review\n"
FIRST = {
    "Der Wasserkocher ist nach zwei Wochen kaputt gegangen, sehr ärgerlich.": "de",
    "Die Lampe ist in Ordnung, aber das Kabel ist leider viel zu kurz geraten.": "de",
    "Wunderschöne Lampe, die Lieferung war schnell und alles gut verpackt.": "de",
    "The kettle broke after two weeks and nobody answers my messages.": "en",
    "Lovely lamp, quick delivery and everything was packed very well.": "en",
}
LATER = {
    "Das Gerät macht seltsame Geräusche und der Kundendienst antwortet nicht.": "de",
    "It makes strange noises and customer service does not answer.": "en",
}
GERMAN = ClassAdjustment("de", (-2.0, 0.0, 0.0), 1.4)


def write(path: Path, texts: dict[str, str]) -> Path:
    rows = [f'{path.stem}-{n},2026-01-05,DE,Lamp,3,"{text}"' for n, text in enumerate(texts)]
    path.write_text(HEAD + "\n".join(rows) + "\n", "utf-8")
    return path


def shown(database: Database) -> dict[str, tuple[float, float, float]]:
    return {
        review.text: (review.p_negative, review.p_neutral, review.p_positive)
        for review in find(database).reviews
    }


def proposal_for(identity: str) -> Proposal:
    """A proposal whose values are known; a handful of reviews could not choose any."""
    drawn = simulate({"de": 60, "en": 60}, seed=1)
    constraint = RateConstraint()
    plan = plan_mitigation(
        drawn.probabilities, drawn.truth, drawn.languages, texts=drawn.texts, constraint=constraint
    )
    return Proposal(
        model_id=identity,
        constraint=constraint,
        plan=replace(plan, adjustments=(GERMAN,)),
        reviews=120,
        starred=0,
        truths=("label",),
        findings=(),
        notes=(),
        unsaid=(),
    )


def test_imports_scores_and_undo_with_the_fast_model(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLYTONE_MODEL", "polytone-fast")
    import_file(database, write(tmp_path / "first.csv", FIRST))
    base = score(database).model_id
    as_it_is = shown(database)
    identity = apply_mitigation(database, proposal_for(base), name="Fair", by_whom="Ana")
    assert identity.startswith(f"{base}+fair-")
    import_file(database, write(tmp_path / "later.csv", LATER))
    assert set(shown(database)) == set(FIRST | LATER)
    report = score(database)
    assert (report.model_id, report.scored, report.left) == (identity, 2, 0)
    assert score(database).scored == 0

    texts = FIRST | LATER
    model = load_classifier("polytone-fast")
    given = {text: model.predict([text])[0] for text in texts}
    adjusted = shown(database)
    for text, language in texts.items():
        expected = adjust_probabilities(given[text][None], [language], [GERMAN])[0]
        assert adjusted[text] == pytest.approx(expected.tolist(), abs=0.01)
        assert sum(adjusted[text]) == pytest.approx(1, abs=1e-5)
        if language == "en" and text in FIRST:
            assert adjusted[text] == as_it_is[text]
    negatives = sum(np.argmax(chances) == 0 for chances in adjusted.values())

    review = next(one for one in find(database).reviews if one.text in LATER)
    explained = explain_review(database, review_id=review.review_id)
    assert explained.model_id == identity
    assert explained.probabilities == pytest.approx(adjusted[review.text], abs=0.01)

    assert undo_mitigation(database) == base == active_model(database)
    undone = shown(database)
    assert {text: undone[text] for text in FIRST} == as_it_is
    for text in LATER:
        assert undone[text] == pytest.approx(given[text].tolist(), abs=0.01)
    assert sum(np.argmax(chances) == 0 for chances in undone.values()) >= negatives
    use_adjustment(database, identity)
    assert shown(database) == adjusted
    delete_adjustment(database, identity)
    assert shown(database) == undone
