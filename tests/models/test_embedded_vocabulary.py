"""The embedded model reads words, not letters, in every script that its encoder was trained on."""

import pytest

from sentiment.models.embedded import load_tokenizer
from sentiment.models.packed_weights import WEIGHTS_FILE, read_packed
from sentiment.settings import embedded_model_folder

PRAISE_OF_FOOD = {
    "Amharic": "ምግቡ በጣም ጥሩ ነበር",
    "Arabic": "كان الطعام لذيذا جدا",
    "Armenian": "Ուտելիքը շատ լավն էր",
    "Basque": "Janaria oso ona zen",
    "Bengali": "খাবারটা খুব ভালো ছিল",
    "Burmese": "အစားအစာ အရမ်းကောင်းတယ်",
    "Chinese": "这家餐厅的服务非常好，强烈推荐",
    "Georgian": "საჭმელი ძალიან კარგი იყო",
    "Greek": "Το φαγητό ήταν πολύ καλό",
    "Gujarati": "ખોરાક ખૂબ સારો હતો",
    "Hebrew": "האוכל היה טעים מאוד",
    "Hindi": "खाना बहुत अच्छा था",
    "Japanese": "料理はとても美味しかったです",
    "Kannada": "ಊಟ ತುಂಬಾ ಚೆನ್ನಾಗಿತ್ತು",
    "Khmer": "អាហារឆ្ងាញ់ណាស់",
    "Korean": "음식이 아주 맛있었어요",
    "Lao": "ອາຫານແຊບຫຼາຍ",
    "Malayalam": "ഭക്ഷണം വളരെ നല്ലതായിരുന്നു",
    "Odia": "ଖାଦ୍ୟ ବହୁତ ଭଲ ଥିଲା",
    "Punjabi": "ਖਾਣਾ ਬਹੁਤ ਵਧੀਆ ਸੀ",
    "Russian": "Еда была очень вкусной",
    "Sinhala": "කෑම ගොඩක් හොඳයි",
    "Tamil": "உணவு மிகவும் நன்றாக இருந்தது",
    "Telugu": "ఆహారం చాలా బాగుంది",
    "Thai": "อาหารอร่อยมาก",
    "Urdu": "کھانا بہت اچھا تھا",
    "Uzbek": "Ovqat juda mazali edi",
}


@pytest.fixture(scope="module")
def tokenizer():
    folder = embedded_model_folder()
    return load_tokenizer(read_packed(folder / WEIGHTS_FILE), folder)


@pytest.mark.parametrize("language", PRAISE_OF_FOOD)
def test_a_sentence_falls_into_words_and_not_into_letters(tokenizer, language):
    text = PRAISE_OF_FOOD[language]
    pieces = tokenizer.encode(text, add_special_tokens=False).tokens
    assert "<unk>" not in pieces
    assert len(pieces) <= 0.6 * len(text), pieces
