"""Which kinds are commoner among wrong answers than among right ones.

That hints at a reason, and proves none. Wrong and right answers are compared within
languages: otherwise every kind that is common in a hard language would look like one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

from sentiment.evaluation.error_kinds import KINDS
from sentiment.evaluation.intervals import (
    TOO_FEW,
    is_clear,
    share_difference,
    weighted_mean,
    wilson,
)
from sentiment.records import Interval

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sentiment.evaluation.error_kinds import ErrorKind, JudgedText

    # (wrong, of the kind) → how many
    _Cells = Counter[tuple[bool, bool]]


@dataclass(frozen=True)
class KindCount:
    """How often a kind occurs among wrong and among right answers.

    ``errors`` of the ``judged_errors`` wrong answers are of the kind, ``rights`` of the
    ``judged_rights`` right ones. ``inside`` is the error rate among reviews of the
    kind, ``outside`` among the others. ``excess`` is the kind's share of the errors minus
    its share of the right answers, within languages and averaged over them.
    """

    name: str
    sentence: str
    errors: int
    judged_errors: int
    rights: int
    judged_rights: int
    inside: Interval
    outside: Interval
    excess: Interval

    @property
    def is_over_represented(self) -> bool:
        """Whether the kind is clearly commoner among the errors (95 %, each kind by itself)."""
        return is_clear(self.excess) and self.excess.low > 0


def count_kinds(records: Iterable[JudgedText]) -> tuple[KindCount, ...]:
    """Every kind with its counts, the one with most errors first.

    Wilson's intervals for the rates, Newcombe's for the differences of shares, which are
    averaged with the weights of Mantel and Haenszel (1959), errors × rights / both; languages
    with fewer than ten of either stand together. Among eighteen kinds about one is called
    clear by chance.
    """
    judged = [(record, record.predicted != record.truth) for record in records]
    strata = _strata(judged)
    counts = []
    for kind in KINDS:
        tables: dict[str, _Cells] = {}
        for record, wrong in judged:
            holds = kind.holds(record)
            if holds is not None:
                tables.setdefault(strata[record.language], Counter())[wrong, holds] += 1
        counts.append(_count(kind, list(tables.values())))
    return tuple(sorted(counts, key=lambda count: -count.errors))


def _strata(judged: list[tuple[JudgedText, bool]]) -> dict[str, str]:
    """Language → itself, or "" where it has too few errors or right answers."""
    sizes = Counter((record.language, wrong) for record, wrong in judged)
    return {
        language: language if min(sizes[language, True], sizes[language, False]) >= TOO_FEW else ""
        for language, _ in sizes
    }


def _count(kind: ErrorKind, tables: list[_Cells]) -> KindCount:
    cells = sum(tables, Counter[tuple[bool, bool]]())
    errors, rights = cells[True, True], cells[False, True]
    other_errors, other_rights = cells[True, False], cells[False, False]
    return KindCount(
        name=kind.name,
        sentence=kind.sentence,
        errors=errors,
        judged_errors=errors + other_errors,
        rights=rights,
        judged_rights=rights + other_rights,
        inside=wilson(errors, errors + rights),
        outside=wilson(other_errors, other_errors + other_rights),
        excess=_excess(tables),
    )


def _excess(tables: list[_Cells]) -> Interval:
    """The difference of the kind's shares of errors and of right answers, within tables."""
    differences, weights = [], []
    for cells in tables:
        errors = cells[True, True] + cells[True, False]
        rights = cells[False, True] + cells[False, False]
        differences.append(share_difference(cells[True, True], errors, cells[False, True], rights))
        weights.append(errors * rights / (errors + rights))
    if len([weight for weight in weights if weight]) == 1:
        return differences[weights.index(max(weights))]  # with the n of the smaller group
    found = weighted_mean(differences, weights)
    return found if found.n else Interval(nan, -1.0, 1.0, 0)
