"""What a build of the embedded model starts from, opened."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sentiment.errors import TrainingError
from sentiment.training.encoder_file import read_encoder_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sentiment.training.encoder_file import EncoderFile


@dataclass(frozen=True)
class Sources:
    """The opened inputs of a build; ``tokenizer`` is the content of tokenizer.json."""

    corpora: Path
    encoder: EncoderFile
    tokenizer: Mapping[str, Any]


def open_sources(*, data: Path, encoder: Path, tokenizer: Path) -> Sources:
    """Open what a build needs; :class:`TrainingError` names what is missing."""
    if not tokenizer.is_file():
        raise TrainingError(
            f"No tokenizer file at {tokenizer}.",
            hint="Name the tokenizer.json of multilingual-e5-small with --tokenizer.",
        )
    corpora = data / "train" if (data / "train").is_dir() else data
    content = json.loads(tokenizer.read_text(encoding="utf-8"))
    return Sources(corpora, read_encoder_file(encoder), content)
