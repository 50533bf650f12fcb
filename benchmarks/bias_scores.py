"""The corpora of the study of bias with the model's answers, in groups."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from bias_corpora import CORPORA, ORIGIN, Corpus, draw, origin_groups, score, trained_texts
from numpy.typing import NDArray

from sentiment.evaluation.probe_cases import ProbeText, read_probe_texts
from sentiment.models.catalogue import load_classifier


@dataclass(frozen=True)
class Scored:
    """The rows of one corpus with their probabilities (n, 3) and the groups they are in."""

    corpus: Corpus
    rows: pd.DataFrame
    chances: NDArray[np.float64]

    @property
    def truth(self) -> NDArray[np.int64]:
        """The labels 0, 1 and 2."""
        return self.rows["label"].to_numpy(np.int64)

    @property
    def called(self) -> NDArray[np.int64]:
        """What the model calls them."""
        return self.chances.argmax(axis=1)

    @property
    def by(self) -> str:
        """What the groups are."""
        return "market" if self.corpus in ORIGIN else "language"

    @property
    def groups(self) -> NDArray[np.object_]:
        """Countries or regions of reviewers, or languages."""
        column = origin_groups(self.rows) if self.corpus in ORIGIN else self.rows["lang"]
        return column.to_numpy(object)

    @property
    def periods(self) -> list[str | None]:
        """What customers are compared within: country of the hotel and month, or what is known."""
        if self.rows["date"].isna().all():
            return [None] * len(self.rows)
        length = 4 if self.corpus.name.startswith("skytrax") else 7
        place = self.rows["market"].fillna("") + " " + self.rows["domain"]
        return (place + " " + self.rows["date"].fillna("").str[:length]).tolist()


Study = dict[str, Scored]


def read_probes(cache: Path) -> tuple[tuple[ProbeText, ...], NDArray[np.float64]]:
    """The product's own probes with the model's answers, (texts, 3)."""
    texts = read_probe_texts()
    rows = pd.DataFrame({"text": [one.text for one in texts]})
    return texts, score(rows, load_classifier("polytone"), name="probes", cache=cache)


def read_study(data: Path, *, cache: Path) -> Study:
    """All corpora, scored by the default model; what the cache has is not scored again."""
    classifier = load_classifier("polytone")
    trained = trained_texts(data)
    study = {}
    for corpus in CORPORA:
        rows = draw(corpus, data=data, trained=trained)
        chances = score(rows, classifier, name=corpus.name, cache=cache)
        study[corpus.name] = Scored(corpus, rows, chances)
    return study
