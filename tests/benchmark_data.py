"""A folder of labelled texts of our own, laid out as `polytone benchmark` wants it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sentiment.models.classifier import Cancelled, never
from sentiment.records import Progress, ProgressReport, silent

# One word of each class in three languages: what makes a sentence of ours bad, so-so or good.
WORDS = {
    "en": ("awful", "ordinary", "lovely"),
    "de": ("furchtbar", "gewöhnlich", "wunderbar"),
    "fi": ("kamala", "tavallinen", "ihana"),
}
THINGS = ("kettle", "lamp", "tent", "clock", "chair", "towel", "radio", "stove", "spoon", "vase")


def write_benchmark_folder(folder: Path) -> Path:
    """``train`` with three classes in three languages, ``evaluate`` with two in one."""
    graded = [
        _row(f"{thing} {word} {split} {number}", label, language, "umsab_xlmt", split)
        for language, words in WORDS.items()
        for split, numbers in (("train", 3), ("dev", 1), ("test", 2))
        for number in range(numbers)
        for thing in THINGS
        for label, word in enumerate(words)
    ]
    poles = [
        _row(f"{thing} {WORDS['en'][label]} bought {number}", label, "en", "shop", "train")
        for number in range(2)
        for thing in THINGS
        for label in (0, 2)
    ]
    repeated = [poles[0], {**graded[0], "source": "shop", "label": 2}]
    (folder / "train").mkdir(parents=True)
    (folder / "evaluate").mkdir()
    pd.DataFrame(graded).to_parquet(folder / "train" / "umsab_xlmt.parquet")
    pd.DataFrame([*poles, *repeated]).to_parquet(folder / "evaluate" / "shop.parquet")
    return folder


def _row(text: str, label: int, language: str, source: str, split: str) -> dict[str, object]:
    return {"text": text, "label": label, "lang": language, "source": source, "split": split}


class WordClassifier:
    """Right on English and German, wrong on every good Finnish text; counts what it scores."""

    def __init__(self, model_id: str = "words-1") -> None:
        self.model_id = model_id
        self.scored: list[str] = []

    def predict(
        self,
        texts: Sequence[str],
        *,
        progress: Progress = silent,
        cancelled: Cancelled = never,
    ) -> NDArray[np.float32]:
        self.scored += texts
        progress(ProgressReport("scoring", len(texts), len(texts)))
        chances = np.full((len(texts), 3), 0.1, np.float32)
        for row, text in enumerate(texts):
            words = text.split()
            label = next(i for known in WORDS.values() for i in range(3) if known[i] in words)
            chances[row, 0 if "ihana" in words else label] = 0.8
        return chances
