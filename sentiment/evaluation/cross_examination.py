"""Findings of one analysis held against those of another, where both are about one group."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sentiment.records import SENTIMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sentiment.evaluation.corrected_shares import CorrectedShares
    from sentiment.evaluation.findings import Finding
    from sentiment.evaluation.rating_style import RatingStyle

NEGATIVE = SENTIMENTS.index("negative")


def doubt_styles(
    findings: Iterable[Finding],
    *,
    styles: Iterable[RatingStyle],
    shares: Iterable[CorrectedShares],
) -> tuple[Finding, ...]:
    """``findings`` of one grouping, in which a way of rating is doubted where the model errs.

    A group that gives more stars than its words suggest may only be read too unkindly. Where
    ``findings`` hold it clear that the model calls its reviews negative too often (or too
    seldom, where the gap is below 0), the finding about its way of rating says so, and no longer
    names that as the likeliest cause.
    """
    listed = tuple(findings)
    gaps = {style.group: style.gap.value for style in styles}
    misread = {one.group for one in listed if one.topic == "shares" and one.cause == "model"}
    excess = {
        one.group: one.raw[NEGATIVE].value - one.corrected[NEGATIVE].value
        for one in shares
        if one.corrected is not None and one.group in misread
    }
    return tuple(
        _doubted(one, too_often=excess[one.group] > 0)
        if one.topic == "rating style"
        and one.clear
        and one.cause == "rating style"
        and excess.get(one.group, 0.0) * gaps.get(one.group, 0.0) > 0
        else one
        for one in listed
    )


def _doubted(finding: Finding, *, too_often: bool) -> Finding:
    often = "more often" if too_often else "less often"
    return replace(
        finding,
        sentence=f"{finding.sentence} Or it is the model's doing, in part or whole: it calls these "
        f"reviews negative {often} than people do.",
        cause="not known",
    )
