"""The baselines by name: what any model has to be better than."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.errors import ModelError
from sentiment.models import char_ngrams, lstm, universal_sentence_encoder, vader
from sentiment.models.baseline_files import BASELINE_FILE, read_making
from sentiment.models.checksums import how_to_get_back
from sentiment.settings import baselines_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from sentiment.models.classifier import Classifier

TRAINED: Mapping[str, Callable[[Path], Classifier]] = {
    char_ngrams.NAME: char_ngrams.load_char_ngrams,
    lstm.NAME: lstm.load_lstm,
    universal_sentence_encoder.NAME: universal_sentence_encoder.load_use,
}
"""Those that have weights in the package, and how a folder with them is opened."""

BASELINES = (vader.NAME, *TRAINED)


def packed_folder(name: str) -> Path:
    """Where the package has the weights of the baseline ``name``, one of :data:`TRAINED`."""
    return baselines_folder() / name


def load_baseline(name: str) -> Classifier:
    """The baseline ``name``, one of :data:`BASELINES`, as it comes with the package.

    Raises :class:`ModelError` where its files are damaged and
    :class:`sentiment.errors.MissingExtraError` where it needs a package that is not there.
    """
    return vader.load_vader() if name == vader.NAME else TRAINED[name](packed_folder(name))


def load_baseline_from(folder: Path) -> Classifier:
    """The baseline that :func:`sentiment.training.baselines.build_baselines` wrote to ``folder``.

    Raises as :func:`load_baseline` does.
    """
    name = str(read_making(folder).get("name"))
    if name not in TRAINED:
        raise ModelError(
            f"{folder / BASELINE_FILE} describes {name!r}, expected {', '.join(TRAINED)}.",
            hint=how_to_get_back(folder),
        )
    return TRAINED[name](folder)
