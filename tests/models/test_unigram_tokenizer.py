import json

from tokenizers import Tokenizer

from sentiment.models.embedded import load_tokenizer
from sentiment.models.packed_weights import read_packed


def test_the_assembled_tokenizer_is_the_whole_one(packed):
    shell = json.loads((packed.folder / "tokenizer.json").read_text(encoding="utf-8"))
    assert len(shell["model"]["vocab"]) == 4
    opened = read_packed(packed.folder / "model.safetensors")
    ours = load_tokenizer(opened, packed.folder)
    vocabulary = [list(entry) for entry in zip(opened.pieces, opened.scores, strict=True)]
    shell["model"]["vocab"] = vocabulary
    whole = Tokenizer.from_str(json.dumps(shell))
    for text in ["the food was good", "tasting 👍 bad", "Ω ~ the", "", "  a  "]:
        assert ours.encode(text).ids == whole.encode(text).ids
        assert ours.encode(text).tokens == whole.encode(text).tokens
