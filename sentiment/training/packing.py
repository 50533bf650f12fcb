"""Pack a fine-tuned model: encoder file + trained weights + vocabulary → a folder.

The folder holds what :func:`sentiment.models.embedded.load_embedded` opens:
``model.safetensors``, ``tokenizer.json`` (without the pieces), ``config.json`` and the
SHA-256 sums of the three.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sentiment.errors import TrainingError
from sentiment.models.checksums import CHECKSUMS_FILE, write_checksums
from sentiment.models.embedded import CONFIG_FILE, PACKED_FILES, load_embedded
from sentiment.models.packed_weights import (
    WEIGHTS_FILE,
    WORD_EMBEDDINGS,
    write_borrowing,
    write_packed,
)
from sentiment.models.unigram_tokenizer import TOKENIZER_FILE, strip_vocabulary
from sentiment.training.encoder import LABELS, encoder_config, layers_in
from sentiment.training.vocabulary import cut_tokenizer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import torch
    from numpy.typing import NDArray

    from sentiment.training.encoder_file import EncoderFile

MAX_BYTES = 60_000_000
LICENSE = "Apache-2.0"
# Of a piece: 4 bytes of score and about 6 of compressed text beside its embedding.
_PIECE_TEXT_BYTES = 10
_RESERVE_BYTES = 1_200_000
_CONFIG_FIELDS = (
    "vocab_size",
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "intermediate_size",
    "max_position_embeddings",
    "type_vocab_size",
    "layer_norm_eps",
    "hidden_act",
    "pad_token_id",
    "bos_token_id",
    "eos_token_id",
)


@dataclass(frozen=True)
class PackedModel:
    """What packing made: ``bytes`` of all files together and the ``model_id``."""

    folder: Path
    model_id: str
    pieces: int
    bytes: int


@dataclass(frozen=True)
class Agreement:
    """Packed against unpacked on ``n`` texts.

    ``largest`` and ``mean`` are absolute differences of probabilities,
    ``same_label`` is the share of texts with the same winning class.
    """

    n: int
    largest: float
    mean: float
    same_label: float


def piece_budget(file: EncoderFile, state: Mapping[str, torch.Tensor]) -> int:
    """How many pieces fit into :data:`MAX_BYTES` beside the layers of ``state``."""
    rest = sum(
        weight.numel() if weight.ndim == 2 else 4 * weight.numel()
        for name, weight in state.items()
        if name != WORD_EMBEDDINGS
    )
    each = file.embedding_blocks.shape[1] + _PIECE_TEXT_BYTES
    return int((MAX_BYTES - rest - _RESERVE_BYTES) // each)


def pack_model(
    folder: Path,
    *,
    file: EncoderFile,
    state: Mapping[str, torch.Tensor],
    tokenizer: Mapping[str, Any],
    kept: Sequence[int],
    name: str = "polytone",
    version: str,
    borrows: bool = False,
    details: Mapping[str, str],
) -> PackedModel:
    """Write the packed folder.

    ``state`` are trained weights by the names of ``BertForSequenceClassification``
    (those of the word embeddings are not read: they were frozen);
    ``tokenizer`` is the content of the full ``tokenizer.json``; ``kept`` are
    the ids of the pieces to keep, ascending; ``details`` go into the metadata.
    Where the model ``borrows`` its vocabulary, ``folder`` lies in that of the model that
    has the same.
    Raises :class:`TrainingError` where the result is larger than :data:`MAX_BYTES`.
    """
    import torch

    folder.mkdir(parents=True, exist_ok=True)
    cut = cut_tokenizer(tokenizer, kept)
    vocabulary = cut["model"]["vocab"]
    metadata = {
        "name": name,
        "version": version,
        "labels": json.dumps(list(LABELS)),
        "license": LICENSE,
        **details,
    }
    if borrows:
        write_borrowing(folder / WEIGHTS_FILE, state=state, metadata=metadata)
    else:
        write_packed(
            folder / WEIGHTS_FILE,
            blocks=torch.from_numpy(file.embedding_blocks[np.asarray(kept)]),
            state=state,
            pieces=[piece for piece, _ in vocabulary],
            scores=[score for _, score in vocabulary],
            metadata=metadata,
        )
    _write_json(folder / TOKENIZER_FILE, strip_vocabulary(cut))
    config = encoder_config(file, vocabulary=len(kept), layers=layers_in(state))
    described = {field: getattr(config, field) for field in _CONFIG_FIELDS}
    labels = {"id2label": dict(enumerate(LABELS)), "label2id": {n: i for i, n in enumerate(LABELS)}}
    _write_json(folder / CONFIG_FILE, {**described, **labels})
    write_checksums(folder, PACKED_FILES)
    size = sum((folder / name).stat().st_size for name in (*PACKED_FILES, CHECKSUMS_FILE))
    if size > MAX_BYTES:
        raise TrainingError(
            f"The packed model has {size:,} bytes, allowed are {MAX_BYTES:,}.",
            hint="Keep fewer pieces.",
        )
    packed = load_embedded(folder, precision="float32")
    return PackedModel(folder, packed.model_id, len(kept), size)


def compare_probabilities(ours: NDArray[np.float32], reference: NDArray[np.float32]) -> Agreement:
    """How far two models' probabilities (n, 3) for the same texts are apart."""
    difference = np.abs(ours - reference)
    same = ours.argmax(axis=1) == reference.argmax(axis=1)
    return Agreement(
        len(ours), float(difference.max()), float(difference.mean()), float(same.mean())
    )


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
