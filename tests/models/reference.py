"""The packed model as anybody else would run it."""

import json
from pathlib import Path

from transformers import BertConfig, BertForSequenceClassification

from sentiment.models.embedded import unpacked_state
from sentiment.models.packed_weights import read_packed


def transformers_model(folder: Path) -> BertForSequenceClassification:
    """The model packed in ``folder`` in float32, by ``transformers`` itself."""
    described = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    model = BertForSequenceClassification(BertConfig(**described))
    model.load_state_dict(unpacked_state(read_packed(folder / "model.safetensors")))
    model.train(False)
    return model
