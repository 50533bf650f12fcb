"""The packed form of the embedded model: one safetensors file.

- Word embeddings are the encoder's own ``q4_0`` blocks (uint8), untouched, for the pieces that
  texts are full of, and in 2 bits for the rest (:mod:`sentiment.models.word_embeddings`).
- Matrices of the layers are int8 with a float32 scale for each output row
  (``NAME`` and ``NAME_scale``): value = int8 * scale of its row.
- Position embeddings are float16; vectors, the classifier and the early exits stay float32.
- ``tokenizer.pieces`` (zlib over UTF-8 lines) and ``tokenizer.scores``
  (float32) are the Unigram vocabulary in the order of the embedding rows. A file may
  leave out these and the embeddings: then its folder lies in that of the packed model
  from which it borrows them.
- The file's metadata names model, version, licence, labels and fingerprint.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentiment.errors import ModelError
from sentiment.models.checksums import how_to_get_back
from sentiment.models.early_exit import CONFIDENCES, HEADS
from sentiment.models.packed_vocabulary import (
    TENSORS,
    Vocabulary,
    fingerprint,
    read_vocabulary,
    vocabulary_tensors,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import torch

    from sentiment.models.word_embeddings import WordEmbeddings

WEIGHTS_FILE = "model.safetensors"
FORMAT = "polytone-packed-4"  # 1 to 3 had all embeddings in 4 bits, of fewer pieces
BORROWING_FORMAT = "polytone-packed-5"  # its vocabulary is another file's
_FORMATS = (FORMAT, BORROWING_FORMAT)
WORD_EMBEDDINGS = "bert.embeddings.word_embeddings.weight"
_LENT = "vocabulary"
_SCALE = "_scale"
_KEPT_EXACT = ("classifier.weight", HEADS, CONFIDENCES)


@dataclass(frozen=True)
class PackedWeights:
    """An opened packed file.

    ``words`` are the word embeddings. ``matrices`` maps a weight's name to (int8 matrix
    (out, in), float32 scale (out,)); ``others`` are float32. ``pieces`` and ``scores`` are
    the vocabulary; ``metadata`` is what the file says about itself.
    """

    words: WordEmbeddings
    matrices: Mapping[str, tuple[torch.Tensor, torch.Tensor]]
    others: Mapping[str, torch.Tensor]
    pieces: Sequence[str]
    scores: Sequence[float]
    metadata: Mapping[str, str]

    @property
    def model_id(self) -> str:
        """Name, version and fingerprint, e.g. ``polytone-1-3fa2c1b0``."""
        return "-".join(self.metadata[key] for key in ("name", "version", "fingerprint"))

    def dense(self) -> dict[str, torch.Tensor]:
        """All weights but the word embeddings as float32, under their names."""
        state = {name: q.float() * scale[:, None] for name, (q, scale) in self.matrices.items()}
        return {**state, **self.others}


def quantize_matrix(weight: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """``weight`` (out, in) as int8 in -127..127 and the scale of each row (out,)."""
    import torch

    scale = weight.abs().amax(dim=1).clamp_min(1e-12) / 127.0
    return (weight / scale[:, None]).round().clamp(-127, 127).to(torch.int8), scale


def write_packed(
    path: Path,
    *,
    words: WordEmbeddings,
    state: Mapping[str, torch.Tensor],
    pieces: Sequence[str],
    scores: Sequence[float],
    metadata: Mapping[str, str],
) -> int:
    """Write the packed file and return its size in bytes.

    ``words`` are the embeddings of ``pieces``; ``state`` the other weights of a
    ``BertForSequenceClassification``; ``metadata`` needs ``name`` and
    ``version``; format and fingerprint are added.
    """
    tensors = vocabulary_tensors(Vocabulary(words, pieces, scores)) | _packed_layers(state)
    return _write(path, tensors, {**metadata, "format": FORMAT})


def write_borrowing(
    path: Path, *, state: Mapping[str, torch.Tensor], metadata: Mapping[str, str]
) -> int:
    """The same without a vocabulary: that of the model in the folder above belongs to it."""
    lent = fingerprint(_open(_lender(path), only=TENSORS)[1])
    described = {**metadata, "format": BORROWING_FORMAT, _LENT: lent}
    return _write(path, _packed_layers(state), described)


def _packed_layers(state: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    tensors = {}
    for name, weight in state.items():
        if name == WORD_EMBEDDINGS:
            continue
        if _is_matrix(name, weight):
            tensors[name], tensors[name + _SCALE] = quantize_matrix(weight.float())
        elif ".embeddings." in name and weight.ndim == 2:
            tensors[name] = weight.half()
        else:
            tensors[name] = weight.float().contiguous()
    return tensors


def _write(path: Path, tensors: dict[str, torch.Tensor], metadata: Mapping[str, str]) -> int:
    from safetensors.torch import save_file

    described = {**metadata, "fingerprint": fingerprint(tensors)}
    partial = path.with_suffix(".partial")
    save_file(tensors, partial, metadata=described)
    partial.chmod(0o644)  # safetensors writes for the owner alone
    partial.replace(path)
    return path.stat().st_size


def read_packed(path: Path) -> PackedWeights:
    """Open a packed file; :class:`ModelError` where it is missing, damaged or of another format."""
    import torch

    metadata, tensors = _open(path)
    if metadata.get("format") not in _FORMATS:
        raise ModelError(
            f"{path} is in the format {metadata.get('format')!r}, expected "
            f"{' or '.join(map(repr, _FORMATS))}: it is of another version of Polytone.",
            hint=how_to_get_back(path.parent),
        )
    own = {name: tensors.pop(name) for name in TENSORS if name in tensors}
    if metadata["format"] == BORROWING_FORMAT:
        lender = _lender(path)
        own = _open(lender, only=TENSORS)[1]
        if fingerprint(own) != metadata.get(_LENT):
            raise ModelError(
                f"{path} goes with the vocabulary {metadata.get(_LENT)}, but {lender} has "
                f"{fingerprint(own)}: the two are of different versions.",
                hint=how_to_get_back(path.parent),
            )
    vocabulary = read_vocabulary(own, path=path)
    matrices = {
        name: (weight, tensors[name + _SCALE])
        for name, weight in tensors.items()
        if weight.dtype == torch.int8
    }
    others = {
        name: weight.float()
        for name, weight in tensors.items()
        if name not in matrices and not name.endswith(_SCALE)
    }
    return PackedWeights(
        vocabulary.words, matrices, others, vocabulary.pieces, vocabulary.scores, metadata
    )


def _lender(path: Path) -> Path:
    return path.parent.parent / WEIGHTS_FILE


def _open(
    path: Path, *, only: Sequence[str] = ()
) -> tuple[dict[str, str], dict[str, torch.Tensor]]:
    """Metadata and tensors of a safetensors file, those named ``only`` where some are."""
    from safetensors import SafetensorError, safe_open

    hint = how_to_get_back(path.parent)
    if not path.is_file():
        raise ModelError(
            f"The embedded model's weights are missing: no file {path}.",
            hint=hint + " Or name another model with --model.",
        )
    try:
        with safe_open(path, framework="pt") as file:
            names = only or file.keys()
            tensors = {name: file.get_tensor(name) for name in names}
            return dict(file.metadata() or {}), tensors
    except (SafetensorError, OSError) as error:
        raise ModelError(f"{path} cannot be read as safetensors ({error}).", hint=hint) from error


def labels_of(packed: PackedWeights) -> list[str]:
    """The labels in the order of the model's outputs."""
    return list(json.loads(packed.metadata["labels"]))


def _is_matrix(name: str, weight: torch.Tensor) -> bool:
    return weight.ndim == 2 and ".embeddings." not in name and not name.startswith(_KEPT_EXACT)
