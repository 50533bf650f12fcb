"""Turn the encoder file into a ``transformers`` model and its tokenizer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.models.four_bit_rows import unpack_rows
from sentiment.models.packed_weights import WORD_EMBEDDINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import torch
    from numpy.typing import NDArray
    from transformers import BertConfig, BertForSequenceClassification

    from sentiment.training.encoder_file import EncoderFile

LABELS = ("negative", "neutral", "positive")

_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_LAYER = ".encoder.layer."
_NORM_NAMES = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


def encoder_config(file: EncoderFile, *, vocabulary: int, layers: int | None = None) -> BertConfig:
    """The configuration of the classifier built on ``file``, or on its first ``layers``."""
    from transformers import BertConfig

    shape = file.shape
    return BertConfig(
        vocab_size=vocabulary,
        hidden_size=shape.hidden,
        num_hidden_layers=layers or shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.feed_forward,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.types,
        layer_norm_eps=1e-12,
        hidden_act="gelu",
        id2label=dict(enumerate(LABELS)),
        label2id={label: index for index, label in enumerate(LABELS)},
        pad_token_id=1,
        bos_token_id=0,
        eos_token_id=2,
    )


def encoder_state(file: EncoderFile) -> dict[str, NDArray[np.float32]]:
    """All weights but the word embeddings, under the names of ``BertModel``."""
    hidden, wide = file.shape.hidden, file.shape.feed_forward
    shapes = {"fi": (wide, hidden), "fo": (hidden, wide)}
    state = {
        "embeddings.position_embeddings.weight": file.tensors["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": file.tensors["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": file.tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": file.tensors["emb.ln.b"],
    }
    for layer in range(file.shape.layers):
        for short, long in _LAYER_NAMES.items():
            name = f"encoder.layer.{layer}.{long}"
            weight = file.tensors[f"l{layer}.{short}.w"]
            state[f"{name}.weight"] = weight.reshape(shapes.get(short, (hidden, hidden)))
            state[f"{name}.bias"] = file.tensors[f"l{layer}.{short}.b"]
        for short, long in _NORM_NAMES.items():
            name = f"encoder.layer.{layer}.{long}"
            state[f"{name}.weight"] = file.tensors[f"l{layer}.{short}.w"]
            state[f"{name}.bias"] = file.tensors[f"l{layer}.{short}.b"]
    return state


def layers_in(state: Mapping[str, torch.Tensor]) -> int:
    """How many layers a model with the weights ``state`` has."""
    return len({name.split(_LAYER)[1].split(".")[0] for name in state if _LAYER in name})


def fresh_model(
    file: EncoderFile, *, pieces: int, seed: int, layers: int | None = None
) -> BertForSequenceClassification:
    """The encoder with a new, seeded classification head and the word embeddings of its first
    ``pieces``: behind those of its tokenizer, the file has rows that stand for nothing.

    ``layers`` is how many of its layers, from the lowest up; default: all.
    """
    import torch
    from transformers import BertForSequenceClassification

    torch.manual_seed(seed)
    config = encoder_config(file, vocabulary=pieces, layers=layers)
    config._attn_implementation = "eager"  # twice as fast backwards as the fused one on a CPU
    config.attention_probs_dropout_prob = 0.0
    model = BertForSequenceClassification(config)
    state = _encoder_weights(file)
    state[WORD_EMBEDDINGS] = unpack_rows(torch.from_numpy(file.embedding_blocks[:pieces]))
    model.load_state_dict(state, strict=False)
    return model


def mix_in_encoder(
    model: BertForSequenceClassification, file: EncoderFile, *, share: float
) -> None:
    """Make the weights of ``model`` ``share`` parts (0..1) the encoder's as it came in ``file`` and
    the rest its own; heads, which the encoder has not, stay.

    What training on some languages took away from others comes back in this way, at little cost
    where it was trained (Wortsman et al. 2022, Robust fine-tuning of zero-shot models, section 4).
    """
    own, came = model.state_dict(), _encoder_weights(file)
    mixed = {name: (1 - share) * own[name] + share * came[name] for name in own if name in came}
    model.load_state_dict(mixed, strict=False)


def _encoder_weights(file: EncoderFile) -> dict[str, torch.Tensor]:
    """:func:`encoder_state` under the names of ``BertForSequenceClassification``."""
    import torch

    return {f"bert.{name}": torch.from_numpy(w) for name, w in encoder_state(file).items()}
