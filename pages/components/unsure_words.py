"""Reviews on which the model is unsure, in words: the mark, and what is behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.components.names import language_label
from sentiment.evaluation.intervals import reliability
from sentiment.language.figures_in_words import joined
from sentiment.records import UNDETERMINED
from sentiment.workflows.abstaining import measured_band, sureness_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pages.components.formats import ReaderFormat
    from sentiment.models.abstaining import AbstainBands
    from sentiment.records import Interval, StoredReview
    from sentiment.workflows.abstaining import UnsureSurvey

MARK = "The model is unsure here"
_MOST_NAMED = 6


def explain_unsure(review: StoredReview, bands: AbstainBands, style: ReaderFormat) -> str:
    """Why the review has its mark, and how often the model is wrong on such texts.

    Plain text: the review's probability, the threshold of its language, and the error
    rates on test texts on both sides of it, with their intervals and numbers of texts.
    """
    band = measured_band(bands, language=review.language)
    known = review.language not in (None, "", UNDETERMINED)
    name = language_label(review.language or "")
    sure = style.percent(sureness_of(review) or 0.0, digits=1)
    threshold = style.percent(band.threshold, digits=1)
    if not known:
        why = f"The language is not known, so the threshold of all languages holds: {threshold}."
    elif not band.own:
        why = f"{name} has no threshold of its own, so that of all languages holds: {threshold}."
    else:
        why = f"The threshold for {name} is {threshold}."
    tested = f"in {name}" if band.tested else "of all languages together"
    if known and not band.tested:
        tested += f" (too few are in {name})"
    return (
        f"This sentiment has a probability of {sure}. {why} On test texts {tested}, the model was "
        f"wrong in {_rate(band.wrong_below, style)} below the threshold and in "
        f"{_rate(band.wrong_above, style)} above it. In brackets: 95% intervals."
    )


def unsure_sentence(survey: UnsureSurvey, style: ReaderFormat) -> str:
    """What share of the reviews in view the model is unsure of, and what that means. Plain text."""
    if survey.unsure == 0:
        words = f"The model is sure enough of all {style.reviews(survey.scored)} that are scored"
        rates = f"on test texts it is wrong in {_rate(survey.wrong_above, style)} of such cases"
        return f"{words}: {rates}."
    words = (
        f"The model is unsure of {style.number(survey.unsure)} of "
        f"{style.reviews(survey.scored)} ({style.percent(survey.unsure / survey.scored)}): "
        f"on test texts it is wrong in {_rate(survey.wrong_below, style)} of such cases"
    )
    if survey.unsure == survey.scored:
        return f"{words}."
    return f"{words} and in {_rate(survey.wrong_above, style)} of the others."


def unsure_details(survey: UnsureSurvey, bands: AbstainBands, style: ReaderFormat) -> list[str]:
    """What exactly the figures of :func:`unsure_sentence` are, sentence by sentence. Plain text."""
    pooled = measured_band(bands, language=None)
    sentences = [
        "Unsure means: the probability of the sentiment is below the threshold of the review's "
        "language. Explore marks these reviews and names the threshold of each.",
        "The error rates are not those of these reviews. They were counted on texts with known "
        "sentiment in each language; here each language counts as much as it has reviews in view. "
        "In brackets stand the 95% interval and the number of test texts.",
    ]
    if survey.others:
        sentences.append(
            f"{style.reviews(survey.in_others)} have no threshold of their own language "
            f"({_named(survey.others)}): for them that of all languages together holds, "
            f"{style.percent(pooled.threshold, digits=1)}."
        )
    if survey.untested:
        sentences.append(
            f"For lack of test texts ({_named(survey.untested)}) the rates of all languages "
            f"together stand in: {_rate(pooled.wrong_below, style)} below the threshold, "
            f"{_rate(pooled.wrong_above, style)} above it. Some texts may count twice in n."
        )
    return sentences


def _rate(rate: Interval, style: ReaderFormat) -> str:
    few = "" if reliability(rate.n) == "enough" else ", few texts"
    low, high = style.percent(rate.low), style.percent(rate.high)
    return f"{style.percent(rate.value)} ({low}–{high}, n = {style.number(rate.n)}{few})"


def _named(languages: Sequence[str]) -> str:
    names = [language_label(language or UNDETERMINED) for language in languages]
    if len(names) > _MOST_NAMED:
        names = [*names[: _MOST_NAMED - 1], f"{len(names) - _MOST_NAMED + 1} others"]
    return joined(names)
