"""Labelled corpora for fine-tuning: reading, splitting and mixing.

A corpus is a Parquet file with the columns ``text``, ``label`` (0 negative,
1 neutral, 2 positive), ``lang``, ``split`` (train, dev or test).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentiment.errors import TrainingError
from sentiment.training.near_duplicates import nearly_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

# Shares the text of booking_515k_sections, whose labels the guests stated themselves.
LEFT_OUT = frozenset({"booking_515k"})
COLUMNS = ["text", "label", "lang", "source", "split"]


@dataclass(frozen=True)
class Mixture:
    """What a run trains on, in order.

    ``texts`` and ``labels`` are the distinct examples; ``binary`` marks those
    from corpora without neutral examples; ``order`` is the sequence of row
    numbers to train on, with repetitions. ``taught`` (n, 3) is what teachers say of
    the texts in ``order``; None where there are none.
    """

    texts: list[str]
    labels: NDArray[np.int64]
    binary: NDArray[np.bool_]
    order: NDArray[np.int64]
    taught: NDArray[np.float32] | None = None


def read_corpora(folder: Path, *, split: str, more: Sequence[str] = ()) -> pd.DataFrame:
    """All rows of ``split`` in the corpora of ``folder``, blank texts left out.

    ``more`` names columns beyond :data:`COLUMNS`; they are empty for corpora without them.
    """
    import pandas as pd
    import pyarrow.parquet

    files = sorted(path for path in folder.glob("*.parquet") if path.stem not in LEFT_OUT)
    if not files:
        raise TrainingError(
            f"No Parquet corpora in {folder}.",
            hint="Name the folder that holds train/*.parquet with --data.",
        )
    frames = []
    for path in files:
        known = pyarrow.parquet.read_schema(path).names
        wanted = [*COLUMNS, *(column for column in more if column in known)]
        frames.append(pd.read_parquet(path, columns=wanted))
    rows = pd.concat(frames, ignore_index=True).reindex(columns=[*COLUMNS, *more])
    rows = rows[(rows["split"] == split) & (rows["text"].str.strip() != "")]
    return rows.reset_index(drop=True)


def training_rows(folder: Path, *, more: Sequence[str] = ()) -> pd.DataFrame:
    """The train split, without texts that any corpus holds out in dev or test, word for word or
    nearly, and without a second copy of a text in a source.

    ``more`` is as for :func:`read_corpora`. Raises
    :class:`sentiment.errors.MissingExtraError` without the extra ``modeling``.
    """
    import pandas as pd

    rows = read_corpora(folder, split="train", more=more)
    keys = match_key(rows["text"])
    held_out = [match_key(read_corpora(folder, split=split)["text"]) for split in ("dev", "test")]
    held_out_keys = pd.concat(held_out).drop_duplicates()
    keep = ~keys.isin(held_out_keys) & ~(keys + rows["source"]).duplicated()
    rows, keys = rows[keep], keys[keep]
    near = nearly_in(keys.tolist(), held_out_keys.tolist())
    return rows[~near].reset_index(drop=True)


def draw_evenly(rows: pd.DataFrame, *, most: int, seed: int) -> pd.DataFrame:
    """At most ``most`` rows of each source and language, in shuffled order."""
    shuffled = rows.sample(frac=1.0, random_state=seed)
    return shuffled.groupby(["source", "lang"]).head(most).reset_index(drop=True)


def mix(
    rows: pd.DataFrame,
    *,
    examples: int,
    seed: int,
    anchor: str = "umsab_xlmt",
    anchor_share: float = 0.45,
    temperature: float = 0.7,
) -> Mixture:
    """Draw ``examples`` rows: ``anchor_share`` of them from ``anchor``, the rest
    from the other sources in proportion to (rows of source and language) ** ``temperature``.

    Sampling by temperature follows Conneau et al. 2020 (XLM-R, section 3.1): it
    lifts small languages without letting them repeat too often. A group is
    walked through in shuffled order and begun again when it is exhausted.
    """
    random = np.random.default_rng(seed)
    groups = {
        (str(source), str(language)): np.asarray(index, dtype=np.int64)
        for (source, language), index in _indices(rows)
    }
    weights = {
        key: (0.0 if key[0] == anchor else len(index) ** temperature)
        for key, index in groups.items()
    }
    others = sum(weights.values())
    anchors = sum(len(index) for key, index in groups.items() if key[0] == anchor)
    share = anchor_share if anchors and others else float(bool(anchors))
    drawn = []
    for key, index in groups.items():
        if key[0] == anchor:
            wanted = share * examples * len(index) / anchors
        else:
            wanted = (1 - share) * examples * weights[key] / others
        drawn.append(_walk(index, round(wanted), random))
    order = random.permutation(np.concatenate(drawn))
    has_neutral = rows.groupby("source")["label"].transform(lambda labels: (labels == 1).any())
    return Mixture(
        texts=rows["text"].tolist(),
        labels=rows["label"].to_numpy(np.int64),
        binary=~has_neutral.to_numpy(bool),
        order=order.astype(np.int64),
    )


def _indices(rows: pd.DataFrame) -> list[tuple[tuple[str, str], NDArray[np.int64]]]:
    grouped = rows.groupby(["source", "lang"], sort=True).indices
    return [(key, index) for key, index in grouped.items()]  # type: ignore[misc]


def _walk(index: NDArray[np.int64], wanted: int, random: np.random.Generator) -> NDArray[np.int64]:
    rounds = [random.permutation(index) for _ in range(-(-wanted // len(index)))]
    return np.concatenate(rounds)[:wanted] if rounds else index[:0]


def match_key(texts: pd.Series) -> pd.Series:
    """Letters and digits alone, in small letters: equal for texts that differ in nothing else."""
    return texts.str.casefold().str.replace(r"\W+", "", regex=True)
