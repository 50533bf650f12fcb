"""How far off estimates of a model's accuracy are where nobody has labelled anything.

Measured on groups of labelled texts (a source in a language), each language left out in turn, by
:mod:`sentiment.training.estimation_measuring`, and kept beside the model's weights.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sentiment.models.stated_figures import read_stated_figures

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ESTIMATION_FILE = "estimation.json"
FORMAT = "polytone-estimation-1"


@dataclass(frozen=True)
class MethodError:
    """The error of one method in points of accuracy, 0..1.

    See :class:`sentiment.evaluation.accuracy_estimation.EstimationError`.
    """

    mean_absolute: float
    bias: float
    spread: float
    threshold: float


@dataclass(frozen=True)
class StatedEstimation:
    """What was measured of ``model_id`` on ``groups`` of ``languages`` languages, ``texts`` in all.

    ``method`` is the one of ``methods`` with the smaller mean absolute error. ``unseen`` tells
    that all groups are of sources that the model was not trained on, as a shop's reviews are.
    """

    model_id: str
    method: str
    groups: int
    languages: int
    texts: int
    unseen: bool
    methods: Mapping[str, MethodError]

    @property
    def error(self) -> MethodError:
        """The error of the better method."""
        return self.methods[self.method]


def write_estimation(folder: Path, stated: StatedEstimation) -> Path:
    """Write ``estimation.json`` into ``folder`` and return its path."""
    path = folder / ESTIMATION_FILE
    content = {"format": FORMAT, **asdict(stated)}
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return path


def read_estimation(folder: Path) -> StatedEstimation | None:
    """What the packed model in ``folder`` states; None where it states nothing.

    Raises :class:`ModelError` where the file is damaged or of another version.
    """
    return read_stated_figures(folder / ESTIMATION_FILE, _estimation, form=FORMAT)


def _estimation(content: dict[str, Any]) -> StatedEstimation:
    methods = {name: MethodError(**error) for name, error in content.pop("methods").items()}
    stated = StatedEstimation(methods=methods, **content)
    if stated.method not in methods:
        raise ValueError(f"it has no error of its method {stated.method!r}")
    return stated
