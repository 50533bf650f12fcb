"""The words of the negative reviews since a change, language by language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sentiment.evaluation.group_counts import only_groups
from sentiment.records import UNDETERMINED, Filters

if TYPE_CHECKING:
    from sentiment.storage.database import Database
    from sentiment.workflows.overview import Background

MOST_LANGUAGES = 3
MOST_WORDS = 8
MOST_TEXTS = 2_000
FEWEST_TEXTS = 5


@dataclass(frozen=True)
class LanguageWords:
    """Words of one language that stand out, the strongest first.

    They come from ``reviews`` negative reviews since the change, against
    ``compared_with`` ones before: ``against`` says which, "negative reviews" or,
    where there were too few of those, "reviews". ``unit`` is "character
    pair" where the words of the language could not be cut.
    """

    language: str
    words: tuple[str, ...]
    reviews: int
    compared_with: int
    against: str = "negative reviews"
    unit: str = "word"


def words_behind(
    database: Database, *, background: Background, filters: Filters | None = None
) -> tuple[LanguageWords, ...]:
    """Distinctive words of the languages that moved the market, at most three languages.

    At most 2,000 texts a side are looked at, spread evenly. Languages with
    fewer than 5 negative reviews since the change are left out.
    """
    inside = replace(filters or Filters(), markets=(background.market,))
    languages = [
        driver.group
        for driver in background.of("language")
        if driver.group not in ("", UNDETERMINED)
    ]
    found = [
        _words_of(database, language, background=background, filters=inside)
        for language in languages[:MOST_LANGUAGES]
    ]
    return tuple(words for words in found if words is not None)


def _words_of(
    database: Database, language: str, *, background: Background, filters: Filters
) -> LanguageWords | None:
    from sentiment.language.distinctive_words import distinctive_words, unit_of

    spoken = only_groups(filters, by="language", groups=(language,))
    negative = replace(spoken, sentiments=("negative",))
    after = _texts(database, background.after.narrow(negative))
    if len(after) < FEWEST_TEXTS:
        return None
    before, against = _texts(database, background.before.narrow(negative)), "negative reviews"
    if len(before) < FEWEST_TEXTS:
        before, against = _texts(database, background.before.narrow(spoken)), "reviews"
    words = distinctive_words(after, before, language=language, limit=MOST_WORDS)
    return LanguageWords(
        language=language,
        words=tuple(found.word for found in words),
        reviews=len(after),
        compared_with=len(before),
        against=against,
        unit=unit_of(language),
    )


def _texts(database: Database, filters: Filters) -> list[str]:
    from sentiment.storage.search import sample_texts

    texts: list[str] = sample_texts(database, filters=filters, limit=MOST_TEXTS)["text"].to_pylist()
    return texts
