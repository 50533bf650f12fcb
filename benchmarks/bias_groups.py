"""Tables of the study of bias that are about groups: rating style, errors by origin, languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from bias_corpora import LANGUAGES
from bias_markdown import markdown_table, percent, signed, signed_number, star
from bias_scores import Scored, Study
from bias_tables import BY_STARS
from numpy.typing import NDArray

from sentiment.evaluation.fairness import measure_fairness
from sentiment.evaluation.fairness_gaps import FAULTS
from sentiment.evaluation.intervals import wilson
from sentiment.evaluation.judged_cells import JudgedCells, judged_cells
from sentiment.evaluation.labelled_quality import without_neutral
from sentiment.evaluation.probe_cases import ATTRIBUTES, ProbeText
from sentiment.evaluation.probes import ALL_LANGUAGES, probe_effects
from sentiment.evaluation.rating_style import RatingStyle, rating_styles
from sentiment.language.group_names import group_name

BY_ORIGIN = (
    "booking_515k_sections",
    "booking_515k",
    "disneyland_tripadvisor",
    "skytrax_british_airways",
)
WORDS = {
    "error": "error",
    "false_positive_rate": "called so and is not",
    "false_negative_rate": "missed",
    "calibration": "stated too high",
    "overcalled": "called too often",
}


def styles_of(one: Scored) -> tuple[RatingStyle, ...]:
    """By country or region of the reviewer, in the same place and month where that is known."""
    return rating_styles(
        one.rows["stars"].to_numpy(np.float64),
        one.chances,
        groups=[str(group) for group in one.groups],
        products=one.periods,
    )


def align(study: Study, language: str) -> float:
    """The offset of a language that makes it as kind as the others on the same texts.

    It is added to the logit of positive and taken from that of negative, so that the mean score
    of the language in mabsa_parallel is the mean over all of its languages; 0 where it has none.
    """
    parallel = study["mabsa_parallel"]
    if language not in set(parallel.rows["lang"]):
        return 0.0
    wanted = (parallel.chances[:, 2] - parallel.chances[:, 0]).mean()
    own = parallel.chances[(parallel.rows["lang"] == language).to_numpy()]
    low, high = -3.0, 3.0
    while high - low > 1e-4:
        middle = (low + high) / 2
        moved = moved_by(own, middle)
        if (moved[:, 2] - moved[:, 0]).mean() < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def moved_by(chances: NDArray[np.float64], offset: float) -> NDArray[np.float64]:
    """Probabilities (n, 3) with the logits of the poles moved apart by ``offset`` each."""
    moved = chances * np.exp([-offset, 0.0, offset])
    return np.asarray(moved / moved.sum(axis=1, keepdims=True))


def aligned_restaurants(study: Study) -> Scored:
    """tripadvisor_bcn with each language made as kind as the others on the same words."""
    one = study["tripadvisor_bcn"]
    chances = one.chances.copy()
    for language in sorted(set(one.rows["lang"])):
        chosen = (one.rows["lang"] == language).to_numpy()
        chances[chosen] = moved_by(chances[chosen], align(study, language))
    return replace(one, chances=chances)


def style_table(study: Study) -> str:
    """Rating style of each corpus with stars; the restaurants a second time, aligned."""
    parts = []
    named = {name: study[name] for name in BY_STARS}
    named["tripadvisor_bcn, aligned"] = aligned_restaurants(study)
    for name, one in named.items():
        rows = []
        for style in styles_of(one):
            low, high = style.bounds
            verdict = "declared" if style.declared else "no"
            if style.declared and not style.certain:
                verdict = "declared, not certain"
            rows.append(
                (
                    group_name(style.group, by=one.by),
                    style.n,
                    f"{style.mean_stars.value:.2f}",
                    f"{style.suggested:.2f}",
                    signed(style.gap, digits=2),
                    f"{signed_number(min(low, high), 2)} to {signed_number(max(low, high), 2)}",
                    f"{style.q:.3f}",
                    verdict,
                )
            )
        headings = (name, "n", "stars", "words suggest", "gap", "bounds", "q", "a gap?")
        parts.append(markdown_table(headings, rows))
    return "\n\n".join(parts)


def origin_table(study: Study) -> str:
    parts = []
    for name in BY_ORIGIN:
        one = study[name]
        found = measure_fairness(_cells(one, sentiment=0))
        rows = []
        for group in found.groups:
            if group.suppressed:
                rows.append((group_name(group.group[0], by="market"), group.n, *("–",) * 5))
                continue
            gap = group.against_rest["error"]
            rows.append(
                (
                    group_name(group.group[0], by="market"),
                    group.n,
                    percent(group.error),
                    percent(group.false_positive_rate),
                    signed(gap.difference, scale=100) + star(gap.q),
                    signed(gap.controlled.difference, scale=100) if gap.controlled else "–",
                    "yes" if gap.clear and gap.stands_controlled else "no",
                )
            )
        headings = (
            name,
            "n",
            "error on negative or not, %",
            "called negative and is not, %",
            "error against all others, points",
            "the same among like reviews, points",
            "a gap?",
        )
        parts.append(markdown_table(headings, rows))
    return "\n\n".join(parts)


def standing_table(study: Study) -> str:
    """Gaps of the model's faults that are clear of chance, and whether they stand among like."""
    rows = []
    for name in (*BY_ORIGIN, "umsab_xlmt"):
        one = study[name]
        for sentiment, label in ((0, "negative"), (2, "positive")):
            found = measure_fairness(_cells(one, sentiment=sentiment))
            for group in found.groups:
                for metric, gap in group.against_rest.items():
                    if metric not in FAULTS or not gap.clear:
                        continue
                    controlled = gap.controlled
                    rows.append(
                        (
                            name,
                            label,
                            group_name(group.group[0], by=one.by),
                            group.n,
                            WORDS[metric],
                            signed(gap.difference, scale=100),
                            signed(controlled.difference, scale=100) if controlled else "–",
                            "yes" if gap.stands_controlled else "no" if controlled else "–",
                        )
                    )
    headings = (
        "corpus",
        "class",
        "group",
        "n",
        "what",
        "against all others, points",
        "among like reviews, points",
        "stands",
    )
    return markdown_table(headings, rows)


def _cells(one: Scored, *, sentiment: int) -> JudgedCells:
    market, date = one.rows["market"].fillna(""), one.rows["date"].fillna("").str[:4]
    return judged_cells(
        one.truth,
        one.called,
        one.chances[:, sentiment],
        groups=[(str(group),) for group in one.groups],
        strata=[f"{place} {year}" for place, year in zip(market, date, strict=True)],
        sentiment=sentiment,
    )


def languages_table(study: Study) -> str:
    rows = []
    for corpus in LANGUAGES:
        one = study[corpus.name]
        binary = not (one.truth == 1).any()
        called = (without_neutral(one.chances) if binary else one.chances).argmax(axis=1)
        for language in sorted(set(one.rows["lang"])):
            chosen = (one.rows["lang"] == language).to_numpy()
            truth, said = one.truth[chosen], called[chosen]
            right = wilson(int((truth == said).sum()), int(chosen.sum()))
            off = (said == 0).mean() - (truth == 0).mean()
            rows.append(
                (
                    corpus.name,
                    group_name(language, by="language"),
                    right.n,
                    2 if binary else 3,
                    percent(right),
                    f"{100 * (truth == 0).mean():.0f}",
                    f"{100 * (said == 0).mean():.0f}",
                    signed_number(100 * off, 0),
                )
            )
    headings = (
        "corpus",
        "language",
        "n",
        "classes",
        "right, %",
        "negative, %",
        "called negative, %",
        "points off",
    )
    return markdown_table(headings, rows)


def probes_table(texts: Sequence[ProbeText], chances: NDArray[np.float64]) -> str:
    """The largest effects over all languages together, three for each attribute."""
    effects = probe_effects(texts, chances)
    rows = []
    for attribute in ATTRIBUTES:
        together = [e for e in effects if e.attribute == attribute and e.language == ALL_LANGUAGES]
        single = [e for e in effects if e.attribute == attribute and e.language != ALL_LANGUAGES]
        rows += [
            (
                attribute,
                one.group.upper() if one.group == "usa" else one.group.capitalize(),
                one.shift.n,
                signed(one.shift, scale=100, digits=1) + star(one.q),
                f"{one.q:.2f}",
                f"{100 * one.flipped:.0f}",
                "declared" if one.declared else "no",
                f"{sum(e.declared for e in single)} of {len(single)}",
            )
            for one in sorted(together, key=lambda e: -abs(e.shift.value))[:3]
        ]
    headings = (
        "what changes",
        "group",
        "texts",
        "shift against other groups, points of the score",
        "q",
        "other label, %",
        "an effect?",
        "declared in single languages",
    )
    return markdown_table(headings, rows)
