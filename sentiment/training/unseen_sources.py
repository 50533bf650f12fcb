"""Sources that no model of ours was ever trained on: which pole does it prefer there?

Their licences do not allow training, so nothing of them is in a model, and what they
measure is how it does on other shops, authors and, often, other languages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.intervals import wilson
from sentiment.training.corpora import COLUMNS, draw_evenly, match_key, read_corpora
from sentiment.training.near_duplicates import nearly_in
from sentiment.training.quality import binary_accuracy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from sentiment.records import Interval
    from sentiment.training.corpus_records import CorpusRecord
    from sentiment.training.held_out import ScoredTexts

UNSEEN = "evaluate"  # the folder of sources that are measured and never trained on
_SPARE = 2  # times as many are drawn as are wanted, since some turn out to be known

# The 25 with the most speakers, first and second languages together.
# fmt: off
LARGEST_LANGUAGES = (
    "en", "zh", "hi", "es", "ar", "fr", "bn", "pt", "ru", "ur", "id", "de", "ja",
    "pcm", "mr", "te", "tr", "ta", "yue", "vi", "ko", "fa", "sw", "ha", "it",
)
# fmt: on


@dataclass(frozen=True)
class LanguageAccuracy:
    """``accuracy`` between negative and positive, 0..1, on texts of ``language``.

    ``graded`` tells that the sources have neutral texts too, which were left out.
    """

    language: str
    accuracy: Interval
    sources: tuple[str, ...]
    graded: bool = False


def read_unseen(
    corpora: Path, *, most: int, seed: int, records: Mapping[str, CorpusRecord]
) -> pd.DataFrame:
    """Negative and positive texts of the sources in the folder ``evaluate`` beside that of the
    training ``corpora``, of every split.

    At most ``most`` of each source and language; machine translations are left out, and so are
    texts that stand, word for word or nearly, in the train or dev split of ``corpora``: some
    sources were collected from the same pages. The column ``graded`` marks sources and languages
    that have neutral texts too. Raises :class:`sentiment.errors.MissingExtraError` without the
    extra ``modeling``.
    """
    import pandas as pd

    frames = []
    for path in sorted((corpora.parent / UNSEEN).glob("*.parquet")):
        if path.stem in records and records[path.stem].is_machine_translated:
            continue
        rows = pd.read_parquet(path, columns=COLUMNS)
        rows = rows[rows["text"].str.strip() != ""]
        rows["graded"] = rows["label"].eq(1).groupby(rows["lang"]).transform("any")
        frames.append(draw_evenly(rows[rows["label"] != 1], most=_SPARE * most, seed=seed))
    if not frames:
        return pd.DataFrame(columns=[*COLUMNS, "graded"])
    drawn = pd.concat(frames, ignore_index=True)
    keys = match_key(drawn["text"])
    known = [match_key(read_corpora(corpora, split=split)["text"]) for split in ("train", "dev")]
    known_keys = pd.concat(known).drop_duplicates()
    seen = keys.isin(known_keys) & (keys != "")  # "": emoji alone, alike and yet not the same
    fresh = drawn[~seen & ~nearly_in(keys.tolist(), known_keys.tolist())]
    return fresh.groupby(["source", "lang"]).head(most).reset_index(drop=True)


def accuracy_by_language(scored: ScoredTexts, *, graded: bool = False) -> list[LanguageAccuracy]:
    """The accuracy in each language with Wilson's 95 % interval, by the languages' codes.

    The probability of negative is compared with that of positive; that of neutral is
    not looked at.
    """
    results = []
    for language in sorted(set(scored.languages.tolist())):
        texts = scored.where(scored.languages == language)
        right = round(binary_accuracy(texts.labels, texts.chances) * len(texts.labels))
        sources = tuple(sorted(set(texts.sources.tolist())))
        accuracy = wilson(right, len(texts.labels))
        results.append(LanguageAccuracy(language, accuracy, sources, graded))
    return results


def judge_unseen(scored: ScoredTexts, graded: np.ndarray) -> list[LanguageAccuracy]:
    """First the languages of sources without neutral texts, then those of the ``graded`` (n,)."""
    graded = np.asarray(graded, dtype=bool)
    return [
        *accuracy_by_language(scored.where(~graded)),
        *accuracy_by_language(scored.where(graded), graded=True),
    ]
