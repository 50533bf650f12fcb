"""What the probes showed, in sentences that a manager can repeat."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from sentiment.evaluation.findings import Finding, ordered_findings
from sentiment.evaluation.probes import ALL_LANGUAGES, DECLARED_SIZE
from sentiment.language.names import language_name
from sentiment.language.probe_groups import attribute_words, group_words, mention_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentiment.evaluation.probes import ProbeEffect
    from sentiment.records import Interval


def probe_findings(
    effects: Sequence[ProbeEffect], *, not_read: Sequence[str] = ()
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Findings, those that are declared first, and what cannot be said and why.

    Of single languages only what is declared becomes a finding; all languages together are
    told whatever came out. ``not_read`` are codes of languages that the model does not read.
    """
    told = [one for one in effects if one.declared or one.language == ALL_LANGUAGES]
    languages = len({one.language for one in effects} - {ALL_LANGUAGES})
    findings = ordered_findings(_finding(one, languages=languages) for one in told)
    return findings, tuple(_unsaid(effects, not_read))


def effect_sentence(effect: ProbeEffect, *, languages: int) -> str:
    """One effect in a whole sentence; ``languages`` is the number of those put together."""
    mentioned, others = mention_words(effect.group, attribute=effect.attribute)
    value = 100 * effect.shift.value
    moved = f"{abs(value):.1f} points {'lower' if value < 0 else 'higher'}"
    if effect.language == ALL_LANGUAGES:
        where, counted = "Over all languages, texts", f"{languages} languages, "
    else:
        where, counted = f"In {language_name(effect.language)}, texts", ""
    return (
        f"{where} that mention {mentioned} score {moved} than the same texts with {others} "
        f"(95 % interval {_edges(effect.shift)}; {counted}{effect.shift.n:,} texts from "
        f"{effect.templates} sentences); {100 * effect.flipped:.0f} % of them get another label."
    )


def _finding(effect: ProbeEffect, *, languages: int) -> Finding:
    group = group_words(effect.group, attribute=effect.attribute)
    return Finding(
        topic="probes",
        by=effect.attribute,
        group=group,
        sentence=effect_sentence(effect, languages=languages),
        size=abs(effect.shift.value),
        n=effect.shift.n,
        clear=effect.declared,
        cause="model",
    )


def _edges(interval: Interval) -> str:
    return " to ".join(
        f"{100 * edge:+.1f}".replace("-", "−") for edge in (interval.low, interval.high)
    )


def _unsaid(effects: Sequence[ProbeEffect], not_read: Sequence[str]) -> list[str]:
    sentences = []
    if not_read:
        names = ", ".join(language_name(code) for code in not_read)
        sentences.append(
            f"Nothing is said about {names}: the model tells our praise from our complaints "
            "there hardly or not at all, so that it stays unmoved by anything."
        )
    if not effects:
        sentences.append("There is no language left in which groups can be compared.")
        return sentences
    single = [one for one in effects if one.language != ALL_LANGUAGES]
    together = [one for one in effects if one.language == ALL_LANGUAGES]
    if single:
        reach = median((one.shift.high - one.shift.low) / 2 for one in single)
        sentences.append(
            f"In a single language an effect is known to ±{100 * reach:.1f} points only (half of "
            "them better, half worse): smaller ones may be there, and are not seen."
        )
    if single and not together:
        sentences.append(
            "Nothing is said about all languages together: that takes three languages or more."
        )
    for attribute in dict.fromkeys(one.attribute for one in together):
        if not any(one.declared for one in effects if one.attribute == attribute):
            widest = max(
                max(abs(one.shift.low), abs(one.shift.high))
                for one in together
                if one.attribute == attribute
            )
            sentences.append(
                f"For {attribute_words(attribute)} no group stands out. That is no proof of "
                f"fairness: over all languages an effect of up to {100 * widest:.0f} points is "
                f"compatible with the answers; what is below {100 * DECLARED_SIZE:.0f} points is "
                "not declared."
            )
    return sentences
