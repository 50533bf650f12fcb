"""The packed form of a trained baseline: a folder with weights, their making and their sums.

``model.safetensors`` holds plain arrays, ``baseline.json`` says which baseline they are and
how they were made, ``SHA256SUMS`` that nothing of it has changed since.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sentiment.errors import ModelError
from sentiment.models.checksums import (
    how_to_get_back,
    read_checksums,
    verify_checksums,
    write_checksums,
)
from sentiment.models.packed_weights import WEIGHTS_FILE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

BASELINE_FILE = "baseline.json"


@dataclass(frozen=True)
class PackedBaseline:
    """An opened baseline: its identity, its arrays and what is written about its making."""

    model_id: str
    tensors: Mapping[str, NDArray[Any]]
    config: Mapping[str, Any]


def write_baseline(
    folder: Path, *, tensors: Mapping[str, NDArray[Any]], config: Mapping[str, Any]
) -> int:
    """Write the baseline into ``folder`` and return the size of its weights in bytes.

    ``config`` has at least ``name`` and ``version``.
    """
    import numpy as np
    from safetensors.numpy import save

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / WEIGHTS_FILE
    path.write_bytes(save({name: np.ascontiguousarray(array) for name, array in tensors.items()}))
    described = json.dumps(dict(config), indent=1, ensure_ascii=False) + "\n"
    (folder / BASELINE_FILE).write_text(described, encoding="utf-8")
    write_checksums(folder, [WEIGHTS_FILE, BASELINE_FILE])
    return path.stat().st_size


def read_baseline(folder: Path, *, name: str) -> PackedBaseline:
    """Open the baseline ``name`` in ``folder``, after its files were checked.

    Raises :class:`ModelError` where one is missing, damaged or of another baseline.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    verify_checksums(folder, required=[WEIGHTS_FILE, BASELINE_FILE])
    config = read_making(folder)
    if config.get("name") != name:
        raise ModelError(
            f"{folder / BASELINE_FILE} describes {config.get('name')!r}, expected {name!r}.",
            hint=how_to_get_back(folder),
        )
    try:
        tensors = load((folder / WEIGHTS_FILE).read_bytes())
    except SafetensorError as error:
        raise ModelError(
            f"{folder / WEIGHTS_FILE} cannot be read as safetensors ({error}).",
            hint=how_to_get_back(folder),
        ) from error
    fingerprint = read_checksums(folder)[WEIGHTS_FILE][:8]
    return PackedBaseline(f"{name}-{config['version']}-{fingerprint}", tensors, config)


def read_making(folder: Path) -> dict[str, Any]:
    """What ``baseline.json`` in ``folder`` says; :class:`ModelError` where it is no JSON."""
    path = folder / BASELINE_FILE
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise ModelError(
            f"{path} cannot be read ({error}).", hint=how_to_get_back(folder)
        ) from error
    return content
