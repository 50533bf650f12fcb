"""Which languages each script writes, as far as the detectors can tell them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def _codes(line: str) -> frozenset[str]:
    return frozenset(line.split())


ONE_LANGUAGE: Mapping[str, str] = {
    "japanese": "ja",
    "hangul": "ko",
    "thai": "th",
    "greek": "el",
    "tamil": "ta",
    "telugu": "te",
    "kannada": "kn",
    "malayalam": "ml",
    "sinhala": "si",
    "gujarati": "gu",
    "gurmukhi": "pa",
    "odia": "or",
    "armenian": "hy",
    "georgian": "ka",
    "khmer": "km",
    "lao": "lo",
    "myanmar": "my",
    "tibetan": "bo",
    "thaana": "dv",
    "syriac": "syr",
    "mongolian": "mn",
    "cherokee": "chr",
    "tifinagh": "zgh",
    "nko": "nqo",
}
"""Scripts that settle the language: for reviews, one script is one language."""

LANGUAGES_BY_SCRIPT: Mapping[str, frozenset[str]] = {
    "latin": _codes(
        "af az bs ca cs cy da de en es et eu fi fr ga gl ha hr hu id ig is it jv ku lb lt lv mg "
        "ms mt nl no om pcm pl pt qu ro rw sk sl sn so sq sr sv sw tl tr uz vi xh yo zu "
        "tw ts ceb su st rn ny"
    ),
    "cyrillic": _codes("ru uk be bg mk sr kk ky tg mn tt ba uz"),
    "arabic": _codes("ar fa ur ps ug sd ku"),
    "plain arabic": _codes("ar fa"),
    "devanagari": _codes("hi mr ne"),
}
"""Scripts of several languages, which the detectors have to tell apart.

"plain arabic" is Arabic script without the letters that only Urdu, Pashto,
Sindhi, Kurdish or Uyghur add.
"""

_ALSO_WRITES: Mapping[str, frozenset[str]] = {
    "han": frozenset({"zh", "yue", "ja"}),
    "hebrew": frozenset({"he", "yi"}),
    "bengali": frozenset({"bn", "as"}),
    "ethiopic": frozenset({"am", "ti"}),
    "arabic": frozenset({"az", "kk", "ckb", "ms", "skr", "bal"}),
    "devanagari": frozenset({"sa", "bho", "mai", "kok", "gom", "sd", "ks"}),
    "cyrillic": frozenset({"az", "ro", "cv", "ce", "os", "sah"}),
    "thai": frozenset({"th"}),
}
_BY_OTHER_SCRIPTS = (
    frozenset(ONE_LANGUAGE.values()).union(*_ALSO_WRITES.values())
    | (LANGUAGES_BY_SCRIPT["cyrillic"] | LANGUAGES_BY_SCRIPT["arabic"])
    | LANGUAGES_BY_SCRIPT["devanagari"]
) - LANGUAGES_BY_SCRIPT["latin"]


def is_written_in(language: str, script: str) -> bool:
    """Whether ``language`` is usually written in ``script``.

    A language that is in no table counts as written in Latin letters, which
    is so for most of those without a script of their own.

    >>> is_written_in("pt", "latin"), is_written_in("ru", "latin"), is_written_in("sr", "cyrillic")
    (True, False, True)
    """
    if ONE_LANGUAGE.get(script) == language:
        return True
    if script == "latin":
        return language not in _BY_OTHER_SCRIPTS
    also = _ALSO_WRITES.get(script, frozenset())
    return language in also or language in LANGUAGES_BY_SCRIPT.get(script, frozenset())
