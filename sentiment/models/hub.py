"""Any sequence-classification model of the Hugging Face hub, by id or from a directory.

Only safetensors are opened (a pickle can run code while it is read) and no code
of a repository is ever run.
"""

from __future__ import annotations

import hashlib
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sentiment.errors import ModelError
from sentiment.models.labels import three_class_mapping
from sentiment.models.text_classifier import TextClassifier, TextTokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import torch

_LONGEST_WINDOW = 512
_FINGERPRINT_BYTES = 1 << 20


def load_from_directory(folder: Path) -> TextClassifier:
    """The model in ``folder``: config.json, tokenizer and safetensors.

    Raises :class:`ModelError` where a part is missing, where the weights are
    pickled (``.bin``), or where the labels are not understood.
    """
    if not (folder / "config.json").is_file():
        raise ModelError(
            f"The directory {folder} holds no model: it has no config.json.",
            hint="Name a directory that transformers' save_pretrained wrote.",
        )
    weights = sorted(folder.glob("*.safetensors"))
    if not weights:
        pickled = sorted(path.name for path in folder.glob("*.bin"))
        found = f"only {', '.join(pickled)}, which is not opened" if pickled else "no weights"
        raise ModelError(
            f"The directory {folder} has {found}: expected *.safetensors.",
            hint="Save the model with safe_serialization=True.",
        )
    name = folder.resolve().name
    return _load(str(folder), model_id=f"{name}-{_fingerprint(weights)}", name=name, offline=True)


def load_from_hub(hub_id: str) -> TextClassifier:
    """The model ``hub_id`` (``owner/name``), from the local cache or downloaded.

    Raises :class:`ModelError` where it is neither cached nor reachable.
    """
    try:
        return _load(hub_id, model_id=hub_id, name=hub_id, offline=True)
    except OSError:
        pass  # not in the cache
    try:
        with _without_warnings():
            return _load(hub_id, model_id=hub_id, name=hub_id, offline=False)
    except OSError as error:
        raise ModelError(
            f"The model {hub_id!r} is not on this machine and cannot be fetched "
            f"({_first_line(error)}).",
            hint="Where there is a network, download it into a directory with "
            f"'hf download {hub_id} --local-dir DIRECTORY', and name that directory with --model.",
        ) from error


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Keeps each failed try to reach the hub to itself; what it ends with is raised."""
    logger = logging.getLogger("huggingface_hub")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)


def _load(source: str, *, model_id: str, name: str, offline: bool) -> TextClassifier:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    options: dict[str, Any] = {"local_files_only": offline, "trust_remote_code": False}
    try:
        model = AutoModelForSequenceClassification.from_pretrained(
            source, use_safetensors=True, dtype=torch.float32, **options
        )
        tokenizer = AutoTokenizer.from_pretrained(source, **options)
    except (ValueError, KeyError, ImportError) as error:
        raise ModelError(
            f"The model {source!r} cannot be opened: {_first_line(error)}",
            hint="Name a sequence-classification model saved as safetensors with its tokenizer.",
        ) from error
    model.eval()
    config = model.config
    labels = [str(config.id2label[index]) for index in range(config.num_labels)]
    mapping = three_class_mapping(labels, model=name)

    def logits(ids: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        attends = torch.ones_like(ids) if mask is None else mask.long()
        answer: torch.Tensor = model(input_ids=ids, attention_mask=attends).logits
        return answer

    tokens = _text_tokens(tokenizer, config, source)
    return TextClassifier(model_id, tokens=tokens, logits=logits, mapping=mapping)


def _text_tokens(tokenizer: Any, config: Any, source: str) -> TextTokens:
    prefix, suffix = _special_ends(tokenizer, source)

    def encode(texts: Sequence[str]) -> list[list[int]]:
        encoded = tokenizer(list(texts), add_special_tokens=False, verbose=False)
        ids: list[list[int]] = encoded["input_ids"]
        return ids

    pad = tokenizer.pad_token_id if tokenizer.pad_token_id is not None else 0
    return TextTokens(encode, prefix, suffix, pad, _window(tokenizer, config))


def _special_ends(tokenizer: Any, source: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The special tokens before and after a single text."""
    bare = tokenizer("a", add_special_tokens=False)["input_ids"]
    whole = tokenizer("a")["input_ids"]
    for first in range(len(whole) - len(bare) + 1):
        if whole[first : first + len(bare)] == bare:
            return tuple(whole[:first]), tuple(whole[first + len(bare) :])
    raise ModelError(f"The tokenizer of {source!r} does not keep a text together.")


def _window(tokenizer: Any, config: Any) -> int:
    positions = getattr(config, "max_position_embeddings", None) or _LONGEST_WINDOW
    if config.model_type in {"roberta", "xlm-roberta", "camembert", "xlm-roberta-xl"}:
        positions -= config.pad_token_id + 1  # their positions are counted from there
    return int(min(positions, tokenizer.model_max_length, _LONGEST_WINDOW))


def _fingerprint(weights: Sequence[Path]) -> str:
    """Eight hex digits of names, sizes and the first megabyte of each weights file."""
    digest = hashlib.sha256()
    for path in weights:
        digest.update(f"{path.name} {path.stat().st_size}".encode())
        with path.open("rb") as file:
            digest.update(file.read(_FINGERPRINT_BYTES))
    return digest.hexdigest()[:8]


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
