"""The model that travels inside the package: opened offline, without a hub."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sentiment.errors import ModelError, UsageError
from sentiment.models.checksums import how_to_get_back, verify_checksums
from sentiment.models.early_exit import CONFIDENCES, HEADS
from sentiment.models.encoder_scoring import EncoderScorer, EncoderSizes
from sentiment.models.labels import three_class_mapping
from sentiment.models.openvino_scoring import OpenvinoScorer
from sentiment.models.packed_weights import (
    WEIGHTS_FILE,
    WORD_EMBEDDINGS,
    PackedWeights,
    labels_of,
    read_packed,
)
from sentiment.models.precision import fastest_precision, multiplies_int8
from sentiment.models.text_classifier import TextClassifier, TextTokens
from sentiment.models.token_merging import MERGES
from sentiment.models.unigram_tokenizer import PAD, TOKENIZER_FILE, assemble_tokenizer
from sentiment.settings import embedded_model_folder, scoring_engine

if TYPE_CHECKING:
    from pathlib import Path

    from tokenizers import Tokenizer

    from sentiment.settings import Engine, Precision

CONFIG_FILE = "config.json"
PACKED_FILES = (WEIGHTS_FILE, TOKENIZER_FILE, CONFIG_FILE)
_START, _END = 0, 2


def load_embedded(
    folder: Path | None = None,
    *,
    precision: Precision | None = None,
    leave_early: bool = True,
    merge: bool = True,
    engine: Engine = "torch",
) -> TextClassifier:
    """The packed classifier of ``folder`` (default: the one in the package).

    ``precision`` defaults to what is fastest on this CPU; without ``leave_early``
    every text goes through all layers, without ``merge`` with all its tokens. ``engine``
    is what computes the layers; the classifier's ``model_id`` does not depend on it.
    Every file is checked against its SHA-256 first. Raises :class:`ModelError` where
    one is missing, damaged or of another version, :class:`UsageError` for an engine that
    there is not or a precision that it does not score in here, and :class:`MissingExtraError`
    for an engine that is not installed.
    """
    engine = scoring_engine(engine)
    folder = folder or embedded_model_folder()
    verify_checksums(folder, required=PACKED_FILES)
    packed = read_packed(folder / WEIGHTS_FILE)
    tokenizer = load_tokenizer(packed, folder)
    sizes = encoder_sizes(folder)
    scorer: EncoderScorer | OpenvinoScorer
    if engine == "openvino":
        scorer = OpenvinoScorer(
            packed, sizes=sizes, precision=precision, leave_early=leave_early, merge=merge
        )
    else:
        if precision == "int8" and not multiplies_int8():
            raise UsageError(
                "torch cannot score in 'int8' on this CPU, which is no x86.",
                hint="Leave the precision out, or take 'float32'.",
            )
        scorer = EncoderScorer(
            packed,
            sizes=sizes,
            precision=precision or fastest_precision(),
            leave_early=leave_early,
            merge=merge,
        )
    tokens = TextTokens(
        encode=lambda texts: [
            encoding.ids
            for encoding in tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        ],
        prefix=(_START,),
        suffix=(_END,),
        pad=PAD,
        window=scorer.longest,
    )
    mapping = three_class_mapping(labels_of(packed), model=packed.model_id)
    return TextClassifier(packed.model_id, tokens=tokens, logits=scorer.logits, mapping=mapping)


def encoder_sizes(folder: Path) -> EncoderSizes:
    """What the packed model in ``folder`` says about its encoder."""
    config = _read_json(folder / CONFIG_FILE)
    return EncoderSizes(
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        epsilon=config["layer_norm_eps"],
    )


def load_tokenizer(packed: PackedWeights, folder: Path) -> Tokenizer:
    """The tokenizer whose vocabulary is in ``packed`` and the rest in ``folder``."""
    shell = json.dumps(_read_json(folder / TOKENIZER_FILE))
    return assemble_tokenizer(shell, pieces=packed.pieces, scores=packed.scores)


def unpacked_state(packed: PackedWeights) -> dict[str, Any]:
    """A full float32 state dict, word embeddings included, for use outside Polytone."""
    return {**encoder_weights(packed), WORD_EMBEDDINGS: packed.words.dense()}


def encoder_weights(packed: PackedWeights) -> dict[str, Any]:
    """The float32 weights that ``BertForSequenceClassification`` knows: all but the
    early exits and where tokens are merged."""
    ours = (HEADS, CONFIDENCES, MERGES)
    return {name: w for name, w in packed.dense().items() if not name.startswith(ours)}


def _read_json(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise ModelError(
            f"The embedded model is incomplete: no file {path}.", hint=how_to_get_back(path.parent)
        )
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelError(
            f"{path} is damaged: it is no JSON ({error}).", hint=how_to_get_back(path.parent)
        ) from error
    return content
