"""Freeze what the embedded models say of some texts, so that tests see when they say otherwise.

    python benchmarks/freeze_examples.py

To be run after a new model was packed. The texts are those of the file
``tests/models/frozen_examples.json``; their probabilities are written anew: float32, all
layers, every text alone. Printed is by how much each precision of this CPU differs from
them, all layers and with the early exits, which is what the bounds of
``tests/models/test_frozen_examples.py`` have to be above.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch

from sentiment.models.catalogue import EMBEDDED
from sentiment.models.embedded import load_embedded

FROZEN = Path(__file__).parent.parent / "tests" / "models" / "frozen_examples.json"
DIGITS = 5


def available_precisions() -> list[str]:
    """Those that this CPU can compute; bfloat16 is slow without AMX but gives the same."""
    quantized = {"x86", "fbgemm"} & set(torch.backends.quantized.supported_engines)
    return ["float32", "bfloat16", *(["int8"] if quantized else [])]


def main() -> None:
    frozen = json.loads(FROZEN.read_text(encoding="utf-8"))
    texts = [example["text"] for example in frozen["examples"]]
    frozen["models"] = {name: freeze(folder(), texts) for name, folder in EMBEDDED.items()}
    content = json.dumps(frozen, ensure_ascii=False, indent=1)
    FROZEN.write_text(content + "\n", encoding="utf-8")


def freeze(folder: Path, texts: list[str]) -> dict[str, Any]:
    """What the model in ``folder`` says of ``texts``; prints how its precisions differ from it."""
    exact = load_embedded(folder, precision="float32", leave_early=False)
    chances = np.concatenate([exact.predict([text]) for text in texts])
    print(f"{len(texts)} texts frozen as {exact.model_id} sees them")
    for precision in available_precisions():
        for leave_early in (False, True):
            model = load_embedded(folder, precision=precision, leave_early=leave_early)
            found = model.predict(texts)
            apart = np.abs(found - chances).max(axis=1)
            other = int((found.argmax(axis=1) != chances.argmax(axis=1)).sum())
            way = "with early exits" if leave_early else "all layers"
            print(
                f"{precision}, {way}: largest difference {apart.max():.4f}, "
                f"mean over texts {apart.mean():.4f}, {other} other labels"
            )
    return {"model_id": exact.model_id, "chances": chances.astype(float).round(DIGITS).tolist()}


if __name__ == "__main__":
    main()
