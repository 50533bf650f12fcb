"""A tiny encoder file in the real format, a tokenizer for it and labelled corpora."""

import json
import struct

import numpy as np
import pandas as pd
import pytest

HIDDEN, LAYERS, HEADS, WIDE, POSITIONS = 32, 2, 2, 64, 40
WORDS = ["good", "bad", "okay", "food", "room", "staff", "dobre", "slabe", "jidlo"]
LETTERS = "abcdefghijklmnopqrstuvwxyz👍"


def pieces():
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    words = [f"▁{word}" for word in WORDS]
    rare = ["▁quixotic", "▁zebra", "good", "ab"]
    scores = [0.0] * 4 + [-3.0] + [-4.0 - n / 8 for n in range(len(words))]
    scores += [-7.0 - n / 8 for n in range(len(rare))] + [-10.0 - n / 16 for n in range(27)]
    return list(zip([*special, "▁", *words, *rare, *LETTERS], scores, strict=True))


def tokenizer_description():
    def special(number, content):
        flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False}
        return {"id": number, "content": content, **flags, "special": True}

    vocabulary = [[piece, score] for piece, score in pieces()]
    vocabulary.append(["<mask>", 0.0])
    names = ["<s>", "<pad>", "</s>", "<unk>"]
    space = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            *(special(number, name) for number, name in enumerate(names)),
            special(len(vocabulary) - 1, "<mask>"),
        ],
        "normalizer": {"type": "NFKC"},
        "pre_tokenizer": space,
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
        "model": {"type": "Unigram", "unk_id": 3, "vocab": vocabulary, "byte_fallback": False},
    }


def pack_q4_0(values):
    """The writer's side of the format: float (n,) to blocks of 18 bytes."""
    groups = np.asarray(values, dtype=np.float32).reshape(-1, 32)
    scale = (np.abs(groups).max(axis=1, keepdims=True) / 7).astype(np.float16)
    nibbles = np.clip(np.rint(groups / scale.astype(np.float32)) + 8, 0, 15).astype(np.uint8)
    body = nibbles[:, :16] | (nibbles[:, 16:] << 4)
    return np.concatenate([scale.view(np.uint8), body], axis=1).tobytes()


def encoder_bytes(rows):
    """An E5S1 file with ``rows`` word embeddings and random weights."""
    random = np.random.default_rng(4)
    sizes = {"q": (HIDDEN, HIDDEN), "k": (HIDDEN, HIDDEN), "v": (HIDDEN, HIDDEN)}
    sizes |= {"ao": (HIDDEN, HIDDEN), "fi": (WIDE, HIDDEN), "fo": (HIDDEN, WIDE)}
    tensors = [("emb.word", 1, random.normal(0, 1, rows * HIDDEN))]
    tensors.append(("emb.pos", 1, random.normal(0, 0.1, POSITIONS * HIDDEN)))
    tensors.append(("emb.type", 0, random.normal(0, 0.1, 2 * HIDDEN)))
    for layer in range(-1, LAYERS):
        name = "emb" if layer < 0 else f"l{layer}"
        for norm in ["ln"] if layer < 0 else ["aln", "oln"]:
            tensors.append((f"{name}.{norm}.w", 0, np.ones(HIDDEN)))
            tensors.append((f"{name}.{norm}.b", 0, np.zeros(HIDDEN)))
        for part, (out, into) in sizes.items() if layer >= 0 else ():
            tensors.append((f"{name}.{part}.w", 1, random.normal(0, 0.2, out * into)))
            tensors.append((f"{name}.{part}.b", 0, random.normal(0, 0.02, out)))
    header = (1, HIDDEN, LAYERS, HEADS, WIDE, rows, POSITIONS, 2, 1e-12, 1)
    data = b"E5S1" + struct.pack("<Iiiiiiiifi", *header)
    blob = b"abc"
    data += struct.pack("<iiiiiQ", 2, 0, 2, 1, 3, len(blob)) + struct.pack("<3I2f", 0, 1, 3, 0, -1)
    data += blob + struct.pack("<iI", 2, 0)[:4]
    data += struct.pack("<IBII", 65, 2, 97, 98) + struct.pack("<IB", 66, 0)
    bodies = [
        pack_q4_0(values) if kind else values.astype("<f4").tobytes() for _, kind, values in tensors
    ]
    names = [name.encode() for name, _, _ in tensors]
    start = len(data) + 4 + sum(2 + len(name) + struct.calcsize("<BIQQ") for name in names)
    data += struct.pack("<i", len(tensors))
    for name, (_, kind, values), body in zip(names, tensors, bodies, strict=True):
        data += struct.pack("<H", len(name)) + name
        data += struct.pack("<BIQQ", kind, len(values), start, len(body))
        start += len(body)
    return data + b"".join(bodies)


@pytest.fixture
def encoder_path(tmp_path):
    path = tmp_path / "encoder.bin"
    path.write_bytes(encoder_bytes(len(pieces()) + 3))
    return path


@pytest.fixture
def tokenizer_path(tmp_path):
    path = tmp_path / "tokenizer.json"
    path.write_text(json.dumps(tokenizer_description(), ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def corpora(tmp_path):
    """Two corpora: three classes in two languages, and a binary one."""
    folder = tmp_path / "data" / "train"
    folder.mkdir(parents=True)
    random = np.random.default_rng(8)
    marks = {"en": ["bad", "okay", "good"], "cs": ["slabe", "okay", "dobre"]}

    def rows(source, languages, labels, count):
        table = []
        for number in range(count):
            language = languages[number % len(languages)]
            label = labels[number % len(labels)]
            other = " ".join(random.choice(WORDS[3:6], 3)) + " " + "abcdefghij"[number % 10]
            text = f"{marks[language][label]} {other} {number}"
            split = ("train", "train", "train", "dev", "test")[number % 5]
            table.append((text, label, language, source, split))
        return pd.DataFrame(table, columns=["text", "label", "lang", "source", "split"])

    rows("umsab_xlmt", ["en", "cs"], [0, 1, 2], 120).to_parquet(folder / "umsab_xlmt.parquet")
    rows("shop", ["en"], [0, 2], 60).to_parquet(folder / "shop.parquet")
    return folder.parent
