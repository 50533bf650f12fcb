import numpy as np
import pytest

from sentiment.errors import ModelError
from sentiment.models.labels import three_class_mapping

XLMT = "cardiffnlp/twitter-xlm-roberta-base-sentiment"


@pytest.mark.parametrize(
    ("labels", "classes"),
    [
        (["negative", "neutral", "positive"], [0, 1, 2]),
        (["Positive", "NEUTRAL", "Negative"], [2, 1, 0]),
        (["NEG", "NEU", "POS"], [0, 1, 2]),
        (["NEGATIVE", "POSITIVE"], [0, 2]),
        (["1 star", "2 stars", "3 stars", "4 stars", "5 stars"], [0, 0, 1, 2, 2]),
        (["5", "4", "3", "2", "1"], [2, 2, 1, 0, 0]),
        (
            ["Very Negative", "Negative", "Neutral", "Positive", "Very Positive"],
            [0, 0, 1, 2, 2],
        ),
        (["very_negative", "negative", "neutral", "positive", "very-positive"], [0, 0, 1, 2, 2]),
    ],
)
def test_known_label_sets(labels, classes):
    mapping = three_class_mapping(labels, model="any")
    assert mapping.argmax(axis=1).tolist() == classes
    assert (mapping.sum(axis=1) == 1).all()


def test_five_stars_add_up_to_three_classes():
    mapping = three_class_mapping([f"{n} stars" for n in range(1, 6)], model="any")
    chances = np.array([0.1, 0.2, 0.3, 0.15, 0.25], dtype=np.float32)
    np.testing.assert_allclose(chances @ mapping, [0.3, 0.3, 0.4], atol=1e-6)


def test_numbers_are_understood_for_models_whose_card_explains_them():
    labels = ["LABEL_0", "LABEL_1", "LABEL_2"]
    assert three_class_mapping(labels, model=XLMT).argmax(axis=1).tolist() == [0, 1, 2]
    with pytest.raises(ModelError, match="'LABEL_0', 'LABEL_1', 'LABEL_2'"):
        three_class_mapping(labels, model="somebody/else")


@pytest.mark.parametrize(
    "labels",
    [
        ["joy", "anger", "fear"],
        ["negative", "neutral", "positive", "mixed"],
        ["neutral"],
        ["positive", "positive"],
    ],
)
def test_other_labels_are_refused_with_their_names(labels):
    with pytest.raises(ModelError) as refusal:
        three_class_mapping(labels, model="somebody/else")
    assert all(repr(label) in str(refusal.value) for label in labels)
