"""Frozen ceilings: no kind and no language of the behaviour list may fail more than before.

A ceiling is the number of cases that failed when it was frozen. A later run may fail
a few more, because number formats differ between machines and cases on the edge tip
over: between bf16 and float32 the verdict on 30 of 1,031 cases changed, some each way.
If each of n cases tips with probability ``TIPPING``, the standard deviation of the net
is at most the root of n · ``TIPPING``; ``DEVIATIONS`` of those are the slack.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from math import ceil, sqrt
from typing import TYPE_CHECKING

from sentiment.errors import ReadingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from sentiment.evaluation.behaviour import BehaviourReport, FailureRate
    from sentiment.evaluation.behaviour_cases import BehaviourCase

TIPPING = 0.03
DEVIATIONS = 3
FREEZE = "python benchmarks/behaviour.py --freeze"


@dataclass(frozen=True)
class Ceilings:
    """How many cases failed, of ``n`` each, when the list was ``cases`` (a fingerprint).

    ``groups`` is group → (failures, n); groups are named as in :func:`grouped`.
    """

    model: str
    cases: str
    groups: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Regression:
    """A group that fails more often than it may; it prints as a message."""

    group: str
    failures: int
    n: int
    ceiling: int
    allowed: int

    def __str__(self) -> str:
        return (
            f"{self.group}: failure rate {self.failures / self.n:.1%} ({self.failures} of "
            f"{self.n}) is above its ceiling {self.ceiling / self.n:.1%} ({self.ceiling}), "
            f"with slack {self.allowed / self.n:.1%} ({self.allowed})"
        )


def fingerprint(cases: Iterable[BehaviourCase]) -> str:
    """The same for the same cases in any order, another one for any other list."""
    told = sorted(repr((c.id, c.expectation, c.text, c.variant)) for c in cases)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def grouped(report: BehaviourReport) -> dict[str, FailureRate]:
    """All failure rates that have a ceiling: ``all``, ``kind …`` and ``language …``."""
    return {
        "all": report.overall,
        **{f"kind {rate.group}": rate for rate in report.by_kind},
        **{f"language {rate.group}": rate for rate in report.by_language},
    }


def freeze(report: BehaviourReport, *, model: str) -> Ceilings:
    """The ceilings that ``report`` just meets."""
    return Ceilings(
        model,
        fingerprint(outcome.case for outcome in report.outcomes),
        {name: (rate.failures, rate.share.n) for name, rate in grouped(report).items()},
    )


def slack(n: int) -> int:
    """How many more of ``n`` cases may fail than the ceiling says.

    >>> [slack(n) for n in (24, 53, 76, 1031)]
    [3, 4, 5, 17]
    """
    return ceil(DEVIATIONS * sqrt(TIPPING * n))


def find_regressions(report: BehaviourReport, ceilings: Ceilings) -> list[Regression]:
    """The groups that fail more than their ceiling and its slack allow.

    Raises :class:`ReadingError` where the list is not the one that was frozen: then
    the ceilings say nothing about it.
    """
    current = fingerprint(outcome.case for outcome in report.outcomes)
    if current != ceilings.cases:
        raise ReadingError(
            f"The behaviour list is {current}, its ceilings were frozen for {ceilings.cases}.",
            hint=f"Look at what changed, then freeze them again: {FREEZE}",
        )
    found = []
    for name, rate in grouped(report).items():
        ceiling, n = ceilings.groups[name]
        allowed = ceiling + slack(n)
        if rate.failures > allowed:
            found.append(Regression(name, rate.failures, n, ceiling, allowed))
    return found


def write_ceilings(ceilings: Ceilings, path: Path) -> None:
    """Write ``ceilings`` as JSON, one group a line."""
    groups = {
        name: {"failures": failures, "n": n} for name, (failures, n) in ceilings.groups.items()
    }
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(told)}" for name, told in groups.items())
    path.write_text(
        f'{{\n "model": {json.dumps(ceilings.model)},\n "cases": {json.dumps(ceilings.cases)},\n'
        f' "groups": {{\n{lines}\n }}\n}}\n',
        encoding="utf-8",
    )


def read_ceilings(path: Path) -> Ceilings:
    """The ceilings that :func:`write_ceilings` wrote; :class:`ReadingError` where they are not."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        groups = {name: (told["failures"], told["n"]) for name, told in content["groups"].items()}
        return Ceilings(content["model"], content["cases"], groups)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReadingError(
            f"No ceilings of the behaviour list in '{path}' ({error}).", hint=f"Make them: {FREEZE}"
        ) from error
