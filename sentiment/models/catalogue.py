"""The models that Polytone knows by name, and the one place that opens a model."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sentiment.errors import UsageError
from sentiment.models.abstaining import read_abstain_bands
from sentiment.models.checksums import CHECKSUMS_FILE, read_checksums
from sentiment.models.embedded import load_embedded
from sentiment.models.hub import load_from_directory, load_from_hub
from sentiment.models.packed_weights import WEIGHTS_FILE
from sentiment.settings import (
    DEFAULT_MODEL,
    FAST_MODEL,
    embedded_model_folder,
    fast_model_folder,
    model_id,
    scoring_engine,
)

if TYPE_CHECKING:
    from sentiment.models.abstaining import AbstainBands
    from sentiment.models.classifier import Classifier

EMBEDDED = {DEFAULT_MODEL: embedded_model_folder, FAST_MODEL: fast_model_folder}
_HUB_ID = re.compile(r"[A-Za-z0-9][\w.\-]*/[\w.\-]+")
_loaded: dict[str, Classifier] = {}
_loading = threading.Lock()


@dataclass(frozen=True)
class ModelCard:
    """What a person should know before choosing a model.

    ``megabytes`` is the size of the weights; ``commercial`` says in words what
    the licence means for use at work. ``sha256`` is that of the weights, which
    is checked whenever they are opened.
    """

    name: str
    license: str
    languages: str
    megabytes: int
    labels: str
    commercial: str
    sha256: str = "not pinned: its files are those that the hub gives"


_CARDS = (
    ModelCard(
        name=DEFAULT_MODEL,
        license="Apache-2.0 (encoder: MIT)",
        languages="trained on about 40 languages, encoder of about 100",
        megabytes=60,
        labels="labelled tweets and reviews under licences that allow use",
        commercial="Allowed. Comes with the package, needs no download.",
    ),
    ModelCard(
        name=FAST_MODEL,
        license="Apache-2.0 (encoder: MIT)",
        languages="as polytone, less sure in all of them",
        megabytes=12,
        labels="those of polytone, and what its teachers said of the same texts",
        commercial="Allowed. Comes with the package, needs no download.",
    ),
    ModelCard(
        name="cardiffnlp/twitter-xlm-roberta-base-sentiment",
        license="none stated on its page, as far as we know",
        languages="ar, de, en, es, fr, hi, it, pt; encoder of about 100",
        megabytes=1_110,
        labels="tweets labelled by people (the UMSAB benchmark)",
        commercial="Unclear without a licence: read its page and ask the authors first.",
    ),
    ModelCard(
        name="nlptown/bert-base-multilingual-uncased-sentiment",
        license="MIT",
        languages="de, en, es, fr, it, nl",
        megabytes=670,
        labels="stars of product reviews; 1-2 negative, 3 neutral, 4-5 positive",
        commercial="Allowed by that licence; read its page first.",
    ),
    ModelCard(
        name="tabularisai/multilingual-sentiment-analysis",
        license="CC-BY-NC-4.0",
        languages="22 languages",
        megabytes=540,
        labels="synthetic texts written by language models",
        commercial="Not allowed by that licence without an agreement; read its page first.",
    ),
)


def known_models() -> list[ModelCard]:
    """The embedded models first, then those of the hub that have been considered.

    Raises :class:`ModelError` where the sums of an embedded model are missing.
    """
    return [
        replace(card, sha256=read_checksums(EMBEDDED[card.name]()).get(WEIGHTS_FILE, ""))
        if card.name in EMBEDDED
        else card
        for card in _CARDS
    ]


def load_classifier(name: str = DEFAULT_MODEL) -> Classifier:
    """Open a model once per process: ``polytone``, ``polytone-fast``, a directory, or a hub id.

    A directory holds a packed model (what ``polytone build-default`` writes) or one
    that transformers saved.

    Raises :class:`UsageError` where it is none of these, :class:`ModelError` where it
    cannot be opened.
    """
    key = name if name in EMBEDDED else _key(name)
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
    folders = [folder() for folder in EMBEDDED.values()]
    for folder in [*folders, Path(model_id()).expanduser()]:
        bands = read_abstain_bands(folder)
        if bands is not None and bands.model_id == identity:
            return bands
    return None


def _key(name: str) -> str:
    folder = Path(name)
    return str(folder.resolve()) if folder.is_dir() else name


def _open(name: str) -> Classifier:
    if name in EMBEDDED:
        return load_embedded(EMBEDDED[name](), engine=scoring_engine())
    folder = Path(name).expanduser()
    if (folder / CHECKSUMS_FILE).is_file():
        return load_embedded(folder, engine=scoring_engine())
    if folder.is_dir():
        return load_from_directory(folder)
    if _HUB_ID.fullmatch(name):
        return load_from_hub(name)
    known = ", ".join(card.name for card in _CARDS)
    raise UsageError(
        f"No model named {name!r}: it is neither a directory nor a hub id (owner/name).",
        hint=f"Known are: {known}.",
    )
