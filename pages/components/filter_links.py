"""Filters as query parameters, so that a link opens the same view in a new session."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from sentiment.reading.dates import EARLIEST
from sentiment.records import SENTIMENTS, Filters, SurenessThresholds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Query = dict[str, list[str]]

# In a link the group that is not known needs a name: Streamlit reads an empty
# value as "nothing chosen".
NOT_KNOWN_VALUE = "(not known)"
# The days that can be chosen or named by a link: from the first that reading takes for a
# date on. Fixed, for a field whose bounds move forgets what was chosen.
FIRST_DAY, LAST_DAY = EARLIEST, date(2099, 12, 31)
# Query parameter → attribute of Filters, for the parameters that may be repeated.
_MANY = {
    "language": "languages",
    "market": "markets",
    "product": "products",
    "source": "sources",
}
PARAMETERS = (
    "q",
    *_MANY,
    "column",
    "stars",
    "sentiment",
    "confidence",
    "uncertain",
    "disagree",
    "unsure",
    "since",
    "until",
)


def query_from_filters(filters: Filters) -> Query:
    """The query parameters that stand for ``filters``; none for no restriction.

    >>> query_from_filters(Filters(markets=("DE", ""), stars=(1, 2)))
    {'market': ['DE', '(not known)'], 'stars': ['1', '2']}
    """
    query: Query = {"q": [filters.text] if filters.text else []}
    for parameter, attribute in _MANY.items():
        query[parameter] = [value or NOT_KNOWN_VALUE for value in getattr(filters, attribute)]
    query["column"] = [f"{quote(name)}={value or NOT_KNOWN_VALUE}" for name, value in filters.kept]
    query["stars"] = [str(stars) for stars in filters.stars]
    query["sentiment"] = list(filters.sentiments)
    if filters.confidence is not None:
        low, high = (round(100 * edge) for edge in filters.confidence)
        query["confidence"] = [f"{low}-{high}"]
    if filters.uncertain_language is not None:
        query["uncertain"] = ["yes" if filters.uncertain_language else "no"]
    query["disagree"] = ["yes"] if filters.disagree else []
    query["unsure"] = ["yes"] if filters.unsure else []
    query["since"] = [filters.since.isoformat()] if filters.since else []
    query["until"] = [filters.until.isoformat()] if filters.until else []
    return {parameter: values for parameter, values in query.items() if values}


def filters_from_query(
    query: Mapping[str, Sequence[str]], *, thresholds: SurenessThresholds | None = None
) -> Filters:
    """The filters that a link stands for; values that make no sense are passed over.

    A link says that only reviews on which the model is unsure are meant, never below which
    ``thresholds`` that is: they are the active model's. Without any it is passed over.

    >>> filters_from_query({"stars": ["1", "9"], "since": ["yesterday"]})
    ... # doctest: +ELLIPSIS
    Filters(text=None, ..., stars=(1,), ..., since=None, until=None)
    """
    many = {
        attribute: _distinct("" if value == NOT_KNOWN_VALUE else value for value in values if value)
        for parameter, attribute in _MANY.items()
        if (values := query.get(parameter, ()))
    }
    uncertain = {"yes": True, "no": False}.get(_last(query, "uncertain"))
    since, until = in_order(
        _parsed(_last(query, "since"), _day), _parsed(_last(query, "until"), _day)
    )
    return Filters(
        text=_last(query, "q").strip() or None,
        **many,
        stars=tuple(star for star in range(1, 6) if str(star) in query.get("stars", ())),
        sentiments=tuple(one for one in SENTIMENTS if one in query.get("sentiment", ())),
        kept=_distinct(_pair(entry) for entry in query.get("column", ()) if "=" in entry),
        confidence=_parsed(_last(query, "confidence"), _range),
        uncertain_language=uncertain,
        disagree=_last(query, "disagree") == "yes",
        unsure=thresholds if _last(query, "unsure") == "yes" else None,
        since=since,
        until=until,
    )


def in_order(since: date | None, until: date | None) -> tuple[date | None, date | None]:
    """Both days, exchanged where the first is the later: no review lies between those."""
    if since is not None and until is not None and since > until:
        return until, since
    return since, until


def _pair(entry: str) -> tuple[str, str]:
    """Name and value of a kept column; the name is quoted, so that the first "=" ends it."""
    name, _, value = entry.partition("=")
    return unquote(name), "" if value == NOT_KNOWN_VALUE else value


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(text)
    return day


def _range(text: str) -> tuple[float, float]:
    low, high = (int(edge) for edge in text.split("-"))
    if not 0 <= low <= high <= 100:
        raise ValueError(text)
    return low / 100, high / 100


def _last(query: Mapping[str, Sequence[str]], parameter: str) -> str:
    values = query.get(parameter, ())
    return values[-1] if values else ""


def _distinct(values: Any) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))


def _parsed(text: str, parse: Callable[[str], Any]) -> Any:
    try:
        return parse(text) if text else None
    except ValueError:
        return None
