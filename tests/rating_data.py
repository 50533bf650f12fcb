"""Customers whose ways of rating are known, to see whether they are found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from sentiment.records import review_schema
from sentiment.storage.answers_of_file import keep_drawn_answers
from sentiment.storage.imports import store_export
from sentiment.storage.predictions import set_active_model, store_predictions, unscored_texts
from tests.storage.conftest import make_export

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sentiment.storage.database import Database

FIRST_DAY = datetime(2026, 1, 1)


@dataclass(frozen=True)
class Rated:
    """Arrays of n reviews."""

    stars: NDArray[np.float64]
    probabilities: NDArray[np.float64]
    groups: list[str]
    products: list[str | None]
    labels: NDArray[np.int64] | None = None


def simulate(
    sizes: Mapping[str, int],
    *,
    styles: Mapping[str, float] | None = None,
    products: int = 30,
    product_spread: float = 0.0,
    twist: float = 0.0,
    shared: bool = True,
    moods: Mapping[str, float] | None = None,
    blur: Mapping[str, float] | None = None,
    misread: Mapping[str, float] | None = None,
    seed: int = 0,
) -> Rated:
    """Reviews whose stars are sentiment + style + product + chance, in whole stars of 1 to 5.

    ``styles`` are stars that a group gives more. A product's stars differ from its words by
    ``product_spread``, and in each group by ``twist`` besides. Not ``shared``, each group has
    products of its own; 0 ``products`` means that none is known. ``moods`` moves a group's
    sentiment, ``blur`` its model's reading at random (standard deviation) and ``misread`` to one
    side, all about 1 wide. ``labels`` are what people would say of the texts.
    """
    drawn = np.random.default_rng(seed)
    names = list(sizes)
    group = np.repeat(np.arange(len(names)), list(sizes.values()))
    n = len(group)
    product = drawn.integers(0, max(products, 1), n)
    if not shared:
        product = product + group * max(products, 1)
    known = np.arange(product.max() + 1)
    own = drawn.normal(0, product_spread, known.size)
    in_group = drawn.normal(0, twist, (len(names), known.size))
    felt = drawn.normal(0.4, 1.0, n) + _each(moods, names)[group]
    read = felt + drawn.normal(0, 0.4, n) + drawn.normal(0, 1, n) * _each(blur, names)[group]
    read += _each(misread, names)[group]
    stars = 3.2 + 1.1 * felt + drawn.normal(0, 0.5, n)
    stars += _each(styles, names)[group] + own[product] + in_group[group, product]
    logits = np.stack([-1.6 * read, 0.3 - 0.5 * np.abs(read), 1.6 * read], axis=1)
    chances = np.exp(logits)
    return Rated(
        stars=np.clip(np.round(stars), 1, 5),
        probabilities=chances / chances.sum(axis=1, keepdims=True),
        groups=[names[code] for code in group],
        products=[f"P{code}" if products else None for code in product],
        labels=np.digitize(felt, [-0.3, 0.3]),
    )


def store(database: Database, rated: Rated, *, labelled: int = 0) -> None:
    """Store the reviews over half a year, each with a text of its own; groups are markets.

    One in ``labelled`` was drawn at random, and a person said what the text is.
    """
    rows = [
        {
            "text": f"review {number}",
            "stars": None if np.isnan(stars) else float(stars),
            "market": market or None,
            "product": product,
            "written_at": FIRST_DAY + timedelta(days=number % 180),
            "line": number + 2,
        }
        for number, (stars, market, product) in enumerate(
            zip(rated.stars, rated.groups, rated.products, strict=True)
        )
    ]
    table = pa.Table.from_pylist(
        [dict.fromkeys(review_schema().names) | row for row in rows], schema=review_schema()
    )
    export = make_export([])
    store_export(
        database,
        type(export)(export.recognition, table.num_rows, table, export.rejected),
    )
    set_active_model(database, "model-1")
    texts = unscored_texts(database, model_id="model-1", limit=len(rows))
    numbers = [int(text.split()[1]) for text in texts["text"].to_pylist()]
    names = ("p_negative", "p_neutral", "p_positive")
    scores = {
        name: pa.array(rated.probabilities[numbers, at], pa.float32())
        for at, name in enumerate(names)
    }
    store_predictions(
        database,
        model_id="model-1",
        predictions=pa.table({"text_key": texts["text_key"], **scores}),
    )
    if labelled and rated.labels is not None:
        lines = np.arange(0, len(rows), labelled)
        answers = pa.table(
            {
                "file": ["reviews.csv"] * len(lines),
                "line": lines + 2,
                "answer": rated.labels[lines],
            }
        )
        assert keep_drawn_answers(database, answers, annotator="Ana") == len(lines)


def _each(given: Mapping[str, float] | None, names: Sequence[str]) -> NDArray[np.float64]:
    return np.array([(given or {}).get(name, 0.0) for name in names])
