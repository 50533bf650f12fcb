"""The transfer table, on predictions of which the figures are known."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import f1_score

from sentiment.evaluation.transfer_table import tabulate_transfer

LANGUAGES = ("de", "en", "ja")


def noisy(random: np.random.Generator, labels: np.ndarray, right: float) -> np.ndarray:
    """The labels, each exchanged for one by chance with the probability 1 - right."""
    lost = random.random(len(labels)) > right
    return np.where(lost, random.integers(0, 3, len(labels)), labels)


def drawn(seed: int, *, n: int = 300, own: float = 0.9, other: float = 0.6):
    random = np.random.default_rng(seed)
    labels = {language: random.integers(0, 3, n) for language in LANGUAGES}
    predicted = {
        (i, j): noisy(random, labels[j], own if i == j else other)
        for i in LANGUAGES
        for j in LANGUAGES
    }
    return labels, predicted


def test_cells_means_and_losses():
    labels, predicted = drawn(1)
    table = tabulate_transfer(labels, predicted, languages=LANGUAGES)
    exact = np.array(
        [
            [f1_score(labels[j], predicted[i, j], average="macro") for j in LANGUAGES]
            for i in LANGUAGES
        ]
    )
    assert np.allclose([[cell.value for cell in row] for row in table.macro_f1], exact)
    off = exact[~np.eye(3, dtype=bool)]
    assert table.same.value == pytest.approx(np.diag(exact).mean())
    assert table.cross.value == pytest.approx(off.mean())
    assert table.gap.value == pytest.approx(np.diag(exact).mean() - off.mean())
    assert table.lost_from[0].value == pytest.approx(exact[0, 0] - exact[0, 1:].mean())
    assert table.lost_in[0].value == pytest.approx(exact[0, 0] - exact[1:, 0].mean())
    assert table.gap.low > 0.1 and table.macro_f1[0][1].n == 300 and table.gap.n == 900


def test_the_interval_of_the_gap_holds_it():
    labels, predicted = drawn(2, n=20_000)
    true = tabulate_transfer(labels, predicted, languages=LANGUAGES, resamples=2).gap.value
    held = 0
    for seed in range(40):
        found = tabulate_transfer(*drawn(100 + seed, n=150), languages=LANGUAGES, resamples=200).gap
        held += found.low <= true <= found.high
    assert held >= 34


def test_figures_on_the_same_texts_rise_and_fall_together():
    """Where all heads err on the same texts, the gap is 0 whatever texts are drawn."""
    random = np.random.default_rng(3)
    labels = {language: random.integers(0, 3, 100) for language in LANGUAGES}
    answers = {language: noisy(random, labels[language], 0.7) for language in LANGUAGES}
    predicted = {(i, j): answers[j] for i in LANGUAGES for j in LANGUAGES}
    table = tabulate_transfer(labels, predicted, languages=LANGUAGES)
    assert table.lost_in[0].low == table.lost_in[0].high == 0.0
    assert table.macro_f1[0][0].high > table.macro_f1[0][0].low


def test_one_language_is_no_transfer():
    with pytest.raises(ValueError, match="two languages"):
        tabulate_transfer({"de": np.array([0])}, {}, languages=["de"])
