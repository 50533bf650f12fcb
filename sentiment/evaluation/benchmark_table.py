"""The table of a benchmark: how good a model is on each test set, by language and on average.

A test set is what one source has in one language. Sources without a neutral class are judged
on negative against positive, which is easier than three classes: their figures are never
averaged with those of the others. Nor are figures on test splits of sources that the model
was trained on with figures on sources that it never saw.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from sentiment.evaluation.calibration_error import calibration_error, calibration_error_by_chance
from sentiment.evaluation.confusion import confusion_quality, confusion_table
from sentiment.evaluation.intervals import weighted_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from sentiment.evaluation.confusion import Table
    from sentiment.records import Interval

Part = Literal["in-domain", "never seen"]
PARTS: tuple[Part, ...] = get_args(Part)
Over = Literal["languages", "sources"]
_POLES = (0, 2)


@dataclass(frozen=True)
class SetQuality:
    """How good a model is on one test set.

    ``classes`` is 3, or 2 where the set has no neutral texts. ``macro_f1`` and ``accuracy``
    are in 0..1 with 95 % bootstrap intervals; ``calibration_error`` is the expected
    calibration error, 0..1, and ``by_chance`` what a calibrated model stays below in 95 of
    100 such sets. ``table`` counts truth (rows) by prediction.
    """

    source: str
    part: Part
    language: str
    classes: int
    macro_f1: Interval
    accuracy: Interval
    calibration_error: float
    by_chance: float
    table: Table

    @property
    def n(self) -> int:
        """How many texts were judged."""
        return self.macro_f1.n


@dataclass(frozen=True)
class GroupMean:
    """The unweighted mean macro-F1 of the sets of one language or one source, ``group``.

    ``members`` are the sources of a language, or the languages of a source.
    """

    group: str
    part: Part
    classes: int
    macro_f1: Interval
    members: tuple[str, ...]


@dataclass(frozen=True)
class Average:
    """The unweighted mean of the :class:`GroupMean` over all ``groups`` languages or sources."""

    over: Over
    part: Part
    classes: int
    macro_f1: Interval
    groups: int


def judge_set(
    chances: NDArray[np.floating],
    labels: NDArray[np.integer],
    *,
    source: str,
    part: Part,
    language: str,
    classes: int = 3,
) -> SetQuality:
    """Judge probabilities (n, 3) by ``labels`` (n,) of 0, 1 and 2; n is at least 1.

    With ``classes`` 2 the neutral probability is left out and what remains is scaled to 1.

    >>> sure = np.array([[0.2, 0.7, 0.1], [0.1, 0.2, 0.7]])
    >>> two = judge_set(sure, np.array([0, 2]), source="a", part="never seen",
    ...                 language="en", classes=2)
    >>> two.accuracy.value, two.table
    (1.0, ((1, 0, 0), (0, 0, 0), (0, 0, 1)))
    """
    seen, truth = np.asarray(chances, np.float64), np.asarray(labels, np.int64)
    predicted = seen.argmax(axis=1)
    if classes == len(_POLES):
        poles = np.maximum(seen[:, _POLES], 1e-12)
        seen = poles / poles.sum(axis=1, keepdims=True)
        predicted = np.asarray(_POLES)[seen.argmax(axis=1)]
        right = (truth == _POLES[1]).astype(np.int64)
    else:
        right = truth
    found = confusion_quality(confusion_table(truth, predicted))
    return SetQuality(
        source=source,
        part=part,
        language=language,
        classes=classes,
        macro_f1=found.macro_f1,
        accuracy=found.accuracy,
        calibration_error=calibration_error(seen, right),
        by_chance=calibration_error_by_chance(seen),
        table=found.table,
    )


def group_means(sets: Iterable[SetQuality], *, over: Over) -> list[GroupMean]:
    """The mean of each language over its sources, or of each source over its languages.

    In the order of part, classes (3 first) and name. Sets count as independent of each other.
    """
    groups: dict[tuple[int, int, str], list[SetQuality]] = {}
    for one in sets:
        name = one.language if over == "languages" else one.source
        groups.setdefault((PARTS.index(one.part), -one.classes, name), []).append(one)
    return [
        GroupMean(
            group=name,
            part=PARTS[part],
            classes=-classes,
            macro_f1=unweighted_mean([one.macro_f1 for one in members]),
            members=tuple(
                sorted(one.source if over == "languages" else one.language for one in members)
            ),
        )
        for (part, classes, name), members in sorted(groups.items(), key=lambda item: item[0])
    ]


def averages(sets: Sequence[SetQuality]) -> list[Average]:
    """The means over languages and over sources, of each part and number of classes."""
    results = []
    over: Over
    for over in get_args(Over):
        means = group_means(sets, over=over)
        for part, classes in dict.fromkeys((mean.part, mean.classes) for mean in means):
            chosen = [m.macro_f1 for m in means if (m.part, m.classes) == (part, classes)]
            mean = unweighted_mean(chosen)
            results.append(Average(over, part, classes, mean, len(chosen)))
    return results


def unweighted_mean(intervals: Sequence[Interval]) -> Interval:
    """The plain mean of independent figures with its interval; ``nan`` of none."""
    return weighted_mean(intervals, [1.0] * len(intervals))
