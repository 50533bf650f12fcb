"""On which reviews the model had better not be taken at its word, and how often it is wrong there.

A review is below the threshold where the probability of its sentiment is less than
what its language asks for. Thresholds, and the error rates on both sides of them on
labelled test texts, come with the model (:mod:`sentiment.models.abstaining`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentiment.evaluation.intervals import weighted_mean, wilson
from sentiment.records import Filters, SurenessThresholds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sentiment.models.abstaining import AbstainBand, AbstainBands
    from sentiment.records import Interval, StoredReview
    from sentiment.storage.database import Database
    from sentiment.storage.summaries import UnsureCounts


@dataclass(frozen=True)
class MeasuredBand:
    """How probable an answer has to be, and how often the model is wrong on either side of it.

    ``own`` tells that the threshold was chosen on texts of the language itself, otherwise it
    is that of all languages together. ``tested`` tells that the error rates (0 to 1, with
    the number of test texts) are those of the language itself, otherwise those of all.
    """

    threshold: float
    own: bool
    tested: bool
    wrong_below: Interval
    wrong_above: Interval


@dataclass(frozen=True)
class UnsureSurvey:
    """Of the ``scored`` reviews that are meant, ``unsure`` are below their thresholds.

    ``wrong_below`` is the error rate on test texts below the threshold of their language,
    averaged over the languages by their number of unsure reviews; ``wrong_above`` that of
    the others, by their number of sure reviews. A language that was not tested takes the rates of
    all languages together. Both are nan where there is nothing to average. ``others`` are
    the languages ("" not known) in which the threshold of all languages holds,
    ``in_others`` of the scored reviews; ``untested`` are those without rates of their own.
    """

    scored: int
    unsure: int
    wrong_below: Interval
    wrong_above: Interval
    others: tuple[str, ...]
    in_others: int
    untested: tuple[str, ...]


def active_bands(database: Database) -> AbstainBands | None:
    """The bands of the model whose scores are shown.

    None where no model is active yet, and for models that state none, as those of the hub.
    Raises :class:`sentiment.errors.ModelError` where their file is damaged.
    """
    from sentiment.models.catalogue import find_abstain_bands
    from sentiment.storage.predictions import active_model

    identity = active_model(database)
    return find_abstain_bands(identity) if identity else None


def thresholds_of(bands: AbstainBands) -> SurenessThresholds:
    """The thresholds alone, as a filter takes them."""
    languages = sorted((code, band.threshold) for code, band in bands.languages.items())
    return SurenessThresholds(bands.pooled.threshold, tuple(languages))


def sureness_of(review: StoredReview) -> float | None:
    """The probability of the review's sentiment; None where it is not scored."""
    chances = (review.p_negative, review.p_neutral, review.p_positive)
    known = [chance for chance in chances if chance is not None]
    return max(known) if len(known) == len(chances) else None


def is_unsure(review: StoredReview, bands: AbstainBands) -> bool:
    """Whether the review is scored below the threshold of its language."""
    sureness = sureness_of(review)
    return sureness is not None and sureness < bands.of(review.language).threshold


def measured_band(bands: AbstainBands, *, language: str | None) -> MeasuredBand:
    """The threshold of a language with the error rates on both sides of it.

    Where no test text of the language lies on one of the sides, both rates are those of all
    languages together, each text at the threshold of all.
    """
    band = bands.of(language)
    tested = language in bands.languages and 0 < band.kept < band.texts
    shown = band if tested else bands.pooled
    return MeasuredBand(
        threshold=band.threshold,
        own=language in bands.languages and band.own,
        tested=tested,
        wrong_below=_wrong_below(shown),
        wrong_above=wilson(shown.wrong_kept, shown.kept),
    )


def survey_unsure(
    database: Database, *, bands: AbstainBands, filters: Filters | None = None
) -> UnsureSurvey:
    """How many of the scored reviews that pass ``filters`` the model is unsure of; one query."""
    from sentiment.storage.summaries import count_unsure

    counts = count_unsure(database, thresholds=thresholds_of(bands), filters=filters or Filters())
    measured = [measured_band(bands, language=count.language) for count in counts]
    pairs = list(zip(counts, measured, strict=True))
    others = [count for count, band in pairs if not band.own]
    return UnsureSurvey(
        scored=sum(count.scored for count in counts),
        unsure=sum(count.unsure for count in counts),
        wrong_below=_mean_rate((c, band, band.wrong_below, c.unsure) for c, band in pairs),
        wrong_above=_mean_rate(
            (c, band, band.wrong_above, c.scored - c.unsure) for c, band in pairs
        ),
        others=_largest_first(others),
        in_others=sum(count.scored for count in others),
        untested=_largest_first(count for count, band in pairs if not band.tested),
    )


def _mean_rate(rates: Iterable[tuple[UnsureCounts, MeasuredBand, Interval, int]]) -> Interval:
    """The mean rate; languages that share the rate of all count as one, tested once."""
    parts: dict[str | None, tuple[Interval, int]] = {}
    for count, band, rate, reviews in rates:
        key = count.language if band.tested else None
        parts[key] = (rate, parts.get(key, (rate, 0))[1] + reviews)
    return weighted_mean(*zip(*parts.values(), strict=True)) if parts else wilson(0, 0)


def _largest_first(counts: Iterable[UnsureCounts]) -> tuple[str, ...]:
    return tuple(count.language for count in sorted(counts, key=lambda count: -count.scored))


def _wrong_below(band: AbstainBand) -> Interval:
    return wilson(band.wrong_abstained, band.texts - band.kept)
