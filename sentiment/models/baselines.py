"""The baselines by name: what any model has to be better than."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.models.vader import load_vader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sentiment.models.classifier import Classifier

BASELINES: Mapping[str, Callable[[], Classifier]] = {
    "vader": load_vader,
}
