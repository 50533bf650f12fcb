"""From :class:`Filters` to a condition over the table of reviews, values kept apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from sentiment.errors import UsageError
from sentiment.records import SENTIMENTS, Filters, SurenessThresholds

ALL_REVIEWS: Final = Filters()

_CURRENT: Final = "is_current"
# store_languages keeps the text in lower case, null where it is no other.
_TEXT: Final = """
CASE
    WHEN lowered IS NOT NULL THEN contains(lowered, lower(nfc_normalize($text)))
    WHEN language IS NOT NULL THEN contains(text, lower(nfc_normalize($text)))
    ELSE contains(lower(text), lower(nfc_normalize($text)))
END
"""
_LANGUAGES: Final = "coalesce(language, '') IN (SELECT unnest($languages::VARCHAR[]))"
_MARKETS: Final = "coalesce(market, '') IN (SELECT unnest($markets::VARCHAR[]))"
_PRODUCTS: Final = "coalesce(product, '') IN (SELECT unnest($products::VARCHAR[]))"
_SOURCES: Final = "source IN (SELECT unnest($sources::VARCHAR[]))"
_STARS: Final = "round(stars) IN (SELECT unnest($stars::INTEGER[]))"
_SENTIMENTS: Final = "sentiment IN (SELECT unnest($sentiments::UTINYINT[]))"
_KEPT: Final = "coalesce(kept[${name}], '') IN (SELECT unnest(${name}_values::VARCHAR[]))"
_CONFIDENCE: Final = "confidence BETWEEN $confidence_low::FLOAT AND $confidence_high::FLOAT"
_UNCERTAIN_LANGUAGE: Final = "language_uncertain = $uncertain_language"
_DISAGREE: Final = "(round(stars) <= 2 AND sentiment = 2 OR round(stars) >= 4 AND sentiment = 0)"
# Null where nothing is scored, or where no thresholds are known. A map over the few languages
# is several times as fast as a join: it is looked up once a language, not once a row.
BELOW_THRESHOLD: Final = """
confidence < coalesce(
    map($below_languages::VARCHAR[], $below_thresholds::DOUBLE[])[language],
    $below_others::DOUBLE
)
"""
# The same under other names, so that a filter and a column of one query keep apart.
_UNSURE: Final = BELOW_THRESHOLD.replace("$below_", "$unsure_")
_SINCE: Final = "written_at >= $since::DATE"
_UNTIL: Final = "written_at < $until::DATE + INTERVAL 1 DAY"


@dataclass(frozen=True)
class Condition:
    """The text of a WHERE clause, made of fixed pieces, and the values it names."""

    sql: str
    parameters: dict[str, Any] = field(default_factory=dict)


def condition(filters: Filters) -> Condition:
    """The condition that a row of ``reviews`` fulfils when it is meant by ``filters``.

    Old versions are never meant. A group named "" matches reviews of which it is
    not known. The text is looked for as it stands, in upper or lower case.
    Raises UsageError for a sentiment that there is not.
    """
    pieces: list[tuple[str, dict[str, Any]]] = [(_CURRENT, {})]
    if filters.text:
        pieces.append((_TEXT, {"text": filters.text}))
    groups = {
        "languages": (_LANGUAGES, filters.languages),
        "markets": (_MARKETS, filters.markets),
        "products": (_PRODUCTS, filters.products),
        "sources": (_SOURCES, filters.sources),
        "stars": (_STARS, filters.stars),
        "sentiments": (_SENTIMENTS, tuple(_code(name) for name in filters.sentiments)),
    }
    pieces += [(sql, {name: list(values)}) for name, (sql, values) in groups.items() if values]
    if filters.confidence is not None:
        low, high = filters.confidence
        pieces.append((_CONFIDENCE, {"confidence_low": low, "confidence_high": high}))
    if filters.uncertain_language is not None:
        pieces.append((_UNCERTAIN_LANGUAGE, {"uncertain_language": filters.uncertain_language}))
    if filters.disagree:
        pieces.append((_DISAGREE, {}))
    if filters.unsure is not None:
        pieces.append((_UNSURE, threshold_values(filters.unsure, name="unsure")))
    if filters.since is not None:
        pieces.append((_SINCE, {"since": filters.since}))
    if filters.until is not None:
        pieces.append((_UNTIL, {"until": filters.until}))
    for place, (column, wanted) in enumerate(_by_column(filters.kept).items()):
        name = f"kept_{place}"
        pieces.append((_KEPT.format(name=name), {name: column, f"{name}_values": wanted}))
    parameters = {name: value for _, values in pieces for name, value in values.items()}
    return Condition(" AND ".join(sql for sql, _ in pieces), parameters)


def _by_column(kept: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    columns: dict[str, list[str]] = {}
    for name, value in kept:
        columns.setdefault(name, []).append(value)
    return columns


def threshold_values(
    thresholds: SurenessThresholds | None, *, name: str = "below"
) -> dict[str, Any]:
    """The values that ``BELOW_THRESHOLD`` names; without thresholds it is null."""
    languages = thresholds.languages if thresholds else ()
    return {
        f"{name}_languages": [language for language, _ in languages],
        f"{name}_thresholds": [threshold for _, threshold in languages],
        f"{name}_others": thresholds.others if thresholds else None,
    }


def _code(sentiment: str) -> int:
    if sentiment not in SENTIMENTS:
        raise UsageError(
            f"There is no sentiment '{sentiment}'.", hint=f"Choose from: {', '.join(SENTIMENTS)}."
        )
    return SENTIMENTS.index(sentiment)
