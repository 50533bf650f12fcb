"""The models that Polytone knows by name, and the one place that opens a model."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from sentiment.errors import UsageError
from sentiment.models.abstaining import read_abstain_bands
from sentiment.models.baseline_files import BASELINE_FILE
from sentiment.models.baselines import (
    BASELINES,
    TRAINED,
    load_baseline,
    load_baseline_from,
    packed_folder,
)
from sentiment.models.cards import CARDS, ModelCard
from sentiment.models.checksums import CHECKSUMS_FILE, read_checksums
from sentiment.models.embedded import load_embedded
from sentiment.models.hub import load_from_directory, load_from_hub
from sentiment.models.packed_weights import WEIGHTS_FILE
from sentiment.models.stated_confusion import read_confusion
from sentiment.models.stated_estimation import read_estimation
from sentiment.settings import (
    DEFAULT_MODEL,
    FAST_MODEL,
    embedded_model_folder,
    fast_model_folder,
    model_id,
    scoring_engine,
    scoring_precision,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentiment.models.abstaining import AbstainBands
    from sentiment.models.classifier import Classifier
    from sentiment.models.stated_confusion import StatedConfusion
    from sentiment.models.stated_estimation import StatedEstimation


class _OfOneModel(Protocol):
    @property
    def model_id(self) -> str: ...


Figures = TypeVar("Figures", bound=_OfOneModel)

EMBEDDED = {DEFAULT_MODEL: embedded_model_folder, FAST_MODEL: fast_model_folder}
_HUB_ID = re.compile(r"[A-Za-z0-9][\w.\-]*/[\w.\-]+")
_loaded: dict[str, Classifier] = {}
_loading = threading.Lock()


def known_models() -> list[ModelCard]:
    """The embedded models, the baselines, then those of the hub that have been considered.

    Raises :class:`ModelError` where the sums of a model of the package are missing.
    """
    folders = {name: folder() for name, folder in EMBEDDED.items()}
    folders |= {name: packed_folder(name) for name in TRAINED}
    return [
        replace(card, sha256=read_checksums(folders[card.name]).get(WEIGHTS_FILE, ""))
        if card.name in folders
        else card
        for card in CARDS
    ]


def load_classifier(name: str = DEFAULT_MODEL) -> Classifier:
    """Open a model once per process: ``polytone``, a baseline's name, a directory, or a hub id.

    A directory holds a packed model (what ``polytone build-default`` writes), a baseline
    (``polytone build-baselines``) or a model that transformers saved.

    Raises :class:`UsageError` where it is none of these, :class:`ModelError` where it
    cannot be opened, :class:`MissingExtraError` where it needs a package that is not there.
    """
    key = name if name in EMBEDDED or name in BASELINES else _key(name)
    with _loading:
        if key not in _loaded:
            _loaded[key] = _open(name)
        return _loaded[key]


def find_abstain_bands(identity: str) -> AbstainBands | None:
    """The abstain bands of the model that stores its predictions under ``identity``.

    Looked for in the packed models of the package and in the folder that ``POLYTONE_MODEL``
    may name. None where there are none, as for models of the hub. Raises
    :class:`ModelError` where a file on the way is damaged.
    """
    return _stated(identity, read_abstain_bands)


def find_estimation(identity: str) -> StatedEstimation | None:
    """How far off estimates of the accuracy of the model ``identity`` are without labels.

    Looked for where :func:`find_abstain_bands` looks; None where nothing is stated. Raises
    :class:`ModelError` where a file on the way is damaged.
    """
    return _stated(identity, read_estimation)


def find_confusions(identity: str) -> StatedConfusion | None:
    """How the model ``identity`` calls the true classes of texts of other sources, by language.

    Looked for where :func:`find_abstain_bands` looks; None where nothing is stated. Raises
    :class:`ModelError` where a file on the way is damaged.
    """
    return _stated(identity, read_confusion)


def _stated(identity: str, read: Callable[[Path], Figures | None]) -> Figures | None:
    folders = [folder() for folder in EMBEDDED.values()]
    for folder in [*folders, Path(model_id()).expanduser()]:
        figures = read(folder)
        if figures is not None and figures.model_id == identity:
            return figures
    return None


def _key(name: str) -> str:
    folder = Path(name)
    return str(folder.resolve()) if folder.is_dir() else name


def _open_embedded(folder: Path) -> Classifier:
    return load_embedded(folder, precision=scoring_precision(), engine=scoring_engine())


def _open(name: str) -> Classifier:
    if name in EMBEDDED:
        return _open_embedded(EMBEDDED[name]())
    if name in BASELINES:
        return load_baseline(name)
    folder = Path(name).expanduser()
    if (folder / BASELINE_FILE).is_file():
        return load_baseline_from(folder)
    if (folder / CHECKSUMS_FILE).is_file():
        return _open_embedded(folder)
    if folder.is_dir():
        return load_from_directory(folder)
    if _HUB_ID.fullmatch(name):
        return load_from_hub(name)
    known = ", ".join(card.name for card in CARDS)
    raise UsageError(
        f"No model named {name!r}: it is neither a directory nor a hub id (owner/name).",
        hint=f"Known are: {known}.",
    )
