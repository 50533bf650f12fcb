from __future__ import annotations

import numpy as np

from sentiment.evaluation.parallel_consistency import Consistency, parallel_consistency
from sentiment.workflows.consistency_findings import consistency_findings

LANGUAGES = ("de", "en", "sw")


def answered(texts: int, *, swahili: float, reference: str | None = None) -> Consistency:
    """Positive texts, of which Swahili's are called negative with the chance ``swahili``."""
    random = np.random.default_rng(5)
    ids, names, rows = [], [], []
    for i in range(texts):
        for name in LANGUAGES:
            positive = random.uniform(0.6, 0.95)
            if name == "sw" and random.random() < swahili:
                positive = 1 - positive
            ids.append(str(i))
            names.append(name)
            rows.append((0.98 - positive, 0.02, positive))
    return parallel_consistency(
        ids, names, chances=rows, truth=[2] * len(ids), reference=reference, resamples=200
    )


def test_a_worse_read_language_is_told_with_its_numbers() -> None:
    findings, unsaid = consistency_findings(answered(120, swahili=0.5))
    clear = {one.group: [] for one in findings if one.clear}
    for one in findings:
        if one.clear:
            clear[one.group].append(one.sentence)
    told = "\n".join(clear["sw"])
    assert "lower in Swahili" in told
    assert "120 texts" in told
    assert "made a right answer wrong" in told
    assert "points (95 %:" in told
    assert all(one.cause == "model" for one in findings if one.clear)
    assert any("translation" in sentence for sentence in unsaid)


def test_a_fair_model_has_no_clear_finding() -> None:
    findings, _ = consistency_findings(answered(120, swahili=0.0))
    assert not [one.sentence for one in findings if one.clear]


def test_interval_on_one_side_is_told_without_signs() -> None:
    findings, _ = consistency_findings(answered(120, swahili=0.5))
    (shift,) = (one for one in findings if "lower in Swahili" in one.sentence)
    assert "−" not in shift.sentence.split("(95 %:")[1]


def test_three_texts_get_an_explanation_and_no_number() -> None:
    findings, unsaid = consistency_findings(answered(3, swahili=0.5))
    assert findings == ()
    assert len(unsaid) == 1
    assert "Swahili 3" in unsaid[0]


def test_against_one_language() -> None:
    findings, _ = consistency_findings(answered(60, swahili=0.6, reference="en"))
    assert any("another label than in English" in one.sentence for one in findings if one.clear)


def test_how_it_was_translated_is_a_caveat() -> None:
    _, unsaid = consistency_findings(answered(30, swahili=0.1), translated="by machine")
    assert any("translated by machine" in sentence for sentence in unsaid)
