"""Where the words of a text begin and end, for pointing at them in the text itself.

:mod:`sentiment.language.segmentation` says which words a text has; here every visible
character belongs to exactly one span: a word, a number, an address, an emoji, a run of
punctuation. Offsets are those of Python strings, so in logical order for right-to-left
scripts. No boundary falls inside a grapheme cluster (Unicode Standard Annex 29), so
that a combining mark, a vowel sign or a skin tone stays with what carries it.
"""

from __future__ import annotations

from functools import cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from sentiment.language.scripts import script_of
from sentiment.language.segmentation import can_segment, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    import regex

Span = tuple[int, int]

# Written without spaces, and nothing at hand that finds their words.
_BY_CHARACTER = frozenset({"lao", "khmer", "myanmar", "tibetan"})
_UNSPACED = frozenset({"han", "kana", "thai", *_BY_CHARACTER})
# Japanese endings and particles, which say nothing alone: 使え・ませ・ん is one word for a reader.
_TAILS = (
    "は が を に へ と も の や か で から まで より ね よ な ば たら て た だ う "
    "ます ませ まし ましょ です でし でしょ だっ ない なかっ なく なけれ ん ず ぬ なら "
    "れ れる られ られる せ せる させ させる たい たく たかっ ちゃ じゃ ので のに けど けれど さん"
)
_JAPANESE_TAILS = frozenset(_TAILS.split())
_JAMO = range(0x3131, 0x3190)  # Korean letters that stand alone, as laughter and tears do
_LETTER = r"[\p{L}\p{M}\p{N}]"
_TOKEN = rf"""
    (?P<whole>(?:https?://|www\.)[!-~]+ | [A-Za-z0-9_.+\-]+@[A-Za-z0-9_.\-]*[A-Za-z0-9]
        | @[A-Za-z0-9_]+ | &\#?[A-Za-z0-9]+; | <3+ | [:;=8xX]['’]?-?(?:[DPpOo]\b|[)(\]\[/\\|*]+)
        | \p{{Nd}}+(?:[.,:/]\p{{Nd}}+)+)
    | (?P<word>{_LETTER}+(?:['’ʻʼ·\p{{Cf}}]+{_LETTER}+)*)
    | (?P<other>[^\s\p{{L}}\p{{M}}\p{{N}}]+)
"""


@cache
def _token() -> regex.Pattern[str]:
    import regex

    return regex.compile(_TOKEN, regex.VERBOSE)


@cache
def _grapheme() -> regex.Pattern[str]:
    import regex

    return regex.compile(r"\X")


@cache
def _emoji() -> regex.Pattern[str]:
    import regex

    return regex.compile(r"\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3")


@cache
def _nothing_visible() -> regex.Pattern[str]:
    import regex

    return regex.compile(r"[\s\p{Cf}\p{Cc}\p{M}]*")


def word_spans(text: str, *, language: str) -> list[Span]:
    """The spans (start, end) of ``text``, in order, apart from each other.

    White space and characters that show nothing belong to none. The same emoji several
    times in a row is one span. Where the packages that cut Chinese, Japanese or Thai
    (extra ``words``) are missing, their spans are single characters.

    >>> text = "Don't buy!! 3/10 😡😡"
    >>> [text[start:end] for start, end in word_spans(text, language="en")]
    ["Don't", 'buy', '!!', '3/10', '😡😡']
    """
    marks = _token_marks(text, language)
    marked = [
        (_emoji_mark(cluster.group()) or _first_mark(marks[slice(*cluster.span())]), cluster.span())
        for cluster in _grapheme().finditer(text)
    ]
    spans = []
    for mark, run in groupby(marked, key=lambda pair: pair[0]):
        bounds = [span for _, span in run]
        start, end = bounds[0][0], bounds[-1][1]
        if mark is not None and not _nothing_visible().fullmatch(text, start, end):
            spans.append((start, end))
    return spans


def is_emoji(text: str) -> bool:
    """Whether ``text`` holds an emoji or another picture.

    >>> is_emoji("👍🏽"), is_emoji("❤"), is_emoji(":-)"), is_emoji("5")
    (True, True, False, False)
    """
    return _emoji().search(text) is not None


def needs_space(left: str, right: str) -> bool:
    """Whether the characters ``left`` and ``right`` would run into one word side by side.

    >>> needs_space("d", "b"), needs_space("好", "吃"), needs_space("d", "!")
    (True, False, False)
    """
    if not (left.isalnum() and right.isalnum()):
        return False
    return script_of(left) not in _UNSPACED and script_of(right) not in _UNSPACED


def _emoji_mark(cluster: str) -> str | None:
    """Equal for equal emoji, so that a run of one is one span; None for all else."""
    return cluster.replace("\ufe0f", "") if is_emoji(cluster) else None


def _first_mark(marks: list[int | None]) -> int | None:
    return next((mark for mark in marks if mark is not None), None)


def _token_marks(text: str, language: str) -> list[int | None]:
    """For each character where its token begins; None for white space."""
    marks: list[int | None] = [None] * len(text)
    for token in _token().finditer(text):
        parts = [token.span()]
        if token["word"] is not None:
            parts = list(_split_word(text, token.span(), language))
        for start, end in parts:
            marks[start:end] = [start] * (end - start)
    return marks


def _split_word(text: str, span: Span, language: str) -> Iterator[Span]:
    """The words in a run of letters; only scripts without spaces hold more than one."""
    start, end = span
    kinds: list[str] = []
    for char in text[start:end]:
        kind = _kind_of(char)
        kinds.append(kinds[-1] if kind is None and kinds else kind or "spaced")
    for kind, run in groupby(range(start, end), key=lambda place: kinds[place - start]):
        first, *rest = run
        last = (rest[-1] if rest else first) + 1
        if kind in ("spaced", "jamo"):
            yield first, last
        else:
            yield from _cut(text, first, last, _cutting_language(text[first:last], kind, language))


def _kind_of(char: str) -> str | None:
    """What kind of run a character belongs to; None: to that of the one before it."""
    if ord(char) in _JAMO:
        return "jamo"
    script = script_of(char)
    if script is None:
        return "spaced" if char.isdigit() else None
    if script in ("han", "kana"):
        return "han"
    return script if script in _UNSPACED else "spaced"


def _cutting_language(run: str, kind: str, language: str) -> str | None:
    """The language whose words are looked for in a run; None for single characters."""
    if kind in _BY_CHARACTER:
        return None
    if kind == "thai":
        return "th" if can_segment("th") else None
    kana = any(script_of(char) == "kana" for char in run)
    japanese = language == "ja" or (kana and language not in ("zh", "yue"))
    cutter = "ja" if japanese else "zh"
    return cutter if can_segment(cutter) else None


def _cut(text: str, start: int, end: int, language: str | None) -> Iterator[Span]:
    if language is None:
        yield from ((place, place + 1) for place in range(start, end))
        return
    cuts, at = [start], start
    for word in words(text[start:end], language=language):
        found = text.find(word, at, end)
        if found < 0:
            continue
        is_tail = language == "ja" and word in _JAPANESE_TAILS and found == at > start
        at = found + len(word)
        if is_tail:
            cuts[-1] = at
        else:
            cuts += [found, at]
    edges = sorted({*cuts, end})
    yield from pairwise(edges)
