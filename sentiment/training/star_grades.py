"""Stars say more than the class that was made of them: 5 of 5 is surer praise than 4.

An ordinal model of the class (McCullagh 1980, Regression models for ordinal data): a text with
so many stars is read as negative where they, give or take, lie below the lower of two bounds, as
positive where above the upper, and as neutral between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

SPREAD = 0.3  # stars; how far people who mean the same differ, as the scale of a logistic curve
# Stars of the whole stay beside texts of one side of it alone.
NOT_OF_THE_TEXT = frozenset({"booking_515k_sections"})


def grade(rows: pd.DataFrame) -> NDArray[np.float32]:
    """Probabilities (n, 3) of the classes by the stars of ``rows`` (label, source, stars).

    The bounds lie half-way between the stars of a source's classes. A text without stars, or of
    a source in which stars do not part the three classes, has nan.
    """
    labels = rows["label"].to_numpy(np.int64)
    all_stars = rows["stars"].to_numpy(np.float64)
    graded = np.full((len(rows), 3), np.nan, dtype=np.float32)
    sources = rows["source"].to_numpy(str)
    for source in sorted(set(sources) - NOT_OF_THE_TEXT):
        places = np.flatnonzero((sources == source) & ~np.isnan(all_stars))
        stars = all_stars[places]
        of_class = [stars[labels[places] == label] for label in range(3)]
        if not all(len(each) for each in of_class):
            continue  # a class is missing, or nobody gave stars
        edges = [(each.min(), each.max()) for each in of_class]
        if edges[0][1] >= edges[1][0] or edges[1][1] >= edges[2][0]:
            continue
        lower, upper = (edges[0][1] + edges[1][0]) / 2, (edges[1][1] + edges[2][0]) / 2
        negative, positive = _logistic(lower - stars), _logistic(stars - upper)
        graded[places] = np.stack([negative, 1 - negative - positive, positive], axis=1)
    return graded


def _logistic(stars: NDArray[np.float64]) -> NDArray[np.float64]:
    curve: NDArray[np.float64] = 1 / (1 + np.exp(-stars / SPREAD))
    return curve
