"""Build the baselines that are trained: mix, fit, make as sure as they are right, pack.

They learn from the same corpora as the embedded model, mixed as its last stage was, so
that what is between them is the model and not the data. Every step is seeded.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sentiment.errors import UsageError
from sentiment.evaluation.temperature import fit_temperature
from sentiment.language.normalising import normalise
from sentiment.models import char_ngrams, lstm, universal_sentence_encoder, vader
from sentiment.models.baseline_files import write_baseline
from sentiment.records import Progress, ProgressReport, silent
from sentiment.training.corpora import draw_evenly, mix, read_corpora, training_rows
from sentiment.training.logistic_regression import fit_linear_head
from sentiment.training.lstm_training import LstmRecipe, train_lstm
from sentiment.training.temperature import divide_layer

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

    from sentiment.training.corpora import Mixture

VERSION = "1"
ANCHOR_SHARE, SAMPLING_TEMPERATURE = 0.28, 0.6
NGRAM_PLACES = 1 << 19
LSTM_SIZES = {"places": 1 << 14, "width": 32, "hidden": 96}
_DEV_TEXTS = 250  # of each source and language
_BATCH = 2_048


@dataclass(frozen=True)
class BuiltBaseline:
    """A baseline as it was packed into ``folder``; ``size`` in bytes is that of its weights."""

    name: str
    folder: Path
    size: int
    temperature: float


@dataclass(frozen=True)
class _Fitted:
    tensors: Mapping[str, NDArray[Any]]
    temperature: float
    details: Mapping[str, Any]


@dataclass(frozen=True)
class _Texts:
    """What a baseline is fitted on: ``texts`` are those of the mixture, normalised where they
    are in its order, "" elsewhere; ``dev`` (with ``dev_labels``) sets the temperature."""

    mixture: Mixture
    texts: Sequence[str]
    dev: Sequence[str]
    dev_labels: NDArray[np.int64]
    seed: int

    def distinct(self) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
        """Each text once, its label, and how often it is in the mixture."""
        rows, times = np.unique(self.mixture.order, return_counts=True)
        return [self.texts[row] for row in rows], self.mixture.labels[rows], times


def build_baselines(
    *,
    data: Path,
    output: Path,
    names: Sequence[str] = (),
    examples: int | None = None,
    seed: int = 13,
    progress: Progress = silent,
) -> list[BuiltBaseline]:
    """Train the baselines ``names`` (default: all) into folders of their names in ``output``.

    ``data`` holds the labelled corpora, directly or under ``train/``; test splits are not
    touched. ``examples`` is how many texts each is trained on; each has its own default.
    Raises :class:`UsageError` for a baseline that there is not,
    :class:`sentiment.errors.TrainingError` where there are no corpora and
    :class:`sentiment.errors.MissingExtraError` where 'use' lacks its encoder.
    """
    unknown = [name for name in names if name not in _TRAINED]
    if unknown:
        raise UsageError(
            f"There is no baseline {unknown[0]!r} to build.",
            hint=f"Those that are trained: {', '.join(_TRAINED)}.",
        )
    corpora = data / "train" if (data / "train").is_dir() else data
    rows = training_rows(corpora)
    dev = _calibration_rows(corpora)
    built = []
    for name in names or list(_TRAINED):
        count, fit = _TRAINED[name]
        mixture = mix(
            rows,
            examples=examples or count,
            seed=seed,
            anchor_share=ANCHOR_SHARE,
            temperature=SAMPLING_TEMPERATURE,
        )
        used = set(mixture.order.tolist())
        texts = _Texts(
            mixture=mixture,
            texts=[normalise(t) if n in used else "" for n, t in enumerate(mixture.texts)],
            dev=[normalise(text) for text in dev["text"]],
            dev_labels=dev["label"].to_numpy(np.int64),
            seed=seed,
        )
        fitted = fit(texts, progress)
        config = {
            "name": name,
            "version": VERSION,
            "seed": seed,
            "examples": len(mixture.order),
            "distinct_texts": len(used),
            "anchor_share": ANCHOR_SHARE,
            "sampling_temperature": SAMPLING_TEMPERATURE,
            "calibration_temperature": round(fitted.temperature, 4),
            "sources": _count_sources(rows, mixture.order),
            **fitted.details,
        }
        size = write_baseline(output / name, tensors=fitted.tensors, config=config)
        built.append(BuiltBaseline(name, output / name, size, fitted.temperature))
    return built


def fit_vader_sharpness(corpora: Path) -> float:
    """What :data:`sentiment.models.vader.SHARPNESS` is: the inverse of the temperature that
    fits VADER's numbers of the English texts of the dev splits. Nothing else is fitted."""
    dev = _calibration_rows(corpora)
    english = dev[dev["lang"] == "en"]
    compound = vader.open_lexicon()
    numbers = np.array([vader.mean_compound(text, compound) for text in english["text"]])
    labels = english["label"].to_numpy(np.int64)
    return 1 / fit_temperature(vader.vader_logits(numbers), labels)


def _fit_char_ngrams(given: _Texts, progress: Progress) -> _Fitted:
    texts, labels, times = given.distinct()
    counted = char_ngrams.count_ngrams(texts, places=NGRAM_PLACES)
    progress(ProgressReport("training", 1, 2))
    head = fit_linear_head(counted, labels, times=times, strength=4.0, rounds=40)
    dev = char_ngrams.count_ngrams(given.dev, places=NGRAM_PLACES)
    temperature = _temperature(head.logits(dev), given)
    weight, scale = char_ngrams.pack_weights(head.cooled(temperature).weight)
    tensors: dict[str, NDArray[Any]] = {
        char_ngrams.WEIGHT: weight,
        char_ngrams.SCALE: scale,
        char_ngrams.BIAS: head.cooled(temperature).bias,
    }
    progress(ProgressReport("training", 2, 2))
    return _Fitted(tensors, temperature, {"places": NGRAM_PLACES, "strength": 4.0, "rounds": 40})


def _fit_use(given: _Texts, progress: Progress) -> _Fitted:
    encoder = universal_sentence_encoder.open_encoder()
    texts, labels, times = given.distinct()
    started = time.perf_counter()
    vectors = np.empty((len(texts), universal_sentence_encoder.WIDTH), dtype=np.float32)
    for first in range(0, len(texts), _BATCH):
        part = texts[first : first + _BATCH]
        vectors[first : first + len(part)] = encoder.encode(part)
        done = first + len(part)
        pace = done / (time.perf_counter() - started)
        progress(ProgressReport("vectors", done, len(texts), pace))
    head = fit_linear_head(vectors, labels, times=times, strength=10.0, rounds=300)
    temperature = _temperature(head.logits(encoder.encode(given.dev)), given)
    cooled = head.cooled(temperature)
    return _Fitted(
        {
            universal_sentence_encoder.WEIGHT: cooled.weight,
            universal_sentence_encoder.BIAS: cooled.bias,
        },
        temperature,
        {
            "strength": 10.0,
            "rounds": 300,
            "encoder": universal_sentence_encoder.PACKAGE,
            "encoder_version": encoder.version,
            "encoder_sha256": encoder.sha256,
        },
    )


def _fit_lstm(given: _Texts, progress: Progress) -> _Fitted:
    import torch

    recipe = LstmRecipe(sizes=LSTM_SIZES, seed=given.seed)
    started = time.perf_counter()

    def report(step: int, steps: int) -> None:
        pace = step / max(1e-9, time.perf_counter() - started)
        progress(ProgressReport("training", step, steps, pace))

    network = train_lstm(given.texts, given.mixture, recipe=recipe, progress=report)
    with torch.inference_mode():
        hashed = [lstm.hash_text(text, places=LSTM_SIZES["places"]) for text in given.dev]
        temperature = _temperature(lstm.lstm_logits(network, hashed).numpy(), given)
    state = network.state_dict()
    state.update(divide_layer(state, "classifier", by=temperature))
    tensors = {name: weight.half().numpy() for name, weight in state.items()}
    return _Fitted(tensors, temperature, {"sizes": LSTM_SIZES, "batch": recipe.batch})


def _temperature(logits: NDArray[np.float32], given: _Texts) -> float:
    return fit_temperature(logits, given.dev_labels) if len(given.dev) else 1.0


def _calibration_rows(corpora: Path) -> pd.DataFrame:
    """An even draw of the dev splits, without sources that have no neutral examples."""
    dev = read_corpora(corpora, split="dev")
    has_neutral = (dev["label"] == 1).groupby(dev["source"]).transform("any")
    return draw_evenly(dev[has_neutral.astype(bool)], most=_DEV_TEXTS, seed=0)


def _count_sources(rows: pd.DataFrame, order: NDArray[np.int64]) -> dict[str, int]:
    counts = rows["source"].iloc[order].value_counts()
    return {str(source): int(counts[source]) for source in sorted(counts.index)}


_Fit = Callable[[_Texts, Progress], _Fitted]
# How many examples, and how: the n-grams see what the LSTM sees in a third of its steps, the
# encoder's 512 numbers are fitted with less.
_TRAINED: Mapping[str, tuple[int, _Fit]] = {
    char_ngrams.NAME: (200_000, _fit_char_ngrams),
    lstm.NAME: (480_000, _fit_lstm),
    universal_sentence_encoder.NAME: (40_000, _fit_use),
}
