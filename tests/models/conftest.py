"""Tiny models of every shape, made here: nothing is downloaded."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

from sentiment.models.checksums import write_checksums
from sentiment.models.embedded import PACKED_FILES
from sentiment.models.packed_weights import write_packed
from sentiment.models.unigram_tokenizer import strip_vocabulary
from sentiment.models.word_embeddings import WordEmbeddings, pack_words

LETTERS = "abcdefghijklmnopqrstuvwxyz👍😡好"
WORDS = ("▁good", "▁bad", "▁the", "▁food", "▁was", "ing")
SIZES = {
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 64,
    "max_position_embeddings": 24,
}
SENTIMENTS = ["negative", "neutral", "positive"]


def vocabulary():
    special = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    words = [(word, -2.0 - number / 8) for number, word in enumerate(WORDS)]
    letters = [(letter, -9.0 - number / 64) for number, letter in enumerate(LETTERS)]
    return [*special, ("▁", -4.0), *words, *letters]


def tokenizer_description():
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {
                "id": number,
                "content": content,
                "single_word": False,
                "lstrip": False,
                "rstrip": False,
                "normalized": False,
                "special": True,
            }
            for number, content in enumerate(special)
        ],
        "normalizer": {"type": "NFKC"},
        "pre_tokenizer": {
            "type": "Metaspace",
            "replacement": "▁",
            "prepend_scheme": "always",
            "split": True,
        },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [
                {"SpecialToken": {"id": "<s>", "type_id": 0}},
                {"Sequence": {"id": "A", "type_id": 0}},
                {"SpecialToken": {"id": "</s>", "type_id": 0}},
            ],
            "pair": [
                {"Sequence": {"id": "A", "type_id": 0}},
                {"Sequence": {"id": "B", "type_id": 0}},
            ],
            "special_tokens": {
                "<s>": {"id": "<s>", "ids": [0], "tokens": ["<s>"]},
                "</s>": {"id": "</s>", "ids": [2], "tokens": ["</s>"]},
            },
        },
        "decoder": None,
        "model": {
            "type": "Unigram",
            "unk_id": 3,
            "vocab": [list(entry) for entry in vocabulary()],
            "byte_fallback": False,
        },
    }


@dataclass(frozen=True)
class TinyPacked:
    """A packed folder and the state dict that it was made of."""

    folder: Path
    state: dict
    words: WordEmbeddings


@pytest.fixture
def packed(tmp_path):
    folder = tmp_path / "packed"
    folder.mkdir()
    pieces = vocabulary()
    torch.manual_seed(5)
    config = {**SIZES, "vocab_size": len(pieces), "num_labels": 3, "layer_norm_eps": 1e-12}
    model = BertForSequenceClassification(BertConfig(**config, pad_token_id=1))
    state = {name: weight * 6 for name, weight in model.state_dict().items()}
    scales = torch.rand(len(pieces), 1).half().view(torch.uint8)
    blocks = torch.cat([scales, torch.randint(0, 256, (len(pieces), 16), dtype=torch.uint8)], dim=1)
    words = pack_words(blocks, fine=torch.arange(len(pieces)) % 3 < 2)
    write_packed(
        folder / "model.safetensors",
        words=words,
        state=state,
        pieces=[piece for piece, _ in pieces],
        scores=[score for _, score in pieces],
        metadata={"name": "polytone", "version": "7", "labels": json.dumps(SENTIMENTS)},
    )
    shell = json.dumps(strip_vocabulary(tokenizer_description()))
    (folder / "tokenizer.json").write_text(shell, encoding="utf-8")
    described = {**config, "pad_token_id": 1, "id2label": dict(enumerate(SENTIMENTS))}
    described.pop("num_labels")
    (folder / "config.json").write_text(json.dumps(described), encoding="utf-8")
    write_checksums(folder, PACKED_FILES)
    return TinyPacked(folder, state, words)


@pytest.fixture
def save_model(tmp_path):
    """A function that saves a tiny model of any configuration with given labels."""

    def save(config_class, model_class, labels, *, name="tiny", **sizes):
        torch.manual_seed(3)
        config = config_class(
            vocab_size=len(vocabulary()),
            pad_token_id=1,
            id2label=dict(enumerate(labels)),
            label2id={label: number for number, label in enumerate(labels)},
            **(sizes or SIZES),
        )
        folder = tmp_path / name
        model_class(config).save_pretrained(folder)
        PreTrainedTokenizerFast(
            tokenizer_object=Tokenizer.from_str(json.dumps(tokenizer_description())),
            bos_token="<s>",
            eos_token="</s>",
            unk_token="<unk>",
            pad_token="<pad>",
            cls_token="<s>",
            sep_token="</s>",
        ).save_pretrained(folder)
        return folder

    return save
