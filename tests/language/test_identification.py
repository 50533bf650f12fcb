import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentiment.language.identification import identify, identify_many, majority_language
from sentiment.records import LanguageGuess

REVIEWS = {
    "en": "The delivery was late and nobody answered my messages.",
    "de": "Die Lieferung kam zu spät und niemand hat mir geantwortet.",
    "fr": "La livraison est arrivée en retard et personne ne m'a répondu.",
    "es": "El pedido llegó tarde y nadie contestó a mis mensajes.",
    "pt": "A entrega chegou atrasada e ninguém respondeu às minhas mensagens.",
    "it": "La consegna è arrivata in ritardo e nessuno mi ha risposto.",
    "nl": "De bezorging was te laat en niemand heeft mij geantwoord.",
    "pl": "Dostawa przyszła za późno i nikt mi nie odpowiedział.",
    "sv": "Leveransen kom för sent och ingen svarade på mina meddelanden.",
    "no": "Leveringen kom for sent og ingen svarte på noe av det jeg skrev.",
    "da": "Leveringen kom for sent, og ingen svarede på noget af det, jeg skrev.",
    "fi": "Toimitus myöhästyi eikä kukaan vastannut viesteihini.",
    "tr": "Teslimat geç geldi ve kimse mesajlarıma cevap vermedi.",
    "hu": "A szállítás késett, és senki sem válaszolt az üzeneteimre.",
    "ro": "Livrarea a întârziat și nimeni nu a răspuns la mesajele mele.",
    "cs": "Zásilka přišla pozdě a nikdo mi neodpověděl na zprávy.",
    "sk": "Zásielka prišla neskoro a nikto mi neodpovedal na správy, čo ma veľmi mrzí.",
    "id": "Pengirimannya terlambat karena kurirnya tidak bisa dihubungi.",
    "vi": "Giao hàng trễ và không ai trả lời tin nhắn của tôi.",
    "ru": "Доставка опоздала, и никто не ответил на мои сообщения.",
    "uk": "Доставка запізнилася, і ніхто не відповів на мої повідомлення.",
    "bg": "Доставката закъсня и никой не отговори на съобщенията ми.",
    "ar": "وصلت الشحنة متأخرة ولم يرد أحد على رسائلي.",
    "fa": "بسته دیر رسید و هیچ کس به پیام‌های من پاسخ نداد.",
    "ur": "سامان دیر سے پہنچا اور کسی نے میرے پیغام کا جواب نہیں دیا۔",
    "he": "המשלוח הגיע באיחור ואף אחד לא ענה לי.",
    "hi": "सामान देर से आया और किसी ने मेरे संदेश का जवाब नहीं दिया।",
    "mr": "सामान उशिरा आले आणि माझ्या संदेशाला कोणीही उत्तर दिले नाही.",
    "bn": "পণ্যটি দেরিতে এসেছে এবং কেউ উত্তর দেয়নি।",
    "ta": "பொருள் தாமதமாக வந்தது.",
    "te": "వస్తువు ఆలస్యంగా వచ్చింది.",
    "th": "ของมาช้ามาก ไม่มีใครตอบข้อความเลย",
    "el": "Η παράδοση άργησε και κανείς δεν απάντησε.",
    "ka": "შეკვეთა დაგვიანდა.",
    "hy": "Առաքումը ուշացավ։",
    "am": "እቃው ዘግይቶ መጣ።",
    "ko": "배송이 늦었고 아무도 답장을 하지 않았어요.",
    "ja": "配送が遅れて、誰も返事をくれませんでした。",
    "zh": "快递来得太晚了，也没有人回复我的消息。",
    "yue": "件貨嚟得好遲，仲要冇人覆我。",
}


@pytest.mark.parametrize(("language", "text"), REVIEWS.items())
def test_a_sentence_is_recognised_without_help(language, text):
    guess = identify(text)
    assert guess.language == language
    assert 0.5 < guess.confidence <= 1


@pytest.mark.parametrize(
    "text", ["", "   ", "👍👍👍", "10/10", "!!!", "https://example.org/good-phone", "@anna", "½ ②"]
)
def test_no_letters_no_language(text):
    assert identify(text, declared="de", majority="de") == LanguageGuess(
        "und", 0.0, False, "no letters"
    )


@pytest.mark.parametrize(
    ("text", "declared", "majority", "language", "rule"),
    [
        ("Ok", "pt-BR", "es", "pt", "declared, short text"),
        ("Super!!!", "German", None, "de", "declared, short text"),
        ("Top", None, "nl", "nl", "majority, short text"),
        ("Top", "", "nl", "nl", "majority, short text"),
        ("Top", "no idea", "nl", "nl", "majority, short text"),
        ("Top", "ja", "nl", "nl", "majority, short text"),
        ("最高", "en", "en", "zh", "script"),
        ("最高", "ja", "en", "ja", "declared, short text"),
        ("最高", None, "Japanese", "ja", "majority, short text"),
        ("質量唔錯", "ja", "ja", "yue", "script"),
        ("这个手机的屏幕非常清晰电池也很好用", "ja", "ja", "zh", "script"),
        ("Live chat", "th", "th", "en", "English beside another script"),
        ("Отлично", "de", "ru", "ru", "majority, short text"),
        (REVIEWS["de"], "en", "en", "de", "detectors agree"),
    ],
)
def test_what_the_export_says_helps_where_the_text_does_not(
    text, declared, majority, language, rule
):
    guess = identify(text, declared=declared, majority=majority)
    assert (guess.language, guess.decided_by) == (language, rule)
    assert guess.uncertain == (rule not in ("script", "detectors agree"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Samsung Galaxy S24 Ultra 아주 좋아요", "ko"),
        ("iPhone 15 Pro Max 超好用", "zh"),
        ("เปิด Live chat ที่ official store", "th"),
        ("好の味", "ja"),
        ("这个の包装设计很不错而且用起来非常方便", "zh"),
        ("<웰컴 투 노르웨이!>", "ko"),
        ("<br/>Die Lieferung kam zu spät &amp; war kaputt<br/>", "de"),
        ("𝓣𝓱𝓮 𝓫𝓮𝓼𝓽 𝓹𝓱𝓸𝓷𝓮 𝓘 𝓮𝓿𝓮𝓻 𝓱𝓪𝓭, thanks", "en"),
        ("Bahut accha phone hai lekin battery kharab nikli", "hi"),
        ("אַ גוטער טעלעפֿאָן", "yi"),
        ("ናይ ስልኪ ባትሪ ጽቡቕ ኣይኮነን", "ti"),
    ],
)
def test_scripts_and_spellings_that_mislead_detectors(text, language):
    assert identify(text).language == language


@pytest.mark.parametrize("text", ["a\x00b\x01 good phone", "\ud800 good phone it is", "\ufffe" * 9])
def test_broken_texts_get_an_answer(text):
    assert identify(text).language


@given(st.text(max_size=200), st.sampled_from([None, "de", "xx", "日本語", "zh-Hant"]))
@settings(max_examples=150, deadline=None)
def test_any_text_gets_the_same_answer_twice(text, declared):
    guess = identify(text, declared=declared)
    assert guess == identify(text, declared=declared)
    assert guess.language
    assert 0 <= guess.confidence <= 1


def test_many_keep_their_order_and_their_own_declared_language():
    texts = ["Ok", *REVIEWS.values(), "Ok", "Ok"]
    declared = ["de", *[None] * len(REVIEWS), "fr", None]
    guesses = identify_many(texts, declared=declared, majority="pl")
    assert [guess.language for guess in guesses] == ["de", *REVIEWS, "fr", "pl"]
    assert guesses == [
        identify(text, declared=own, majority="pl")
        for text, own in zip(texts, declared, strict=True)
    ]


def test_many_refuses_lists_of_different_length():
    with pytest.raises(ValueError, match="zip"):
        identify_many(["a", "b"], declared=["de"])


def test_none_at_all():
    assert identify_many([]) == []
    assert majority_language([]) is None


def test_majority_counts_certain_languages_only():
    certain = LanguageGuess("sv", 0.99, False, "detectors agree")
    uncertain = LanguageGuess("no", 0.5, True, "arbiter")
    nothing = LanguageGuess("und", 0.0, False, "no letters")
    assert majority_language([uncertain, nothing, certain, uncertain, nothing]) == "sv"
    assert majority_language([uncertain, nothing]) is None


def test_threads_agree_with_one_another():
    texts = [*REVIEWS.values(), "Bra app og widget", "Rychlost odbornost", "Muito confuso."]
    answers: list[list[LanguageGuess]] = []
    threads = [
        threading.Thread(target=lambda: answers.append(identify_many(texts))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 6
    assert all(answer == answers[0] for answer in answers)
