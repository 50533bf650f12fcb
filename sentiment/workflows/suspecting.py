"""Which labels of reviews are probably wrong themselves, the worst first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentiment.evaluation.suspected_labels import CAVEAT, find_suspected_labels
from sentiment.records import SENTIMENTS, TRUTHS, Filters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentiment.records import Interval
    from sentiment.storage.confusion_cells import JudgedReview
    from sentiment.storage.database import Database

MOST_REVIEWS = 50_000


@dataclass(frozen=True)
class SuspectedReview:
    """A review whose truth is suspected to be wrong.

    ``quality`` is the model's probability of that truth, 0 to 1, low is bad;
    ``suggested`` is the sentiment that the model finds most probable.
    """

    judged: JudgedReview
    quality: float
    suggested: str


@dataclass(frozen=True)
class SuspectedReviews:
    """The worst of the ``suspected`` among ``considered`` reviews.

    ``wrong`` estimates how many of those considered have a wrong label (its value is nan
    where that cannot be told), ``caveat`` says what the estimate cannot know.
    """

    model_id: str | None
    considered: int
    suspected: int
    wrong: Interval
    reviews: tuple[SuspectedReview, ...]
    caveat: str = CAVEAT


def suspected_labels(
    database: Database,
    *,
    filters: Filters | None = None,
    truths: Sequence[str] = TRUTHS,
    limit: int = 50,
    offset: int = 0,
) -> SuspectedReviews:
    """The ``limit`` worst labels after the first ``offset``, in the eyes of the active model.

    What a person answered settles a review: it is not suspected, unless annotations are
    the only truth that is asked for. At most 50,000 reviews are considered, spread
    evenly. Raises :class:`sentiment.errors.MissingExtraError` without cleanlab and
    :class:`sentiment.errors.UsageError` for an unknown truth.
    """
    import numpy as np

    from sentiment.storage.judging import judged_reviews_of
    from sentiment.storage.predictions import active_model
    from sentiment.storage.truth_arrays import truth_arrays

    rows = truth_arrays(
        database,
        filters=filters or Filters(),
        truths=truths,
        limit=MOST_REVIEWS,
        texts=False,
    )
    kinds = np.array(rows.column("truth_from").to_pylist(), dtype=object)
    if tuple(truths) != ("annotation",):
        rows = rows.filter(kinds != "annotation")
    labels = rows.column("truth").to_numpy().astype(np.int64)
    chances = np.column_stack([rows.column(f"p_{name}").to_numpy() for name in SENTIMENTS])
    found = find_suspected_labels(labels, chances)
    shown = slice(offset, offset + limit)
    places = found.places[shown]
    numbers = rows.column("review_no").to_numpy()[places].tolist()
    kinds_shown = rows.column("truth_from").take(places).to_pylist()
    decided = zip(labels[places].tolist(), kinds_shown, strict=True)
    judged = judged_reviews_of(database, dict(zip(numbers, decided, strict=True)))
    return SuspectedReviews(
        model_id=active_model(database),
        considered=rows.num_rows,
        suspected=len(found.places),
        wrong=found.wrong,
        reviews=tuple(
            SuspectedReview(review, float(quality), SENTIMENTS[code])
            for review, quality, code in zip(
                judged, found.quality[shown], found.suggested[shown], strict=True
            )
        ),
    )
