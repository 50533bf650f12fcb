from __future__ import annotations

import pyarrow as pa
import pytest

from sentiment.reading.guessing import Basis, guess_mapping


def guess(header: str, *lines: str) -> tuple[dict[str, str], dict[str, Basis]]:
    headings = header.split("|")
    columns = zip(*(line.split("|") for line in lines), strict=True)
    rows = pa.table({f"c{i}": pa.array(column) for i, column in enumerate(columns)})
    return guess_mapping(headings, rows)


TEXTS = {
    "en": ("Date|Rating|Comment|Country", "2024-01-15|5|I like it a lot|Ireland"),
    "de": ("Datum|Sterne|Bewertung|Land", "15.03.2025|5|Sehr gutes Gerät|Österreich"),
    "fr": ("Date|Note|Commentaire|Pays", "15 janvier 2024|4/5|Très bien fait|Belgique"),
    "es": ("Fecha|Calificación|Reseña|País", "15/03/2025|★★★★☆|Muy buen producto|México"),
    "it": ("Data|Voto|Recensione|Paese", "15 gennaio 2024|4,5|Ottimo davvero|Svizzera"),
    "pt": ("Data|Nota|Comentário|País", "15/03/2024|5|Muito bom mesmo|Brasil"),
    "nl": ("Datum|Sterren|Recensie|Land", "15 maart 2024|5|Heel goed|België"),
    "pl": ("Data dodania|Ocena|Treść opinii|Kraj", "12 maja 2024|5|Bardzo dobry|Polska"),
    "tr": ("Tarih|Puan|Yorum|Ülke", "15.03.2025|4|Çok güzel ürün|Almanya"),
    "ru": ("Дата|Оценка|Отзыв|Страна", "15 января 2024|5|Отличный товар|Казахстан"),
    "ar": ("التاريخ|التقييم|التعليق|الدولة", "١٥ يناير ٢٠٢٤|٥|منتج رائع جدا|مصر"),
    "ja": ("投稿日|評価|レビュー本文|国", "2024年1月15日|5|とても良い|日本"),
    "ko": ("작성일|별점|리뷰 내용|국가", "2024. 1. 15.|5|아주 좋아요|대한민국"),
    "zh": ("评论时间|评分|评论内容|国家", "2024-01-15|5|非常好用|中国"),
    "id": ("tanggal|bintang|ulasan|negara", "15 Agustus 2024|5|Barang bagus|Malaysia"),
    "sv": ("Datum|Betyg|Omdöme|Land", "2024-01-15|5|Mycket bra|Norge"),
    "vi": ("Ngày|Số sao|Nhận xét|Quốc gia", "15/03/2024|5|Rất tốt|Việt Nam"),
    "uk": ("Дата|Оцінка|Відгук|Країна", "15 січня 2024|5|Чудовий товар|Україна"),
}


@pytest.mark.parametrize("language", TEXTS)
def test_headings_of_many_languages(language: str) -> None:
    header, line = TEXTS[language]
    date, rating, text, market = header.split("|")
    mapping, made_by = guess(header, line, line)
    assert mapping == {"date": date, "rating": rating, "text": text, "market": market}
    assert made_by == dict.fromkeys(mapping, "heading")


def test_one_heading_two_meanings_settled_by_the_values() -> None:
    assert guess("Bewertung|Kommentar", "5|Sehr gut", "1|Schlecht")[0] == {
        "rating": "Bewertung",
        "text": "Kommentar",
    }
    assert guess("Bewertung|Sterne", "Sehr gut|5", "Schlecht|1")[0] == {
        "text": "Bewertung",
        "rating": "Sterne",
    }


def test_headings_with_more_words() -> None:
    mapping, _ = guess("amazon_review_text|customerRating", "Works well|5", "Broke soon|1")
    assert mapping == {"text": "amazon_review_text", "rating": "customerRating"}


def test_values_alone() -> None:
    lines = [
        f"{n}|2024-01-{n + 1:02d}|{n % 5 + 1}|{'en' if n % 2 else 'de'}|{'US' if n % 2 else 'DE'}"
        f"|Review number {n} says that it works well|{n * 1.5}"
        for n in range(20)
    ]
    mapping, made_by = guess("a|b|c|d|e|f|g", *lines)
    assert mapping == {"date": "b", "rating": "c", "language": "d", "market": "e", "text": "f"}
    assert made_by["text"] == "values"


def test_numbers_that_count_are_no_ratings() -> None:
    mapping, _ = guess("n|t", *(f"{n}|Some words about it {n}" for n in range(1, 10)))
    assert "rating" not in mapping


def test_nothing_to_find() -> None:
    assert guess("x|y", "1.5|77", "2.5|88", "99.5|12")[0] == {}


def test_thousands_of_columns_are_judged_by_headings_only() -> None:
    header = "|".join([f"h{n}" for n in range(3000)] + ["comment"])
    mapping, _ = guess(header, "|".join(["?"] * 3000 + ["Very nice indeed"]))
    assert mapping == {"text": "comment"}
