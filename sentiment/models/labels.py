"""The table that maps the labels of other models to negative, neutral, positive."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from sentiment.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

_NEGATIVE, _NEUTRAL, _POSITIVE = range(3)
_STAR_CLASSES = {1: _NEGATIVE, 2: _NEGATIVE, 3: _NEUTRAL, 4: _POSITIVE, 5: _POSITIVE}

# Each set is complete: a model is understood only if its labels are exactly one of these.
_LABEL_SETS: tuple[Mapping[str, int], ...] = (
    {"negative": _NEGATIVE, "neutral": _NEUTRAL, "positive": _POSITIVE},
    {"neg": _NEGATIVE, "neu": _NEUTRAL, "pos": _POSITIVE},
    {"negative": _NEGATIVE, "positive": _POSITIVE},
    {"neg": _NEGATIVE, "pos": _POSITIVE},
    {
        "very negative": _NEGATIVE,
        "negative": _NEGATIVE,
        "neutral": _NEUTRAL,
        "positive": _POSITIVE,
        "very positive": _POSITIVE,
    },
    {
        f"{number} star" if number == 1 else f"{number} stars": to
        for number, to in _STAR_CLASSES.items()
    },
    {f"{number} stars": to for number, to in _STAR_CLASSES.items()},
    {str(number): to for number, to in _STAR_CLASSES.items()},
)

# Numbered labels mean nothing by themselves; these models' cards say what they stand for.
_NUMBERED: Mapping[str, Sequence[int]] = {
    "cardiffnlp/twitter-roberta-base-sentiment": (_NEGATIVE, _NEUTRAL, _POSITIVE),
    "cardiffnlp/twitter-xlm-roberta-base-sentiment": (_NEGATIVE, _NEUTRAL, _POSITIVE),
}


def three_class_mapping(labels: Sequence[str], *, model: str) -> NDArray[np.float32]:
    """A matrix (len(labels), 3) of zeros and ones: which class each label counts into.

    ``labels`` are in the order of the model's outputs; ``model`` is its hub id
    or name, which is what numbered labels (``LABEL_0`` …) are known by. A
    binary model gives neutral the probability 0. Raises :class:`ModelError`
    with the labels found where they are not understood.

    >>> three_class_mapping(["POSITIVE", "NEGATIVE"], model="x").tolist()
    [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    """
    names = [_plain(label) for label in labels]
    for known in _LABEL_SETS:
        if len(names) == len(known) and set(names) == set(known):
            return _matrix([known[name] for name in names])
    numbered = _NUMBERED.get(model)
    if numbered and names == [f"label {number}" for number in range(len(numbered))]:
        return _matrix(numbered)
    raise ModelError(
        f"The labels of the model {model!r} are not understood: {', '.join(map(repr, labels))}.",
        hint="Expected negative/neutral/positive, negative/positive, very negative to very "
        "positive, or 1 to 5 stars; set id2label in the model's config.json to one of these.",
    )


def _plain(label: str) -> str:
    """Lower case, words parted by single spaces: ``Very_Negative`` → ``very negative``."""
    return re.sub(r"[\s_\-]+", " ", label).strip().casefold()


def _matrix(classes: Sequence[int]) -> NDArray[np.float32]:
    return np.eye(3, dtype=np.float32)[list(classes)]
