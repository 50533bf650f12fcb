"""The behaviour section of a model card: failure rates in Markdown, and the worst in words."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from sentiment.evaluation.behaviour import (
    FULL_LEAN,
    LEAST_GAIN,
    MOST_LOSS,
    MOST_SHIFT,
)
from sentiment.evaluation.behaviour_cases import KINDS
from sentiment.language.names import language_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentiment.evaluation.behaviour import BehaviourReport, FailureRate

_WORST = 3
_WIDTH = 98

_SECTION = """## Behaviour

{n:,} cases in {languages} languages, written for Polytone after the method of CheckList (Ribeiro
et al. 2020); a rate is the share of cases that fail, with its 95 % Wilson interval. They probe
weak spots on purpose: a rate here is not the error rate on reviews. Minimum functionality: the most
probable label is one of those expected. Invariance: the same label, and no probability moves by
more than {shift:g}. Direction, for the lean (probability of positive minus negative): it moves at
least {gain:g} the expected way or reaches {full:g}; for intensifiers, elongation and capitals it
does not move more than {loss:g} the wrong way.

{summary}

{kinds}

{by_language}
"""


def behaviour_section(report: BehaviourReport) -> str:
    """The whole section, from its heading (level 2) to the last table, ending in a line break."""
    return _SECTION.format(
        n=report.overall.share.n,
        languages=len(report.by_language),
        shift=MOST_SHIFT,
        gain=LEAST_GAIN,
        full=FULL_LEAN,
        loss=MOST_LOSS,
        summary=textwrap.fill(summarise_worst(report), _WIDTH),
        kinds=_kind_table(report),
        by_language=_language_table(report.by_language),
    )


def summarise_worst(report: BehaviourReport) -> str:
    """One sentence: the failure rate over all, and the kinds and languages that fail most.

    Groups are named in the order of their rates; where nothing fails, it says so.
    """
    overall = report.overall
    if not overall.failures:
        return f"None of the {overall.share.n:,} cases fails."
    kinds = ", ".join(
        f"{KINDS[rate.group].label} ({_percent(rate)} %)" for rate in _worst(report.by_kind)
    )
    codes = ", ".join(
        f"{language_name(rate.group)} ({_percent(rate)} %)" for rate in _worst(report.by_language)
    )
    return (
        f"Of all cases {_percent(overall)} % fail; the weakest kinds are {kinds}, "
        f"the weakest languages {codes}."
    )


def kind_by_language_table(report: BehaviourReport) -> str:
    """Failures of cases for each kind (rows) and language (columns): few cases in each cell."""
    codes = [rate.group for rate in report.by_language]
    rates = report.by_kind_and_language
    lines = [f"| kind | {' | '.join(codes)} |", f"|---|{'---|' * len(codes)}"]
    for kind in report.by_kind:
        cells = [rates.get((kind.group, code)) for code in codes]
        shown = [f"{cell.failures}/{cell.share.n}" if cell else "" for cell in cells]
        lines.append(f"| {KINDS[kind.group].label} | {' | '.join(shown)} |")
    return "\n".join(lines)


def _kind_table(report: BehaviourReport) -> str:
    lines = [
        "| kind | what it looks at | test | n | fails, % | 95 % |",
        "|---|---|---|---:|---:|---|",
    ]
    for rate in report.by_kind:
        kind = KINDS[rate.group]
        lines.append(f"| {kind.label} | {kind.about} | {kind.test_type} | {_figures(rate)} |")
    lines.append(f"| **all** | | | {_figures(report.overall)} |")
    return "\n".join(lines)


def _language_table(rates: Sequence[FailureRate]) -> str:
    lines = ["| language | n | fails, % | 95 % |", "|---|---:|---:|---|"]
    lines += [f"| {language_name(rate.group)} | {_figures(rate)} |" for rate in rates]
    return "\n".join(lines)


def _figures(rate: FailureRate) -> str:
    low, high = 100 * rate.share.low, 100 * rate.share.high
    return f"{rate.share.n:,} | {_percent(rate)} | {low:.1f} to {high:.1f}"


def _percent(rate: FailureRate) -> str:
    return f"{100 * rate.share.value:.1f}"


def _worst(rates: Sequence[FailureRate]) -> list[FailureRate]:
    failing = [rate for rate in rates if rate.failures]
    return sorted(failing, key=lambda rate: -rate.share.value)[:_WORST]
