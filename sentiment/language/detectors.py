"""The statistical detectors, each behind one function: text in, our language code out.

Nothing is loaded at import; every detector loads once, at first use, under a
lock, and is afterwards only read, so worker threads may share it.
"""

from __future__ import annotations

import copy
import threading
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sentiment.language.codes import canonical_code
from sentiment.language.writing_systems import LANGUAGES_BY_SCRIPT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LANGDETECT_SEED = 20
LONGEST = 600
"""Characters that detectors look at: more does not change the answer."""

_LOADING = threading.RLock()
_LOADED: dict[tuple[Any, ...], Any] = {}


def _once(load: Callable[..., Any], *arguments: str) -> Any:
    """What ``load`` returns, loaded by the first thread that asks and kept."""
    key = (load, *arguments)
    found = _LOADED.get(key)
    if found is None:
        with _LOADING:
            found = _LOADED.get(key)
            if found is None:
                found = _LOADED[key] = load(*arguments)
    return found


# --- py3langid ---------------------------------------------------------------


def _load_langid() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)


def _narrow_langid(script: str) -> Any:
    """py3langid narrowed to the languages of a script, sharing one set of tables."""
    import numpy as np

    wanted = LANGUAGES_BY_SCRIPT[script]
    narrowed = copy.copy(_once(_load_langid))
    narrowed.set_languages([label for label in narrowed.labels if canonical_code(label) in wanted])
    # Half precision is small on disk but slow to multiply.
    narrowed.nb_ptc = narrowed.nb_ptc.astype(np.float32)
    return narrowed


def detect_with_langid(text: str, *, script: str) -> str:
    """py3langid's choice among the languages of ``script``."""
    label, _ = _once(_narrow_langid, script).classify(text)
    return canonical_code(label) or str(label)


# --- CLD2 --------------------------------------------------------------------


def _load_cld2() -> Any:
    import pycld2

    return pycld2


def detect_with_cld2(text: str) -> str | None:
    """CLD2's choice among all its languages; None where it gives none.

    CLD2 refuses control characters and broken surrogates: such a text is
    tried once more without them.
    """
    cld2 = _once(_load_cld2)
    try:
        _, _, best = cld2.detect(text, bestEffort=True)
    except (cld2.error, UnicodeError):
        printable = "".join(char if char.isprintable() else " " for char in text)
        try:
            _, _, best = cld2.detect(printable, bestEffort=True)
        except (cld2.error, UnicodeError):
            return None
    code = best[0][1]
    return None if code == "un" else canonical_code(code)


# --- langdetect --------------------------------------------------------------


@dataclass(frozen=True)
class _NarrowedProfiles:
    """langdetect's n-gram table, seen through a few languages only."""

    table: dict[str, list[float]]
    columns: tuple[int, ...]

    def __contains__(self, gram: str) -> bool:
        return gram in self.table

    def __getitem__(self, gram: str) -> list[float]:
        row = self.table[gram]
        return [row[column] for column in self.columns]


@dataclass(frozen=True)
class _NarrowedFactory:
    """What langdetect's Detector asks of its factory."""

    word_lang_prob_map: _NarrowedProfiles
    langlist: list[str]
    seed: int = LANGDETECT_SEED


def _load_langdetect() -> Any:
    from langdetect import detector_factory

    detector_factory.DetectorFactory.seed = LANGDETECT_SEED
    factory = detector_factory.DetectorFactory()
    factory.load_profile(detector_factory.PROFILES_DIRECTORY)
    return factory


@cache
def _narrowed_factory(languages: frozenset[str]) -> _NarrowedFactory | None:
    factory = _once(_load_langdetect)
    columns = tuple(
        column
        for column, label in enumerate(factory.langlist)
        if canonical_code(label) in languages
    )
    if not columns:
        return None
    profiles = _NarrowedProfiles(factory.word_lang_prob_map, columns)
    return _NarrowedFactory(profiles, [factory.langlist[column] for column in columns])


def detect_with_langdetect(text: str, *, among: Iterable[str]) -> str | None:
    """langdetect's choice among some languages; None where it knows none of them.

    Seeded, so that the same text always gets the same answer.
    """
    factory = _narrowed_factory(frozenset(among))
    if factory is None:
        return None
    if len(factory.langlist) == 1:
        return canonical_code(factory.langlist[0])
    from langdetect.detector import Detector
    from langdetect.lang_detect_exception import LangDetectException

    detector = Detector(factory)
    detector.append(text)
    try:
        best = detector.get_probabilities()
    except LangDetectException:
        return None
    return canonical_code(best[0].lang) if best else None


@cache
def known_to_langdetect() -> frozenset[str]:
    """The languages that langdetect has a profile for."""
    labels = _once(_load_langdetect).langlist
    return frozenset(filter(None, map(canonical_code, labels)))


@cache
def known_to_langid() -> frozenset[str]:
    """The languages that py3langid has a model of."""
    return frozenset(filter(None, map(canonical_code, _once(_load_langid).labels)))


def warm_up() -> None:
    """Loads everything at once, so that a first call is not slow inside a measurement."""
    for script in LANGUAGES_BY_SCRIPT:
        _once(_narrow_langid, script)
    _once(_load_cld2)
    _once(_load_langdetect)
