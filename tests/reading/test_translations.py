from __future__ import annotations

import pyarrow as pa
import pytest

from sentiment.reading.translations import split_translation, split_translations


@pytest.mark.parametrize(
    ("text", "original", "translation"),
    [
        ("(Translated by Google) Good\n\n(Original)\nGut", "Gut", "Good"),
        ("Gut\n\n(Translated by Google)\nGood", "Gut", "Good"),
        ("(Original)\nGut\n\n(Translated by Google)\nGood", "Gut", "Good"),
        ("(Traducido por Google) Bien\n\n(Original)\nGut", "Gut", "Bien"),
        ("(Übersetzt von Google) Gut\nsehr\n\n(Original)\nGood\nvery", "Good\nvery", "Gut\nsehr"),
        ("(Translated by Google) Good", "Good", None),
        ("(Translated by Google) Good\n\n(Original)\n", "Good", None),
        ("No marker (Original) here", "No marker (Original) here", None),
        ("Translated by Google is bad", "Translated by Google is bad", None),
    ],
)
def test_original_and_translation(text: str, original: str, translation: str | None) -> None:
    assert split_translation(text) == (original, translation)


def test_columns() -> None:
    texts = pa.array(["Gut\n(Translated by Google)\nGood", "plain", None])
    originals, translations = split_translations(texts)
    assert originals.to_pylist() == ["Gut", "plain", None]
    assert translations.to_pylist() == ["Good", None, None]
