from __future__ import annotations

from types import SimpleNamespace

import pytest

from sentiment.evaluation.cross_examination import doubt_styles
from sentiment.evaluation.findings import Finding
from sentiment.records import Interval


def finding(topic: str, cause: str, *, clear: bool = True, group: str = "US") -> Finding:
    return Finding(topic, "market", group, f"About {topic}.", 0.3, 100, clear, cause)  # type: ignore[arg-type]


def share(value: float) -> Interval:
    return Interval(value, value - 0.05, value + 0.05, 100)


def shares(raw: float, corrected: float | None) -> SimpleNamespace:
    def three(value: float) -> tuple[Interval, ...]:
        return (share(value), share(0.1), share(0.9 - value))

    return SimpleNamespace(
        group="US", raw=three(raw), corrected=None if corrected is None else three(corrected)
    )


def style(gap: float) -> SimpleNamespace:
    return SimpleNamespace(group="US", gap=share(gap))


def examined(findings, gap: float, raw: float, corrected: float | None) -> Finding:
    found = doubt_styles(findings, styles=[style(gap)], shares=[shares(raw, corrected)])
    assert len(found) == len(findings)
    return next(one for one in found if one.topic == "rating style")


OFF, RATES = finding("shares", "model"), finding("rating style", "rating style")


@pytest.mark.parametrize(
    ("gap", "raw", "corrected", "said"),
    [
        (0.3, 0.4, 0.25, "negative more often than people do"),
        (-0.3, 0.2, 0.35, "negative less often than people do"),
    ],
)
def test_a_way_of_rating_that_a_misreading_explains_is_doubted(
    gap: float, raw: float, corrected: float, said: str
) -> None:
    doubted = examined([OFF, RATES], gap, raw, corrected)
    assert doubted.cause == "not known" and doubted.clear
    assert (
        doubted.sentence.startswith("About rating style. Or it is the model")
        and said in doubted.sentence
    )


@pytest.mark.parametrize(
    ("findings", "gap", "corrected"),
    [
        ([OFF, RATES], -0.3, 0.25),  # the misreading would make the gap larger, not explain it
        ([RATES], 0.3, 0.25),  # that the model is off is not clear
        ([finding("shares", "customers"), RATES], 0.3, 0.25),
        ([finding("shares", "model", group="JP"), RATES], 0.3, 0.25),
        ([OFF, RATES], 0.3, None),
    ],
)
def test_any_other_finding_stays_as_it_is(
    findings: list[Finding], gap: float, corrected: float | None
) -> None:
    assert examined(findings, gap, 0.4, corrected) == RATES
