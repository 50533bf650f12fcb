"""Pack a fine-tuned model: encoder file + trained weights + tokenizer → a folder.

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
    write_borrowing,
    write_packed,
)
from sentiment.models.two_bit_rows import VALUES_A_BYTE
from sentiment.models.unigram_tokenizer import TOKENIZER_FILE, strip_vocabulary
from sentiment.models.word_embeddings import pack_words
from sentiment.training.encoder import LABELS, encoder_config, encoder_state, layers_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import torch
    from numpy.typing import NDArray

    from sentiment.training.encoder_file import EncoderFile

MAX_BYTES = 60_000_000
LICENSE = "Apache-2.0"
FINE_PIECES = 100_000  # 4 bits for the pieces after these change no figure, and the file is large
# Of a piece: 4 bytes of score and about 6 of compressed text beside its embedding.
_PIECE_TEXT_BYTES = 10
_SCALE_BYTES = 2
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
    """What packing made: ``bytes`` of all files together, the ``model_id``, and how many of
    its ``pieces`` have embeddings in 4 bits."""

    folder: Path
    model_id: str
    pieces: int
    fine_pieces: int
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


def fine_budget(file: EncoderFile, *, pieces: int, layers: int) -> int:
    """How many of the ``pieces`` can keep 4 bits in a model of the lower ``layers``: at most
    :data:`FINE_PIECES`, and no more than leave it within :data:`MAX_BYTES`."""
    above = tuple(f"encoder.layer.{n}." for n in range(layers, file.shape.layers))
    rest = sum(
        weight.size if weight.ndim == 2 else 4 * weight.size
        for name, weight in encoder_state(file).items()
        if not name.startswith(above)
    )
    hidden = file.shape.hidden
    fine, coarse = file.embedding_blocks.shape[1], hidden // VALUES_A_BYTE + _SCALE_BYTES
    left = MAX_BYTES - rest - hidden**2 - _RESERVE_BYTES - pieces * (coarse + _PIECE_TEXT_BYTES)
    return int(min(FINE_PIECES, max(0, left) // (fine - coarse)))


def pack_model(
    folder: Path,
    *,
    file: EncoderFile,
    state: Mapping[str, torch.Tensor],
    tokenizer: Mapping[str, Any],
    fine: NDArray[np.bool_],
    name: str = "polytone",
    version: str,
    borrows: bool = False,
    details: Mapping[str, str],
) -> PackedModel:
    """Write the packed folder.

    ``state`` are trained weights by the names of ``BertForSequenceClassification``
    (those of the word embeddings are not read: they were frozen);
    ``tokenizer`` is the content of the full ``tokenizer.json``; ``fine`` (pieces,)
    says whose embeddings keep 4 bits; ``details`` go into the metadata.
    Where the model ``borrows`` its vocabulary, ``folder`` lies in that of the model that
    has the same.
    Raises :class:`TrainingError` where the result is larger than :data:`MAX_BYTES`.
    """
    import torch

    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = tokenizer["model"]["vocab"]
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
            words=pack_words(
                torch.from_numpy(file.embedding_blocks[: len(vocabulary)]),
                fine=torch.from_numpy(fine),
            ),
            state=state,
            pieces=[piece for piece, _ in vocabulary],
            scores=[score for _, score in vocabulary],
            metadata=metadata,
        )
    _write_json(folder / TOKENIZER_FILE, strip_vocabulary(dict(tokenizer)))
    config = encoder_config(file, vocabulary=len(vocabulary), layers=layers_in(state))
    described = {field: getattr(config, field) for field in _CONFIG_FIELDS}
    labels = {"id2label": dict(enumerate(LABELS)), "label2id": {n: i for i, n in enumerate(LABELS)}}
    _write_json(folder / CONFIG_FILE, {**described, **labels})
    write_checksums(folder, PACKED_FILES)
    size = sum((folder / name).stat().st_size for name in (*PACKED_FILES, CHECKSUMS_FILE))
    if size > MAX_BYTES:
        raise TrainingError(
            f"The packed model has {size:,} bytes, allowed are {MAX_BYTES:,}.",
            hint="Keep fewer pieces in 4 bits.",
        )
    packed = load_embedded(folder, precision="float32")
    return PackedModel(folder, packed.model_id, len(vocabulary), int(fine.sum()), size)


def compare_probabilities(ours: NDArray[np.float32], reference: NDArray[np.float32]) -> Agreement:
    """How far two models' probabilities (n, 3) for the same texts are apart."""
    difference = np.abs(ours - reference)
    same = ours.argmax(axis=1) == reference.argmax(axis=1)
    return Agreement(
        len(ours), float(difference.max()), float(difference.mean()), float(same.mean())
    )


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
