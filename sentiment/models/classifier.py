"""What every sentiment model offers to the rest of the product."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from sentiment.records import Progress, silent

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

Cancelled = Callable[[], bool]


def never() -> bool:
    """The default of ``cancelled``: nobody asks to stop."""
    return False


class ScoringCancelled(Exception):  # noqa: N818 - an event, not a fault
    """Raised by ``predict`` when ``cancelled`` answered True; nothing is returned."""


class Classifier(Protocol):
    """A model that gives three probabilities to a text."""

    @property
    def model_id(self) -> str:
        """Identity including the version; predictions are stored under it."""
        ...

    def predict(
        self,
        texts: Sequence[str],
        *,
        progress: Progress = silent,
        cancelled: Cancelled = never,
    ) -> NDArray[np.float32]:
        """Probabilities of negative, neutral and positive, shape (len(texts), 3).

        Rows are in the order of ``texts`` and sum to 1. Texts of any length
        are read to their end. A text without any token (empty or blank) gets
        the neutral (0, 1, 0): nothing was said. ``cancelled`` is asked between
        batches; once it answers True, :class:`ScoringCancelled` is raised.
        """
        ...
