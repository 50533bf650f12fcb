"""What groups of reviews are called inside an English sentence."""

from __future__ import annotations

from functools import lru_cache

from sentiment.language.names import language_name
from sentiment.records import UNDETERMINED

NOT_KNOWN = "not known"
# Markets whose English name takes an article inside a sentence.
_WITH_ARTICLE = frozenset({"AE", "BS", "DO", "GB", "MV", "NL", "PH", "US"})


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
    """The name of ``group`` of the grouping ``by``, without its code.

    >>> group_name("ja", by="language"), group_name("JP", by="market"), group_name("", by="source")
    ('Japanese', 'Japan', 'not known')
    """
    if by == "market":
        return market_name(group)
    if by == "language":
        if not group:
            return NOT_KNOWN
        return "no language" if group == UNDETERMINED else language_name(group)
    return group or NOT_KNOWN


def with_article(group: str, *, by: str) -> str:
    """:func:`group_name` as it stands inside a sentence.

    >>> with_article("US", by="market"), with_article("JP", by="market")
    ('the United States', 'Japan')
    """
    name = group_name(group, by=by)
    return f"the {name}" if by == "market" and group in _WITH_ARTICLE else name
