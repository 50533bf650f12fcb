"""Which words carried a model's answer: each is left out once, and the answer looked at again.

Occlusion (M. D. Zeiler and R. Fergus (2014), "Visualizing and Understanding Convolutional
Networks", ECCV), on words: J. Li, W. Monroe and D. Jurafsky (2016), "Understanding Neural
Networks through Representation Erasure", arXiv:1612.08220. It needs ``predict`` alone, so
it holds for every classifier, and it measures the model that is really used: gradients
(as integrated gradients need them) do not pass the quantised layers and the early exits
of the embedded models, nor the baselines, and would be those of another model.

What it cannot show: words that say the same thing twice cover for each other, and of two
words that turn each other ("not good") each is judged with the other in place.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from sentiment.errors import UsageError
from sentiment.language.identification import identify
from sentiment.language.word_spans import needs_space, word_spans
from sentiment.models.classifier import Cancelled, never
from sentiment.records import SENTIMENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sentiment.language.word_spans import Span
    from sentiment.models.classifier import Classifier

METHOD = "occlusion-1"
"""Changes whenever the same text and model would get other weights; part of the cache's key."""

MOST_PREDICTIONS = 64
_FEWEST_PREDICTIONS = 20
_MOST_CHARACTERS = 60_000  # read in all predictions together; seconds, not minutes, on a CPU
_REFINED_RUNS = 3
_SENTENCE_ENDS = frozenset(".!?…。！？؟۔।॥\u1362")
_SUREST = 0.999  # beyond this, log-odds are noise of the last digits


@dataclass(frozen=True)
class AttributedSpan:
    """Characters ``start`` to ``end`` of the text, and how far they speak for the target.

    ``weight`` is in log-odds: above 0, the target is less probable without them; below
    0, they speak against it.
    """

    start: int
    end: int
    weight: float


@dataclass(frozen=True)
class Attribution:
    """What of ``text`` spoke for ``target`` in the eyes of a model.

    ``language`` is the one by whose rules words were cut. ``probabilities`` are those of
    negative, neutral and positive for the whole text. ``spans`` are in the order of the
    text, do not overlap, and hold all that is visible. In long texts a span can be a run
    of words.
    """

    text: str
    language: str
    target: str
    model_id: str
    probabilities: tuple[float, float, float]
    spans: tuple[AttributedSpan, ...]

    @property
    def sentiment(self) -> str:
        """The model's answer: the most probable class, the first of several as probable."""
        return SENTIMENTS[int(np.argmax(self.probabilities))]

    def words(self) -> tuple[tuple[str, AttributedSpan], ...]:
        """The spans with what stands there, those that weigh most first."""
        ordered = sorted(self.spans, key=lambda span: -abs(span.weight))
        return tuple((self.text[span.start : span.end], span) for span in ordered)

    def share(self, span: AttributedSpan) -> float:
        """The part of a span in all weights, −1 to 1; the shares' sizes add up to 1.

        0 where nothing in the text makes any difference.
        """
        total = sum(abs(other.weight) for other in self.spans)
        return span.weight / total if total else 0.0


def attribute(
    classifier: Classifier,
    text: str,
    *,
    language: str | None = None,
    target: str | None = None,
    cancelled: Cancelled = never,
) -> Attribution:
    """How much each word of ``text`` speaks for ``target`` (default: the model's answer).

    The weight of a span is log-odds(target | text) − log-odds(target | text without it),
    probabilities held within 0.001 and 0.999; without its only word a text says
    nothing, which is taken as one third for each class. At most 64 texts are predicted, fewer
    where the text is long: where there are more words, runs of them (along sentences where
    possible) are left out first, then the parts of the strongest runs. ``language`` None: it
    is identified.

    Raises :class:`UsageError` for a target that is no class, and
    :class:`sentiment.models.classifier.ScoringCancelled` once ``cancelled`` answers True.
    """
    if target is not None and target not in SENTIMENTS:
        raise UsageError(
            f"There is no sentiment '{target}'.", hint=f"Choose from: {', '.join(SENTIMENTS)}."
        )
    language = language or identify(text).language
    words = word_spans(text, language=language)
    budget = _MOST_CHARACTERS // max(1, len(text))
    budget = min(MOST_PREDICTIONS, max(_FEWEST_PREDICTIONS, budget)) - 1
    few = len(words) <= budget
    runs = [[word] for word in words] if few else _sentence_runs(text, words, count=budget // 2)
    variants = [remove_span(text, _span_of(run)) for run in runs]
    chances = classifier.predict([text, *variants], cancelled=cancelled).astype(np.float64)
    if len(words) == 1:  # nothing is left without it, and speaks for no class
        chances[1] = 1 / len(SENTIMENTS)
    answer = SENTIMENTS.index(target) if target else int(chances[0].argmax())
    odds = _log_odds(chances[:, answer])
    weighed = [(_span_of(run), odds[0] - left) for run, left in zip(runs, odds[1:], strict=True)]
    if not few:
        weights = [abs(weight) for _, weight in weighed]
        kept, parts = _refine(runs, weights, budget=budget - len(runs))
        variants = [remove_span(text, span) for span in parts]
        lefts = _log_odds(classifier.predict(variants, cancelled=cancelled)[:, answer])
        weighed = [weighed[place] for place in kept]
        weighed += [(span, odds[0] - left) for span, left in zip(parts, lefts, strict=True)]
    return Attribution(
        text=text,
        language=language,
        target=SENTIMENTS[answer],
        model_id=classifier.model_id,
        probabilities=(float(chances[0, 0]), float(chances[0, 1]), float(chances[0, 2])),
        spans=tuple(AttributedSpan(*span, float(weight)) for span, weight in sorted(weighed)),
    )


def remove_span(text: str, span: Span) -> str:
    """``text`` without the span; words that would run into each other get a space.

    >>> remove_span("good,cheap", (4, 5)), remove_span("不好吃", (0, 1))
    ('good cheap', '好吃')
    """
    before, after = text[: span[0]], text[span[1] :]
    joined = before and after and needs_space(before[-1], after[0])
    return f"{before} {after}" if joined else before + after


def _log_odds(chances: NDArray[np.floating]) -> NDArray[np.float64]:
    held = np.clip(chances.astype(np.float64), 1 - _SUREST, _SUREST)
    odds: NDArray[np.float64] = np.log(held / (1 - held))
    return odds


def _span_of(run: Sequence[Span]) -> Span:
    return run[0][0], run[-1][1]


def _sentence_runs(text: str, words: list[Span], *, count: int) -> list[list[Span]]:
    """``count`` about equal runs of words; each ends with a sentence if one ends near enough."""
    size = len(words) / count
    ends = [
        number
        for number, (_, end) in enumerate(words, start=1)
        if text[end - 1] in _SENTENCE_ENDS or "\n" in text[end : end + 2]
    ]
    cuts = [0]
    for number in range(1, count):
        ideal = number * size
        near = min(ends, key=lambda end: abs(end - ideal), default=-1)
        cut = near if abs(near - ideal) <= size / 2 else round(ideal)
        if cuts[-1] < cut < len(words):
            cuts.append(cut)
    return [words[a:b] for a, b in pairwise([*cuts, len(words)])]


def _refine(
    runs: Sequence[list[Span]], weights: Sequence[float], *, budget: int
) -> tuple[list[int], list[Span]]:
    """Which runs stay whole, and at most ``budget`` parts of those that weigh most."""
    left, most = budget, max(2, budget // _REFINED_RUNS)
    kept, parts = [], []
    for place in sorted(range(len(runs)), key=lambda place: -weights[place]):
        run = runs[place]
        count = min(len(run), most, left)
        if count < 2:
            kept.append(place)
            continue
        cuts = [round(number * len(run) / count) for number in range(count + 1)]
        parts += [_span_of(run[a:b]) for a, b in pairwise(cuts)]
        left -= count
    return kept, parts
