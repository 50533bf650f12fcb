"""Train in one language, test in the others, on a source that has several of them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from sentiment.models.classifier import never
from sentiment.records import silent
from sentiment.workflows.benchmark_report import MeasuredTransfer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from sentiment.evaluation.transfer_table import TransferTable
    from sentiment.models.classifier import Cancelled
    from sentiment.records import Progress

SOURCE = "umsab_xlmt"
_TAUGHT = (
    "The encoder was fine-tuned on labelled texts of all these languages, and the heads were "
    "trained on texts that it knows: the gap is a lower bound of what an unseen language loses."
)
_FLOOR = (
    "Counts of characters know nothing about languages: what crosses here are emoji, names and "
    "words that languages share."
)
_Texts = dict[str, tuple[list[str], "NDArray[np.int64]"]]


def measure_transfers(
    data: Path,
    *,
    models: Sequence[str],
    languages: Sequence[str] | None = None,
    most: int | None = None,
    source: str = SOURCE,
    known: Sequence[MeasuredTransfer] = (),
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Iterator[MeasuredTransfer]:
    """A table on ``source`` for characters alone, then one for each model that gives vectors.

    At most ``most`` texts of each split and language. A table in ``known`` on the same texts
    by the same version of the features is given back as it is. Raises :class:`UsageError`
    where ``data`` has no such source or fewer than two of the languages.
    """
    from sentiment.models.sentence_vectors import has_vectors, sentence_vectors
    from sentiment.training.zero_shot_transfer import (
        CHARACTERS,
        transfer_by_characters,
        transfer_by_vectors,
    )

    train, test = (
        _read(data, source=source, split=split, languages=languages, most=most)
        for split in ("train", "test")
    )
    fingerprint = _fingerprint(train, test)
    trained_on = {language: len(texts) for language, (texts, _) in train.items()}

    def measured(
        features: str, features_id: str, note: str, table: Callable[[], TransferTable]
    ) -> MeasuredTransfer:
        for one in known:
            if (one.features_id, one.fingerprint) == (features_id, fingerprint):
                return one
        found = table()
        counts = tuple(trained_on[language] for language in found.languages)
        return MeasuredTransfer(features, features_id, source, note, counts, fingerprint, found)

    yield measured(CHARACTERS, CHARACTERS, _FLOOR, lambda: transfer_by_characters(train, test))
    for name in models:
        if not has_vectors(name):
            continue

        def by_vectors(name: str = name) -> TransferTable:
            inputs = [
                text for split in (train, test) for texts, _ in split.values() for text in texts
            ]
            found = sentence_vectors(name, inputs, progress=progress, cancelled=cancelled)
            rows = iter(found.vectors)

            def with_vectors(
                split: Mapping[str, tuple[list[str], NDArray[np.int64]]],
            ) -> dict[str, tuple[NDArray[np.float32], NDArray[np.int64]]]:
                return {
                    language: (np.stack([next(rows) for _ in texts]), labels)
                    for language, (texts, labels) in split.items()
                }

            return transfer_by_vectors(with_vectors(train), with_vectors(test))

        from sentiment.models.catalogue import load_classifier

        yield measured(name, load_classifier(name).model_id, _TAUGHT, by_vectors)


def _read(
    data: Path, *, source: str, split: str, languages: Sequence[str] | None, most: int | None
) -> _Texts:
    from sentiment.training.corpora import draw_evenly
    from sentiment.training.labelled_sets import SEED, read_split

    rows = read_split(data, source=source, split=split)
    if most is not None:
        rows = draw_evenly(rows, most=most, seed=SEED)
    return {
        str(language): (group["text"].tolist(), group["label"].to_numpy(np.int64))
        for language, group in rows.groupby("lang", sort=True)
        if not languages or language in languages
    }


def _fingerprint(*splits: _Texts) -> str:
    digest = hashlib.sha256()
    for split in splits:
        for language, (texts, labels) in split.items():
            digest.update(language.encode() + labels.tobytes())
            for text in texts:
                digest.update(text.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()[:16]
