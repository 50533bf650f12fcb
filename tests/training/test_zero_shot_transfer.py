from __future__ import annotations

import numpy as np
import pytest

from sentiment.errors import UsageError
from sentiment.training.zero_shot_transfer import transfer_by_characters, transfer_by_vectors

LABELS = np.repeat([0, 1, 2], 40)


def vectors(seed: int, *, turned: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """One direction for each class; ``turned`` languages have the classes elsewhere."""
    centres = np.roll(np.eye(3), 1, axis=0) if turned else np.eye(3)
    noise = np.random.default_rng(seed).normal(0, 0.1, (len(LABELS), 3))
    return (4 * centres[LABELS] + noise).astype(np.float32), LABELS


def test_what_an_encoder_shares_crosses_languages():
    split = {"de": vectors(1), "en": vectors(2), "xx": vectors(3, turned=True)}
    table = transfer_by_vectors(split, split)
    german = table.macro_f1[0]
    assert [round(cell.value, 2) for cell in german] == [1.0, 1.0, 0.0]
    assert table.lost_in[2].value == pytest.approx(1.0, abs=0.01)


def test_characters_cross_only_with_shared_words():
    def texts(words: tuple[str, str, str]) -> tuple[list[str], np.ndarray]:
        return [f"thing {n % 7} {words[label]}" for n, label in enumerate(LABELS)], LABELS

    split = {
        "en": texts(("awful", "plain", "super")),
        "de": texts(("schlimm", "mittel", "super")),
    }
    table = transfer_by_characters(split, split)
    assert table.same.value == 1.0
    # Only "super" is in both: its class is found, the others are mixed up.
    assert 0.2 < table.macro_f1[0][1].value < 0.9


def test_what_cannot_be_trained_is_refused():
    with pytest.raises(UsageError, match="two languages"):
        transfer_by_vectors({"de": vectors(1)}, {"de": vectors(1)})
    one = (vectors(1)[0][:5], np.zeros(5, np.int64))
    with pytest.raises(UsageError, match="'de' have one label only"):
        transfer_by_vectors({"de": one, "en": vectors(2)}, {"de": one, "en": vectors(2)})
