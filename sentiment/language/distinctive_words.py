"""Words that set one group of texts apart from another.

Weighted log-odds-ratio with an informative Dirichlet prior: Monroe, Colaresi
and Quinn, "Fightin' Words" (Political Analysis 16(4), 2008), section 3.5.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import log, sqrt
from typing import TYPE_CHECKING, Literal

from sentiment.language.normalising import normalise
from sentiment.language.segmentation import UNSPACED, can_segment, character_pairs, words
from sentiment.language.stop_words import stop_words
from sentiment.records import UNDETERMINED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Text = str | Sequence[str]

PRIOR_SHARE, MOST_PRIOR_TOKENS = 0.1, 500.0
"""Each group is given beforehand so many tokens of the vocabulary of both together."""

Unit = Literal["word", "character pair"]

# Articles and prepositions that lean on the next word: l'hôtel, dell'albergo.
_ELIDING = frozenset({"fr", "it", "ca"})
_LONGEST_ELISION = 5
_PLACEHOLDERS = ("http", "@user")


@dataclass(frozen=True)
class DistinctiveWord:
    """One word of a group of texts, ``count`` of which hold it.

    ``z`` is the log-odds-ratio against the background over its standard
    deviation: 0 means as usual as there, above 1.96 more than chance would do
    to one word in forty. ``texts`` and ``background_texts`` are the sizes of
    the groups. ``unit`` is "character pair" where the words of a language
    without spaces could not be cut.
    """

    word: str
    z: float
    count: int
    background_count: int
    texts: int
    background_texts: int
    unit: Unit = "word"


def distinctive_words(
    texts: Sequence[Text],
    background: Sequence[Text],
    *,
    language: str = UNDETERMINED,
    languages: Sequence[str] | None = None,
    background_languages: Sequence[str] | None = None,
    limit: int = 20,
    minimum: int = 3,
    smallest_z: float = 1.96,
) -> list[DistinctiveWord]:
    """The words that ``texts`` use more than ``background``, the strongest first.

    Texts are strings in ``language`` (or each in the one that ``languages``
    and ``background_languages`` give), or sequences of words already cut.
    A word counts once a text, so that one long rant does not decide. Single
    words only. Left out are stop words, numbers, single letters and words that
    fewer than ``minimum`` texts hold. Where Chinese, Japanese or Thai cannot
    be cut (extra ``words`` not installed) pairs of characters take their
    place, and ``unit`` says so; :func:`unit_of` tells beforehand.

    >>> late = ["late delivery", "delivery was late", "late again", "late late late"]
    >>> good = ["good phone", "a good camera", "phone is fine", "camera is fine"] * 3
    >>> [(found.word, found.count) for found in distinctive_words(late, good, language="en")]
    [('late', 4)]
    """
    spoken = languages or [language] * len(texts)
    spoken_outside = background_languages or [language] * len(background)
    spellings: dict[str, Counter[str]] = {}
    inside = _count_texts(texts, spoken, spellings)
    outside = _count_texts(background, spoken_outside, spellings)
    paired = any(
        unit_of(own) == "character pair"
        for own in {own for text, own in zip(texts, spoken, strict=True) if isinstance(text, str)}
    )
    unit: Unit = "character pair" if paired else "word"
    scored = _score(inside, outside)
    chosen = [
        word
        for word in sorted(scored, key=lambda word: (-scored[word], word))
        if scored[word] >= smallest_z and inside[word] >= minimum
    ]
    return [
        DistinctiveWord(
            word=spellings[word].most_common(1)[0][0],
            z=scored[word],
            count=inside[word],
            background_count=outside[word],
            texts=len(texts),
            background_texts=len(background),
            unit=unit,
        )
        for word in chosen[:limit]
    ]


def unit_of(language: str) -> Unit:
    """What :func:`distinctive_words` counts in a language with what is installed.

    >>> unit_of("sv"), unit_of("km")
    ('word', 'character pair')
    """
    segmented = UNSPACED.isdisjoint({language}) or _is_segmented(language)
    return "word" if segmented else "character pair"


def _is_segmented(language: str) -> bool:
    return language in ("zh", "yue", "ja", "th") and can_segment(language)


def _score(inside: Mapping[str, int], outside: Mapping[str, int]) -> dict[str, float]:
    """z of each word of ``inside``; the prior is the vocabulary of both together."""
    total_inside, total_outside = sum(inside.values()), sum(outside.values())
    everything = total_inside + total_outside
    prior_tokens = min(PRIOR_SHARE * everything, MOST_PRIOR_TOKENS)
    scores = {}
    for word, count in inside.items():
        other = outside.get(word, 0)
        prior = prior_tokens * (count + other) / everything
        ours, theirs = count + prior, other + prior
        rest_ours = total_inside + prior_tokens - ours
        rest_theirs = total_outside + prior_tokens - theirs
        # One word that is the whole vocabulary of both groups sets nothing apart.
        if rest_ours <= 0 or rest_theirs <= 0:
            scores[word] = 0.0
            continue
        difference = log(ours / rest_ours) - log(theirs / rest_theirs)
        scores[word] = difference / sqrt(1 / ours + 1 / theirs)
    return scores


def _count_texts(
    texts: Sequence[Text], languages: Sequence[str], spellings: dict[str, Counter[str]]
) -> Counter[str]:
    """In how many texts each word comes; notes how each is written."""
    counts: Counter[str] = Counter()
    for text, language in zip(texts, languages, strict=True):
        tokens = _cut(text, language) if isinstance(text, str) else text
        kept = {token.casefold(): token for token in _drop_fillers(tokens, language)}
        counts.update(kept.keys())
        for folded, token in kept.items():
            spellings.setdefault(folded, Counter())[token] += 1
    return counts


def _cut(text: str, language: str) -> list[str]:
    text = normalise(text, language=language)
    for placeholder in _PLACEHOLDERS:
        text = text.replace(placeholder, " ")
    if unit_of(language) == "character pair":
        return character_pairs(text)
    return words(text, language=language)


def _drop_fillers(tokens: Iterable[str], language: str) -> Iterable[str]:
    fillers = stop_words(language)
    for token in tokens:
        word = token.replace("’", "'")
        if language in _ELIDING:
            head, apostrophe, tail = word.partition("'")
            if apostrophe and len(head) <= _LONGEST_ELISION:
                word = tail
        if word.casefold() in fillers or not any(map(str.isalpha, word)):
            continue
        # One letter is no word in an alphabet; one ideograph may well be.
        if len(word) == 1 and not "\u3400" <= word <= "\u9fff":
            continue
        yield word
