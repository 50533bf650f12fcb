"""What groups of reviews are called inside an English sentence."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sentiment.language.names import language_name
from sentiment.records import UNDETERMINED

if TYPE_CHECKING:
    from collections.abc import Sequence

NOT_KNOWN = "not known"
# Markets whose English name takes an article inside a sentence.
_WITH_ARTICLE = frozenset({"AE", "BS", "DO", "GB", "MV", "NL", "PH", "US"})
_PREPOSITIONS = {
    "language": "in", "market": "from", "month": "of", "truth": "with the truth from",
}  # fmt: skip
_QUOTED = {
    "product": "of the product", "source": "from the source", "domain": "of the domain",
}  # fmt: skip
_PLURALS = {
    "market": "markets",
    "language": "languages",
    "product": "products",
    "source": "sources",
}
_COLUMN = "column:"
_LONGEST = 60  # characters of a name that comes from the files


@lru_cache(maxsize=1024)
def market_name(code: str) -> str:
    """The English name of a market by ISO 3166; the code itself where there is no name.

    >>> market_name("JP"), market_name("ZZX"), market_name("")
    ('Japan', 'ZZX', 'not known')
    """
    if not code:
        return NOT_KNOWN
    from babel import Locale

    return str(Locale("en").territories.get(code, code))


def group_name(group: str, *, by: str) -> str:
    """The name of ``group`` of the grouping ``by``, without its code, cut where it is very long.

    >>> group_name("ja", by="language"), group_name("JP", by="market"), group_name("", by="source")
    ('Japanese', 'Japan', 'not known')
    >>> group_name("x" * 200, by="column:Cabin") == "x" * 59 + "…"
    True
    """
    if by == "market":
        return market_name(group)
    if by == "language":
        if not group:
            return NOT_KNOWN
        return "no language" if group == UNDETERMINED else language_name(group)
    name = group or NOT_KNOWN
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"


def with_article(group: str, *, by: str) -> str:
    """:func:`group_name` as it stands inside a sentence.

    >>> with_article("US", by="market"), with_article("JP", by="market")
    ('the United States', 'Japan')
    """
    name = group_name(group, by=by)
    return f"the {name}" if by == "market" and group in _WITH_ARTICLE else name


def grouping_words(by: str) -> str:
    """What a grouping is called in a sentence.

    >>> grouping_words("column:Device"), grouping_words("market")
    ('Device', 'market')
    """
    return by.removeprefix(_COLUMN)


def plural(by: str) -> str:
    """What groups of a grouping are called together.

    >>> plural("market"), plural("column:Device")
    ('markets', 'groups by Device')
    """
    return _PLURALS.get(by, f"groups by {grouping_words(by)}")


def is_unknown(group: str, *, by: str) -> bool:
    """Whether a group stands for reviews of which the group is not known."""
    return not group or (by == "language" and group == UNDETERMINED)


def group_words(group: Sequence[str], *, by: Sequence[str]) -> str:
    """The reviews of a group.

    >>> group_words(("th", "US"), by=("language", "market"))
    'reviews in Thai from the United States'
    >>> group_words(("",), by=("column:Device",))
    'reviews of which Device is not known'
    """
    return " ".join(["reviews", *(_part(*pair) for pair in zip(group, by, strict=True))])


def _part(group: str, by: str) -> str:
    if not group:
        return f"of which {grouping_words(by)} is not known"
    name = with_article(group, by=by)
    if by in _QUOTED:
        return f"{_QUOTED[by]} '{name}'"
    if by not in _PREPOSITIONS:
        return f"of which {grouping_words(by)} is '{name}'"
    return f"{_PREPOSITIONS[by]} {name}"
