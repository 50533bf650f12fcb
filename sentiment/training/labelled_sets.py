"""The test sets of a benchmark: a folder with ``train`` and ``evaluate``, read and drawn.

Of the sources in ``train`` the test split alone is used; of those in ``evaluate``, which no
model of ours was trained on, all splits, without texts that stand in ``train`` too.
Machine translations are left out, and identical texts of a set count once.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentiment.errors import UsageError
from sentiment.records import UNDETERMINED
from sentiment.training.corpora import COLUMNS, LEFT_OUT, draw_evenly, match_key, read_corpora
from sentiment.training.corpus_records import read_corpus_records

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

    from sentiment.evaluation.benchmark_table import Part

TRAIN, EVALUATE = "train", "evaluate"
SEED = 5  # as in benchmarks/model_quality.py


@dataclass(frozen=True)
class LabelledSet:
    """The test texts that one source has in one language, ``available`` before they were drawn.

    ``classes`` is 2 where none of them is neutral. ``fingerprint`` is that of texts and labels.
    """

    source: str
    part: Part
    language: str
    classes: int
    texts: tuple[str, ...]
    labels: NDArray[np.int64]
    available: int

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that change with any text or label."""
        digest = hashlib.sha256(self.labels.tobytes())
        for text in self.texts:
            digest.update(text.encode("utf-8", "surrogatepass") + b"\0")
        return digest.hexdigest()[:16]


def read_labelled_sets(
    data: Path,
    *,
    most: int | None = None,
    languages: Collection[str] | None = None,
    sources: Collection[str] | None = None,
) -> list[LabelledSet]:
    """The test sets in ``data``, in-domain ones first, then by source and language.

    At most ``most`` texts of each, the same in every call; only ``languages`` and ``sources``
    where some are named. Raises :class:`UsageError` where there is nothing to test on.
    """
    if not any((data / part).is_dir() for part in (TRAIN, EVALUATE)):
        raise UsageError(
            f"'{data}' has neither a folder '{TRAIN}' nor '{EVALUATE}'.",
            hint="Name a folder with train/*.parquet and evaluate/*.parquet, whose columns are "
            f"{', '.join(COLUMNS)}.",
        )
    for path in sorted([*(data / TRAIN).glob("*.parquet"), *(data / EVALUATE).glob("*.parquet")]):
        _require_columns(path)
    sets = [*_trained(data, most=most), *_unseen(data, most=most)]
    _require(languages, {one.language for one in sets}, kind="language", data=data)
    _require(sources, {one.source for one in sets}, kind="source", data=data)
    chosen = [
        one
        for one in sets
        if (not languages or one.language in languages) and (not sources or one.source in sources)
    ]
    if not chosen:
        raise UsageError(
            f"There is nothing to test on in '{data}'.",
            hint="The sources in train need rows of the split 'test', or evaluate needs files.",
        )
    return chosen


def _require_columns(path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        found = pq.read_schema(path).names
    except (OSError, pa.ArrowInvalid) as error:
        reason = str(error).splitlines()[0]
        raise UsageError(
            f"'{path}' cannot be read as Parquet ({reason}).", hint="Put a whole file there."
        ) from error
    missing = [name for name in COLUMNS if name not in found]
    if missing:
        raise UsageError(
            f"'{path}' has no column {' and no column '.join(map(repr, missing))}.",
            hint=f"Its columns are: {', '.join(found)}. Name them {', '.join(COLUMNS)}.",
        )


def _require(
    wanted: Collection[str] | None, known: Collection[str], *, kind: str, data: Path
) -> None:
    for name in wanted or ():
        if name not in known:
            raise UsageError(
                f"'{data}' has no test texts of the {kind} '{name}'.",
                hint=f"There are: {', '.join(sorted(known)) or 'none at all'}.",
            )


def read_split(data: Path, *, source: str, split: str) -> pd.DataFrame:
    """The rows (text, label, lang) of one split of a source in ``train``, identical ones once.

    Raises :class:`UsageError` where there are none.
    """
    import pandas as pd

    path = data / TRAIN / f"{source}.parquet"
    if not path.is_file():
        raise UsageError(
            f"There is no '{path}'.", hint=f"Transfer needs a source with the splits {split}."
        )
    rows = pd.read_parquet(path, columns=COLUMNS)
    rows = rows[(rows["split"] == split) & (rows["text"].str.strip() != "")]
    return rows.drop_duplicates(["text", "lang"]).reset_index(drop=True)


def _trained(data: Path, *, most: int | None) -> Iterator[LabelledSet]:
    if (data / TRAIN).is_dir() and any((data / TRAIN).glob("*.parquet")):
        yield from _sets(read_corpora(data / TRAIN, split="test"), part="in-domain", most=most)


def _unseen(data: Path, *, most: int | None) -> Iterator[LabelledSet]:
    import pandas as pd

    records = read_corpus_records(data / EVALUATE)
    known: set[str] = set()
    for split in ("train", "dev") if (data / TRAIN).is_dir() else ():
        if any((data / TRAIN).glob("*.parquet")):
            known.update(match_key(read_corpora(data / TRAIN, split=split)["text"]))
    known.discard("")  # of emoji alone: as good as no text, but not the same one
    for path in sorted((data / EVALUATE).glob("*.parquet")):
        record = records.get(path.stem)
        if path.stem in LEFT_OUT or (record is not None and record.is_machine_translated):
            continue
        rows = pd.read_parquet(path, columns=COLUMNS)
        rows = rows[rows["text"].str.strip() != ""]
        fresh = [key not in known for key in match_key(rows["text"])]
        yield from _sets(rows[fresh], part="never seen", most=most)


def _sets(rows: pd.DataFrame, *, part: Part, most: int | None) -> Iterator[LabelledSet]:
    """One set for each source and language of ``rows``; those without text or label are not used.

    Raises :class:`UsageError` for a label that is no class.
    """
    rows = rows.dropna(subset=["text", "label"]).fillna({"lang": UNDETERMINED})
    strange = sorted(set(rows["label"].unique().tolist()) - {0, 1, 2}, key=str)
    if strange:
        raise UsageError(
            f"The labels of '{rows['source'].iloc[0]}' hold {strange[:5]}.",
            hint="Expected are 0 (negative), 1 (neutral) and 2 (positive).",
        )
    rows = rows.drop_duplicates(["source", "lang", "text"])
    for (source, language), group in rows.groupby(["source", "lang"], sort=True):
        graded = bool((group["label"] == 1).any())
        drawn = group if most is None else draw_evenly(group, most=most, seed=SEED)
        yield LabelledSet(
            source=str(source),
            part=part,
            language=str(language),
            classes=3 if graded else 2,
            texts=tuple(drawn["text"]),
            labels=drawn["label"].to_numpy(np.int64),
            available=len(group),
        )
