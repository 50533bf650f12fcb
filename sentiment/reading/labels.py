"""The column in which a file itself says how its reviews are meant: gold labels.

What the values mean is decided by :mod:`sentiment.evaluation.label_names`, for the whole
column. A label that is not understood costs a row its label, never the row.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentiment.errors import UsageError
from sentiment.evaluation.label_names import MEANINGS, read_labels
from sentiment.reading.cells import encode
from sentiment.reading.profiles import heading_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyarrow as pa

_MOST_LABELS = 50  # different ones; a column with more holds something else
_FIRST = 5_000
_NAMED = 0.8
_SHOWN = 8
_SHOWN_LENGTH = 30
# Headings that say that a person decided; other ones are also written by models.
_STATED = ("gold", "human", "true", "manual", "annot", "ground", "filelabel", "airline")
_OF_A_MODEL = ("model", "confidence", "logit", "logits", "prediction", "predicted", "probability")
_CHANCES = ("p", "prob", "probability", "score", "proba")
_CLASSES = ("negative", "neutral", "positive", "neg", "neu", "pos")
_OF_MODELS = frozenset((*_OF_A_MODEL, *(a + b for a in _CHANCES for b in _CLASSES)))


@dataclass(frozen=True)
class Labels:
    """A column of labels: ``values`` (int8, 0, 1 or 2, null where there is none) and ``notes``."""

    values: pa.Array
    notes: tuple[str, ...]


def read_label_column(column: pa.ChunkedArray | pa.Array, *, heading: str) -> Labels:
    """The classes of a column's cells, and what a person should know about them."""
    import pyarrow as pa

    cells, places = encode(column)
    seen = _counted(cells, places)
    classes, notes = _understand(seen, heading)
    values = pa.array([None if cell is None else classes.get(cell) for cell in cells], pa.int8())
    return Labels(values.take(places), notes)


def holds_labels(column: pa.ChunkedArray | pa.Array) -> bool:
    """Whether a column holds sentiments by name or number; stars are ratings.

    Of names, a fifth of the cells may be others, such as "spam", where there are two classes.
    """
    if len(column.slice(0, _FIRST).unique()) > 2 * _MOST_LABELS:
        return False
    seen = _counted(*encode(column))
    if not 0 < len(seen) <= _MOST_LABELS:
        return False
    try:
        return read_labels(list(seen)).kind != "stars"
    except UsageError:
        named = {cell: place for cell in seen if (place := _by_name(cell)) is not None}
        count = sum(seen[cell] for cell in named)
        return len(set(named.values())) > 1 and count >= _NAMED * sum(seen.values())


def may_name_labels(heading: str, headings: Iterable[str]) -> bool:
    """Whether people's labels can stand under ``heading``, beside the other ``headings``.

    A plain "sentiment" or "label" beside probabilities or the name of a model is what
    a model said, as in Polytone's own exports.

    >>> may_name_labels("sentiment", ["text", "sentiment"])
    True
    >>> may_name_labels("sentiment", ["text", "sentiment", "p_negative"])
    False
    >>> may_name_labels("gold_label", ["text", "gold_label", "model"])
    True
    """
    if heading_key(heading).startswith(_STATED):
        return True
    return not any(heading_key(other) in _OF_MODELS for other in headings)


def _understand(seen: dict[str, int], heading: str) -> tuple[dict[str, int], tuple[str, ...]]:
    """Cell → class for those that have one, and the notes."""
    if not seen:
        return {}, ()
    if len(seen) > _MOST_LABELS:
        return {}, (
            f"column '{heading}' has {len(seen):,} different values such as "
            f"{_listed(seen)}, which are no labels; left empty",
        )
    cells = list(seen)
    try:
        read = read_labels(cells)
    except UsageError as error:
        known = {cell: place for cell in cells if (place := _by_name(cell)) is not None}
        if not known:
            return {}, (f"labels of '{heading}' left empty. {error.message}",)
        unread = {cell: count for cell, count in seen.items() if cell not in known}
        return known, (_left_empty(heading, unread, "name no class"),)
    pairs = zip(cells, read.classes, strict=True)
    known = {cell: place for cell, place in pairs if place is not None}
    notes = [f"labels of '{heading}' are read as {MEANINGS[read.kind]}"]
    if unread := {cell: count for cell, count in seen.items() if cell not in known}:
        notes.append(_left_empty(heading, unread, "are none of the three classes"))
    return known, tuple(notes)


def _counted(cells: Sequence[str | None], places: pa.Array) -> dict[str, int]:
    """Cell → how often it comes, without missing ones."""
    import numpy as np

    often = np.bincount(places.drop_null().to_numpy(), minlength=len(cells)).tolist()
    seen: Counter[str] = Counter()
    for cell, count in zip(cells, often, strict=True):
        if cell is not None:
            seen[cell] += count
    return dict(seen)


def _by_name(cell: str) -> int | None:
    try:
        return read_labels([cell], kind="names").classes[0]
    except UsageError:
        return None


def _left_empty(heading: str, unread: dict[str, int], why: str) -> str:
    count = sum(unread.values())
    return f"labels of '{heading}' that {why}, left empty: {count:,} ({_listed(unread)})"


def _listed(seen: dict[str, int]) -> str:
    ranked: Sequence[str] = sorted(seen, key=lambda cell: (-seen[cell], cell))
    shown = ", ".join(f"'{cell[:_SHOWN_LENGTH]}'" for cell in ranked[:_SHOWN])
    return shown + (f" and {len(ranked) - _SHOWN:,} more" if len(ranked) > _SHOWN else "")
