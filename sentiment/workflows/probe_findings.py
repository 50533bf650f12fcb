"""What the probes showed, in sentences that a manager can repeat."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from sentiment.evaluation.findings import Finding, ordered_findings
from sentiment.evaluation.probes import ALL_LANGUAGES, DECLARED_SIZE
from sentiment.language.names import language_name
from sentiment.language.probe_groups import attribute_words, group_words, mention_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sentiment.evaluation.probe_stability import ProbeStability
    from sentiment.evaluation.probes import ProbeEffect
    from sentiment.records import Interval

_UNMOVED = 1e-9
_LISTED = 3
_MOST_GROUPS = 5
_DIFFERENCES = {
    "name": "a given name",
    "place": "a place",
    "nationality": "a nationality",
    "religion": "a religion",
    "gender": "a gender",
}


def probe_findings(
    effects: Sequence[ProbeEffect],
    *,
    stability: Sequence[ProbeStability] = (),
    not_read: Sequence[str] = (),
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Findings, those that are declared first, and what cannot be said and why.

    Of single languages only what is declared is told, in one finding for each group; all
    languages together are told whatever came out. ``not_read`` are codes of languages that
    the model does not read.
    """
    single = [one for one in effects if one.language != ALL_LANGUAGES]
    together = [one for one in effects if one.language == ALL_LANGUAGES]
    languages = len({one.language for one in single})
    told = [
        _finding([one], sentence=_over_all(one, languages=languages), clear=one.declared)
        for one in together
    ]
    declared: dict[tuple[str, str], list[ProbeEffect]] = {}
    for one in single:
        if one.declared:
            declared.setdefault((one.attribute, one.group), []).append(one)
    told += _of_single_languages(list(declared.values()))
    told += [_of_stability(one) for one in stability if one.disagreement.value > 0]
    return ordered_findings(told), tuple(_unsaid(single, together, not_read))


def _finding(effects: Sequence[ProbeEffect], *, sentence: str, clear: bool) -> Finding:
    first = effects[0]
    return Finding(
        topic="probes",
        by=first.attribute,
        group=group_words(first.group, attribute=first.attribute),
        sentence=sentence,
        size=max(abs(one.shift.value) for one in effects),
        n=sum(one.shift.n for one in effects),
        clear=clear,
        cause="model",
    )


def _of_single_languages(declared: Sequence[Sequence[ProbeEffect]]) -> list[Finding]:
    """A finding for each group, the largest first; many of them are told in one."""
    ordered = sorted(declared, key=lambda part: -max(abs(one.shift.value) for one in part))
    cut = len(ordered) if len(ordered) <= _MOST_GROUPS + 1 else _MOST_GROUPS
    told = [_finding(part, sentence=_in_languages(part), clear=True) for part in ordered[:cut]]
    rest = ordered[cut:]
    if rest:
        named = ", ".join(
            f"{group_words(part[0].group, attribute=part[0].attribute)} ({part[0].attribute})"
            for part in rest
        )
        told.append(
            Finding(
                topic="probes",
                by="",
                group="",
                sentence=f"In single languages {len(rest)} more groups stand out, by "
                f"{100 * max(abs(one.shift.value) for one in rest[0]):.1f} points and less: "
                f"{named}.",
                size=0.0,
                n=sum(one.shift.n for part in rest for one in part),
                clear=True,
                cause="model",
            )
        )
    return told


def _of_stability(one: ProbeStability) -> Finding:
    low, value, high = (
        100 * edge for edge in (one.disagreement.low, one.disagreement.value, one.disagreement.high)
    )
    where = "1 language" if one.languages == 1 else f"{one.languages} languages"
    return Finding(
        topic="probes",
        by=one.attribute,
        group="",
        sentence=(
            f"Whatever the groups: two texts that differ by {_DIFFERENCES[one.attribute]} alone "
            f"get different labels in {value:.1f} % of pairs (95 % interval {low:.1f} to "
            f"{high:.1f} %; {one.disagreement.n:,} sentences in {where})."
        ),
        size=0.0,  # told after what is about groups
        n=one.disagreement.n,
        clear=one.disagreement.low > DECLARED_SIZE,
        cause="model",
    )


def _over_all(effect: ProbeEffect, *, languages: int) -> str:
    mentioned, others = mention_words(effect.group, attribute=effect.attribute)
    return (
        f"Over {languages} languages, texts that mention {mentioned} score "
        f"{_moved(effect)} than the same texts with {others} "
        f"(95 % interval {_edges(effect.shift)}; {effect.shift.n:,} texts from "
        f"{effect.templates} sentences); {100 * effect.flipped:.0f} % of them get another label."
    )


def _in_languages(effects: Sequence[ProbeEffect]) -> str:
    first, *rest = sorted(effects, key=lambda one: -abs(one.shift.value))
    mentioned, others = mention_words(first.group, attribute=first.attribute)
    sentence = (
        f"In {language_name(first.language)}, texts that mention {mentioned} score "
        f"{_moved(first)} than the same texts with {others} "
        f"(95 % interval {_edges(first.shift)}; {first.shift.n:,} texts from "
        f"{first.templates} sentences)"
    )
    listed = [
        f"{_moved(one)} in {language_name(one.language)} ({_edges(one.shift)})"
        for one in rest[: _LISTED - 1]
    ]
    if len(rest) > len(listed):
        listed.append(f"otherwise too in {len(rest) - len(listed)} more")
    if listed:
        sentence += "; " + ", ".join(listed)
    alone = " There one word stands for the group." if _is_one_word(first) else ""
    return f"{sentence}.{alone}"


def _is_one_word(effect: ProbeEffect) -> bool:
    return effect.words == 1 and effect.attribute != "gender"  # which differs in whole texts


def _moved(effect: ProbeEffect) -> str:
    value = 100 * effect.shift.value
    return f"{abs(value):.1f} points {'lower' if value < 0 else 'higher'}"


def _edges(interval: Interval) -> str:
    return " to ".join(
        f"{100 * edge:+z.1f}".replace("-", "−") for edge in (interval.low, interval.high)
    )


def _unsaid(
    single: Sequence[ProbeEffect], together: Sequence[ProbeEffect], not_read: Sequence[str]
) -> Iterator[str]:
    if not_read:
        names = ", ".join(language_name(code) for code in not_read)
        yield (
            f"Nothing is said about {names}: the model hardly tells our praise from our complaints "
            "there, so that what a single word does to its score says little."
        )
    if not single:
        yield "There is no language left in which groups can be compared."
        return
    if all(abs(one.shift.value) < _UNMOVED for one in single):
        yield (
            "No word moved any score: the model does not know these names, countries, religions "
            "and genders, and so it cannot treat them differently."
        )
        return
    reach = median((one.shift.high - one.shift.low) / 2 for one in single)
    yield (
        f"In a single language an effect is known to ±{100 * reach:.1f} points only (half of "
        "them better, half worse): smaller ones may be there and are not seen."
    )
    if any(map(_is_one_word, single)):
        yield (
            "In a single language one word stands for a nationality or a religion: whether the "
            "group moves the score or that word alone is told by all languages together only."
        )
    if not together:
        yield "Nothing is said about all languages together: that takes three or more."
    for attribute in dict.fromkeys(one.attribute for one in together):
        mine = [one for one in together if one.attribute == attribute]
        if not any(one.declared for one in (*mine, *single) if one.attribute == attribute):
            widest = max(max(abs(one.shift.low), abs(one.shift.high)) for one in mine)
            yield (
                f"For {attribute_words(attribute)} no group stands out. That is no proof of "
                f"fairness: over all languages effects of up to {100 * widest:.0f} points fit "
                f"the answers too, and none below {100 * DECLARED_SIZE:.0f} points is declared."
            )
