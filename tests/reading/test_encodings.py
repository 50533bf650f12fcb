import unicodedata

import pytest

import sentiment.reading.encodings as encodings
from sentiment.errors import UsageError
from sentiment.reading.encodings import check_encoding, decode, detect_encoding

# Small review files as people export them, our own sentences in each language.
REVIEWS = {
    "turkish": (
        "Puan;Yorum;Tarih\n"
        "5;Ürün çok güzel, şikayetim yok;15.03.2025\n"
        "1;Kargo geç geldi, kutusu ezilmişti. İade ettim;16.03.2025\n"
        "3;Idare eder ışığı az;17.03.2025\n"
    ),
    "short turkish": ("Puan;Yorum\n5;Çok iyi ürün, teşekkürler\n"),
    "french": (
        'note,avis\n5,"Très bon café, livré à l\'heure"\n1,Déçu : reçu cassé après trois jours\n'
    ),
    "german": ("Sterne;Text\n5;Sehr schön, größer als erwartet\n2;Akku hält nicht, ärgerlich\n"),
    "spanish": (
        "nota,reseña\n"
        "5,Llegó rápido y funcionó desde el primer día\n"
        "1,Pésima atención, ¡qué vergüenza! año\n"
    ),
    "portuguese": (
        "nota,comentário\n"
        "5,Ótimo, não tenho reclamações\n"
        "2,Péssima qualidade; a caixa veio aberta, atenção\n"
    ),
    "swedish": (
        "betyg;omdöme\n5;Mycket bra, jag är nöjd på alla sätt\n1;Dålig kvalitet, gick sönder\n"
    ),
    "icelandic": (
        "einkunn;umsögn\n5;Það er mjög góð vara, ég þakka fyrir\n1;Ekki nógu gott, það bilaði\n"
    ),
    "quotes": ("stars,text\n5,“Best ever” – it’s the one I’d buy again\n1,Don’t… it broke\n"),
    "polish": (
        "ocena;opinia\n"
        "5;Świetny produkt, polecam każdemu\n"
        "1;Zepsuł się po tygodniu, dużo hałasu, wciąż źle\n"
    ),
    "czech": (
        "hodnocení;recenze\n"
        "5;Skvělý výrobek, rychlé doručení, děkuji\n"
        "1;Přišlo rozbité, už nikdy víc\n"
    ),
    "hungarian": (
        "csillag;vélemény\n"
        "5;Nagyon jó termék, gyors szállítás, örülök neki\n"
        "1;Elromlott egy hét után, győződjön meg róla, szűk\n"
    ),
    "russian": (
        "оценка;отзыв\n"
        "5;Отличный товар, доставка быстрая\n"
        "1;Сломался через неделю, деньги не вернули\n"
    ),
    "shouting russian": ("оценка;отзыв\n5;ОТЛИЧНО, ВСЁ РАБОТАЕТ\n1;УЖАСНОЕ КАЧЕСТВО, НЕ БЕРИТЕ\n"),
    "ukrainian": (
        "оцінка;відгук\n"
        "5;Чудовий товар, дуже задоволена якістю\n"
        "1;Зламався за тиждень, гроші не повернули\n"
    ),
    "greek": (
        "βαθμός;κριτική\n5;Πολύ καλό προϊόν, γρήγορη παράδοση\n1;Χάλασε σε μία εβδομάδα, κρίμα\n"
    ),
    "hebrew": ("דירוג,ביקורת\n5,מוצר מצוין והמשלוח הגיע מהר\n1,נשבר אחרי שבוע, לא שווה את הכסף\n"),
    "arabic": (
        "التقييم,المراجعة\n5,منتج رائع والتوصيل سريع جدا\n1,تعطل بعد أسبوع ولم يرد أحد على رسائلي\n"
    ),
    "persian": ("امتیاز,نظر\n5,محصول خیلی خوب بود و زود رسید\n1,بعد از یک هفته خراب شد\n"),
    "lithuanian": (
        "įvertinimas;atsiliepimas\n"
        "5;Labai geras, rekomenduoju visiems, ačiū už greitį\n"
        "1;Sugedo po savaitės, nebepirkčiau šio\n"
    ),
    "vietnamese": (
        "điểm,đánh giá\n"
        "5,Sản phẩm đẹp, giao hàng nhanh, tôi rất thích\n"
        "1,Hàng bị hỏng sau một tuần, không được hỗ trợ\n"
    ),
    "thai": ("คะแนน,รีวิว\n5,สินค้าดีมาก ส่งเร็ว\n1,ใช้ไปอาทิตย์เดียวก็พัง เสียดายเงิน\n"),
    "japanese": (
        "評価,レビュー\n"
        "5,とても良い商品でした。届くのも早かったです\n"
        "1,一週間で壊れました。もう買いません\n"
    ),
    "short japanese": ("星,感想\n5,最高です\n"),
    "korean": (
        "별점,리뷰\n5,배송도 빠르고 품질이 정말 좋아요\n1,일주일 만에 고장 났어요. 환불해 주세요\n"
    ),
    "simplified": ("评分,评论\n5,质量很好，物流也快，非常满意\n1,用了一个星期就坏了，客服不理人\n"),
    "traditional": (
        "評分,評論\n5,品質很好，出貨也快，非常滿意\n1,用了一個星期就壞了，客服都不理人\n"
    ),
}
CASES = [
    ("turkish", "windows-1254", "cp1254"),
    ("short turkish", "windows-1254", "cp1254"),
    ("french", "windows-1252", "cp1252"),
    ("german", "windows-1252", "latin-1"),
    ("spanish", "windows-1252", "cp1252"),
    ("portuguese", "windows-1252", "cp1252"),
    ("swedish", "windows-1252", "cp1252"),
    ("icelandic", "windows-1252", "cp1252"),
    ("quotes", "windows-1252", "cp1252"),
    ("polish", "windows-1250", "cp1250"),
    ("czech", "windows-1250", "cp1250"),
    ("hungarian", "windows-1250", "cp1250"),
    ("russian", "windows-1251", "cp1251"),
    ("shouting russian", "windows-1251", "cp1251"),
    ("ukrainian", "windows-1251", "cp1251"),
    ("russian", "koi8-r", "koi8-r"),
    ("shouting russian", "koi8-r", "koi8-r"),
    ("greek", "windows-1253", "cp1253"),
    ("hebrew", "windows-1255", "cp1255"),
    ("arabic", "windows-1256", "cp1256"),
    ("lithuanian", "windows-1257", "cp1257"),
    ("vietnamese", "windows-1258", "cp1258"),
    ("thai", "windows-874", "cp874"),
    ("japanese", "shift_jis", "cp932"),
    ("short japanese", "shift_jis", "cp932"),
    ("japanese", "euc-jp", "euc_jp"),
    ("japanese", "iso-2022-jp", "iso2022_jp"),
    ("korean", "euc-kr", "cp949"),
    ("simplified", "gb18030", "gb18030"),
    ("traditional", "big5", "cp950"),
]


def _with_loose_tones(text):
    """Vietnamese as Windows-1258 writes it: tones are characters of their own."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    spelled = []
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        spelled.append(base + "".join(part for part in parts if part in tones))
    return "".join(spelled)


@pytest.mark.parametrize(("language", "name", "codec"), CASES)
def test_legacy_encodings_are_found_and_read(language, name, codec):
    text = REVIEWS[language]
    if codec == "cp1258":
        text = _with_loose_tones(text)
    found = decode(text.encode(codec))
    assert found.utf8.decode() == text
    assert found.encoding == name
    assert found.notes == ()


@pytest.mark.parametrize("language", sorted(REVIEWS))
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16"])
def test_unicode_with_and_without_mark(language, codec):
    text = REVIEWS[language].replace("5", "5 🙂")
    found = decode(text.encode(codec))
    assert found.utf8.decode() == text
    assert found.encoding == ("utf-16-le" if codec == "utf-16" else codec)


def test_utf16_mark_says_which_byte_comes_first():
    text = REVIEWS["japanese"]
    assert decode(b"\xfe\xff" + text.encode("utf-16-be")).encoding == "utf-16-be"
    assert decode(b"\xfe\xff" + text.encode("utf-16-be")).utf8.decode() == text


def test_latin_1_with_control_codes_is_latin_1():
    data = "Café\x81 très bon, déjà vu, à refaire\n".encode("latin-1") * 3
    assert decode(data).utf8.decode().count("Café") == 3


def test_plain_ascii_is_utf8():
    assert detect_encoding(b"stars,text\n5,fine\n") == "utf-8"


def test_late_non_ascii_is_seen():
    data = b"5,plain words and nothing else\n" * 20_000 + "1,çok kötü, şikayetçiyim ığ\n".encode(
        "cp1254"
    )
    assert detect_encoding(data) == "windows-1254"


def test_stray_bytes_in_utf8_are_read_as_windows_1252_and_counted():
    data = "5,Très bien, déjà vu à Orléans\n".encode() * 4 + b"1,caf\xe9 froid\n"
    found = decode(data)
    assert found.encoding == "utf-8"
    assert "café froid" in found.utf8.decode()
    assert found.notes == ("1 stray byte is not UTF-8 and read as Windows-1252.",)


def test_utf8_cut_inside_a_character_is_still_utf8():
    data = "5,とても良い".encode()[:-1]
    found = decode(data)
    assert found.encoding == "utf-8"
    assert found.utf8.decode().startswith("5,とても良")


def test_stray_bytes_across_pieces(monkeypatch):
    monkeypatch.setattr("sentiment.reading.encodings.PIECE", 16)
    text = "日本語のレビュー、とても良い。" * 9
    found = decode(text.encode() + b"\xe9", encoding="utf-8")
    assert found.utf8.decode() == text + "é"


def test_transcoding_across_pieces(monkeypatch):
    monkeypatch.setattr("sentiment.reading.encodings.PIECE", 7)
    assert decode(REVIEWS["korean"].encode("utf-16")).utf8.decode() == REVIEWS["korean"]
    assert decode(REVIEWS["japanese"].encode("cp932")).utf8.decode() == REVIEWS["japanese"]


def test_nul_bytes_are_dropped_and_counted():
    found = decode(b"stars,text\n5,fi\0ne\n1,b\0ad\n")
    assert found.utf8 == b"stars,text\n5,fine\n1,bad\n"
    assert found.notes == ("2 NUL bytes were dropped.",)


def test_an_override_always_wins():
    data = REVIEWS["russian"].encode("cp1251")
    found = decode(data, encoding="KOI8-R")
    assert found.encoding == "koi8-r"
    assert found.utf8.decode() == data.decode("koi8-r")


def test_an_override_that_does_not_fit_marks_what_it_cannot_read():
    found = decode("5,café\n".encode("cp1252"), encoding="cp932")
    assert found.encoding == "shift_jis"
    assert "could not be decoded" in found.notes[0]


@pytest.mark.parametrize("name", ["utf-9", "latin1252", "rot13", "hex", "", "a\0b"])
def test_an_unknown_encoding_is_named_with_choices(name):
    with pytest.raises(UsageError, match="There is no encoding") as caught:
        check_encoding(name)
    assert repr(name)[1:-1].replace("\\x00", "\0") in str(caught.value)
    assert "utf-8" in str(caught.value) or "latin-1" in str(caught.value) or caught.value.hint


@pytest.mark.parametrize(
    ("given", "name"),
    [("UTF8", "utf-8"), ("cp932", "shift_jis"), ("GBK", "gb18030"), ("ISO-8859-1", "latin-1"),
     ("Windows-1256", "windows-1256"), ("utf_16", "utf-16-le"), ("iso-8859-9", "iso8859-9")],
)  # fmt: skip
def test_names_are_steady(given, name):
    assert check_encoding(given) == name


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_utf8_is_told_the_same_wherever_it_is_cut(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encodings, "PIECE", size)
    text = "aé日🙂\n".encode() * 3
    assert encodings._is_utf8(text)
    for place in range(len(text)):
        assert not encodings._is_utf8(text[:place] + b"\xff" + text[place:])
        assert not encodings._is_utf8(text[:place] + b"\x80\x80\x80\x80" + text[place:])
    assert not encodings._is_utf8(text[:-3])  # breaks off inside 🙂
