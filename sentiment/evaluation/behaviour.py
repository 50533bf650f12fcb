"""How often a model does not behave as the behaviour list says it should.

With p the probabilities of negative, neutral and positive, and the lean
p(positive) − p(negative), −1 to 1, a case passes where

- **minimum functionality**: the most probable label is one of those expected;
- **invariance**: text and variant have the same most probable label, and no
  probability moves by more than ``MOST_SHIFT`` between them;
- **direction**, more positive: the variant's lean is at least ``LEAST_GAIN`` above
  the text's, or there is no room for that: it is at least ``FULL_LEAN`` already;
- **direction**, no less positive: the variant's lean is not more than
  ``MOST_LOSS`` below the text's. More and no less negative are the mirror images.

A probability that is not a number fails.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from sentiment.errors import UsageError
from sentiment.evaluation.behaviour_cases import KINDS, LABELS, SAME
from sentiment.evaluation.intervals import wilson

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sentiment.evaluation.behaviour_cases import BehaviourCase
    from sentiment.records import Interval

Predict = Callable[[Sequence[str]], NDArray[np.floating]]
Chances = tuple[float, float, float]
_Group = TypeVar("_Group")

MOST_SHIFT = 0.2
LEAST_GAIN = 0.2
FULL_LEAN = 0.9
MOST_LOSS = 0.2


@dataclass(frozen=True)
class CaseOutcome:
    """A case and the probabilities (negative, neutral, positive) a model gave to it."""

    case: BehaviourCase
    chances: Chances
    variant_chances: Chances | None
    passed: bool


@dataclass(frozen=True)
class FailureRate:
    """The share of cases of a group that failed, 0..1, with its Wilson interval and n."""

    group: str
    failures: int
    share: Interval


@dataclass(frozen=True)
class BehaviourReport:
    """What a model made of the whole list."""

    outcomes: tuple[CaseOutcome, ...]

    @property
    def failures(self) -> tuple[CaseOutcome, ...]:
        """The outcomes that did not pass."""
        return tuple(outcome for outcome in self.outcomes if not outcome.passed)

    @property
    def overall(self) -> FailureRate:
        """The failure rate over all cases."""
        return _rate("all", len(self.failures), len(self.outcomes))

    @property
    def by_kind(self) -> tuple[FailureRate, ...]:
        """The failure rate of each kind, in the order of ``KINDS``."""
        cases, failed = self._count(lambda case: case.kind.name)
        return tuple(_rate(kind, failed[kind], cases[kind]) for kind in KINDS if kind in cases)

    @property
    def by_language(self) -> tuple[FailureRate, ...]:
        """The failure rate of each language, by code."""
        cases, failed = self._count(lambda case: case.language)
        return tuple(_rate(code, failed[code], cases[code]) for code in sorted(cases))

    @property
    def by_kind_and_language(self) -> dict[tuple[str, str], FailureRate]:
        """The failure rate of each pair (kind, language) that has cases: few each."""
        cases, failed = self._count(lambda case: (case.kind.name, case.language))
        return {
            (kind, code): _rate(f"{kind} {code}", failed[kind, code], n)
            for (kind, code), n in cases.items()
        }

    def _count(
        self, group: Callable[[BehaviourCase], _Group]
    ) -> tuple[Counter[_Group], Counter[_Group]]:
        cases = Counter(group(outcome.case) for outcome in self.outcomes)
        return cases, Counter(group(outcome.case) for outcome in self.failures)


def check_behaviour(predict: Predict, cases: Iterable[BehaviourCase]) -> BehaviourReport:
    """Score all texts and variants in one call of ``predict`` and judge every case.

    ``predict`` gives probabilities of negative, neutral and positive, (n, 3), to n
    texts. Raises :class:`UsageError` where its answer has another shape.
    """
    cases = tuple(cases)
    texts = [text for case in cases for text in (case.text, case.variant) if text is not None]
    chances = np.asarray(predict(texts), np.float64)
    if chances.shape != (len(texts), 3):
        raise UsageError(
            f"The model answered {len(texts)} texts with the shape {chances.shape}.",
            hint=f"Expected ({len(texts)}, 3): negative, neutral and positive for each text.",
        )
    rows = iter(chances)
    outcomes = []
    for case in cases:
        text = next(rows)
        variant = None if case.variant is None else next(rows)
        passed = meets(case.expectation, text, variant=variant)
        shown = None if variant is None else _as_chances(variant)
        outcomes.append(CaseOutcome(case, _as_chances(text), shown, passed))
    return BehaviourReport(tuple(outcomes))


def meets(
    expectation: str, text: NDArray[np.float64], *, variant: NDArray[np.float64] | None = None
) -> bool:
    """Whether probabilities (3,) of a text and its variant meet an expectation.

    >>> meets("not_negative", np.array([0.2, 0.5, 0.3]))
    True
    """
    answers = text if variant is None else np.stack([text, variant])
    if not np.isfinite(answers).all():
        return False
    if variant is None:
        return int(text.argmax()) in LABELS[expectation]
    if expectation == SAME:
        moved = float(np.abs(variant - text).max())
        return bool(text.argmax() == variant.argmax()) and moved <= MOST_SHIFT
    strictness, _, side = expectation.rpartition("_")
    sign = 1 if side == "positive" else -1
    before, after = sign * _lean(text), sign * _lean(variant)
    if strictness == "more":
        return after - before >= LEAST_GAIN or after >= FULL_LEAN
    return after - before >= -MOST_LOSS


def _lean(chances: NDArray[np.float64]) -> float:
    return float(chances[2] - chances[0])


def _as_chances(row: NDArray[np.float64]) -> Chances:
    negative, neutral, positive = row.tolist()
    return negative, neutral, positive


def _rate(group: str, failures: int, n: int) -> FailureRate:
    return FailureRate(group, failures, wilson(failures, n))
