"""Labelled texts that a model was not trained on, scored by it, and how good it is on them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentiment.training.quality import GroupQuality, quality_by_group

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

BENCHMARK = "umsab_xlmt"
Predict = Callable[[Sequence[str]], "NDArray[np.float32]"]


@dataclass(frozen=True)
class ScoredTexts:
    """What a model says (``chances``, (n, 3)) and what people say (``labels``, (n,)).

    ``languages`` and ``sources`` (n,) tell where each text is from.
    """

    labels: NDArray[np.int64]
    languages: NDArray[np.str_]
    sources: NDArray[np.str_]
    chances: NDArray[np.float32]

    @property
    def sureness(self) -> NDArray[np.float32]:
        """The largest probability of each text."""
        return np.asarray(self.chances.max(axis=1, initial=0.0))

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether the likeliest class is the label."""
        return np.asarray(self.chances.argmax(axis=1) == self.labels)

    def where(self, chosen: NDArray[np.bool_]) -> ScoredTexts:
        """Those of the texts that ``chosen`` (n,) marks."""
        return ScoredTexts(
            self.labels[chosen],
            self.languages[chosen],
            self.sources[chosen],
            self.chances[chosen],
        )


@dataclass(frozen=True)
class HeldOutQuality:
    """Quality on test splits: ``benchmark`` and ``others`` (all other sources) by language,
    ``languages`` over both, ``pooled`` over all of them and ``reviews`` over the sources
    ``review_sources``; the last is None where none of the sources is one of reviews."""

    benchmark: Sequence[GroupQuality]
    others: Sequence[GroupQuality]
    languages: Sequence[GroupQuality]
    pooled: GroupQuality
    reviews: GroupQuality | None
    review_sources: Sequence[str]


def score_rows(predict: Predict, rows: pd.DataFrame) -> ScoredTexts:
    """``rows`` (text, label, lang, source) as ``predict`` sees them."""
    return ScoredTexts(
        rows["label"].to_numpy(np.int64),
        rows["lang"].to_numpy(str),
        rows["source"].to_numpy(str),
        predict(rows["text"].tolist()).reshape(len(rows), 3),
    )


def measure_quality(scored: ScoredTexts, *, reviews: Collection[str]) -> HeldOutQuality:
    """Macro-F1 and calibration of ``scored`` test texts; ``reviews`` names sources."""
    benchmark = scored.sources == BENCHMARK
    review_sources = sorted(set(scored.sources.tolist()).intersection(reviews))
    of_reviews = scored.where(np.isin(scored.sources, review_sources))
    return HeldOutQuality(
        benchmark=quality_by_language(scored.where(benchmark)),
        others=quality_by_language(scored.where(~benchmark)),
        languages=quality_by_language(scored),
        pooled=_pooled(scored),
        reviews=_pooled(of_reviews) if len(of_reviews.labels) else None,
        review_sources=review_sources,
    )


def quality_by_language(scored: ScoredTexts) -> list[GroupQuality]:
    """Macro-F1 and calibration of each language, in the order of their codes."""
    return _judge(scored, [str(language) for language in scored.languages])


def _pooled(scored: ScoredTexts) -> GroupQuality:
    return _judge(scored, ["all"] * len(scored.labels))[0]


def _judge(scored: ScoredTexts, groups: Sequence[str]) -> list[GroupQuality]:
    predicted = scored.chances.argmax(axis=1)
    return quality_by_group(scored.labels, predicted, groups=groups, chances=scored.chances)
