"""Every known source, written byte for byte as it comes, and read."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from sentiment.reading.exports import read_file
from sentiment.records import (
    RatingScale,
    ReadingOptions,
    rejected_schema,
    review_schema,
)

if TYPE_CHECKING:
    from pathlib import Path

    from sentiment.records import ReadExport


def read(path: Path, content: bytes | str, **options: object) -> ReadExport:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (export,) = read_file(path, options=ReadingOptions(**options))  # type: ignore[arg-type]
    assert export.read == export.reviews.num_rows + export.rejected.num_rows
    assert export.reviews.schema == review_schema()
    assert export.rejected.schema == rejected_schema()
    return export


def rows(export: ReadExport, *names: str) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in names) for row in export.reviews.to_pylist()]


def lines(*written: str, end: str = "\r\n") -> str:
    return end.join(written) + end


PLAY = (
    "Package Name,App Version Code,App Version Name,Reviewer Language,Device,"
    "Review Submit Date and Time,Review Submit Millis Since Epoch,"
    "Review Last Update Date and Time,Review Last Update Millis Since Epoch,Star Rating,"
    "Review Title,Review Text,Developer Reply Date and Time,"
    "Developer Reply Millis Since Epoch,Developer Reply Text,Review Link"
)
PLAY_LINK = (
    "http://play.google.com/console/developers/1/app/2/user-feedback/review-details?reviewId="
)


def test_google_play_console(tmp_path: Path) -> None:
    content = lines(
        PLAY,
        "com.acme.run,41,4.1,pt_BR,walleye,2016-06-08T19:04:33Z,1465412673000,"
        '2016-07-01T08:00:00Z,1467360000000,2,,"Trava, ""sempre"" 😡\nDepois da atualização",,,,'
        f"{PLAY_LINK}gp%3AAOqpTOE1_a-b&corpus=PUBLIC_REVIEWS",
        "com.acme.run,41,4.1,iw,OnePlus6,2016-06-09T19:04:33Z,1465499073000,"
        "2016-06-09T19:04:33Z,1465499073000,5,,,,,,",
        "com.acme.run,41,4.1,en,OnePlus6,2016-06-10T19:04:33Z,1465585473000,"
        "2016-06-10T19:04:33Z,1465585473000,4,Nice,Runs well,2016-06-11T00:00:00Z,1465603200000,"
        f"Thank you!,{PLAY_LINK}gp:AOqpTOE2",
    )
    path = tmp_path / "reviews_com.acme.run_201606.csv"
    export = read(path, b"\xff\xfe" + content.encode("utf-16-le"))
    assert export.recognition.profile == "google-play"
    assert export.recognition.encoding is not None
    assert export.recognition.encoding.lower().startswith("utf-16")
    assert export.recognition.delimiter == ","
    assert export.recognition.rating_scale == RatingScale(1, 5)
    assert export.recognition.market_from is None
    assert rows(export, "external_id", "text", "stars", "written_at", "declared_language") == [
        (
            "gp:AOqpTOE1_a-b",
            'Trava, "sempre" 😡\nDepois da atualização',
            2.0,
            datetime(2016, 7, 1, 8),
            "pt",
        ),
        (None, None, 5.0, datetime(2016, 6, 9, 19, 4, 33), "he"),
        ("gp:AOqpTOE2", "Nice\nRuns well", 4.0, datetime(2016, 6, 10, 19, 4, 33), "en"),
    ]
    assert rows(export, "market", "product") == [(None, "com.acme.run")] * 3
    assert rows(export, "line") == [(2,), (4,), (5,)]


def test_google_play_scraper_with_index_column(tmp_path: Path) -> None:
    export = read(
        tmp_path / "scraped.csv",
        lines(
            ",reviewId,userName,userImage,content,score,thumbsUpCount,reviewCreatedVersion,at,"
            "replyContent,repliedAt,appVersion",
            '0,7a1c,Mira,https://x/i.png,"好用,推荐",5,3,2.1,2023-04-12 13:10:05,,,2.1',
            "1,7a1d,Jan,https://x/j.png,Werkt niet meer,1,0,,2023-04-13 00:00:00,Sorry!,"
            "2023-04-14 10:00:00,",
            end="\n",
        ),
    )
    assert export.recognition.profile == "google-play-scraper"
    assert rows(export, "external_id", "text", "stars", "written_at", "author") == [
        ("7a1c", "好用,推荐", 5.0, datetime(2023, 4, 12, 13, 10, 5), "Mira"),
        ("7a1d", "Werkt niet meer", 1.0, datetime(2023, 4, 13), "Jan"),
    ]


def test_app_store_territories_are_alpha_3(tmp_path: Path) -> None:
    export = read(
        tmp_path / "appstore.csv",
        lines(
            "rating,title,body,reviewerNickname,createdDate,territory",
            "5,Super,Läuft rund.,anna_k,2024-05-06T07:08:09-07:00,DEU",
            "1,Crash,It stops every time,bob,2024-05-06T07:08:09Z,USA",
            "3,,Ça va,luc,2024-05-07T00:00:00+02:00,FRA",
        ),
    )
    assert export.recognition.profile == "app-store"
    assert export.recognition.market_from == "column 'territory'"
    assert rows(export, "market", "written_at", "text") == [
        ("DE", datetime(2024, 5, 6, 14, 8, 9), "Super\nLäuft rund."),
        ("US", datetime(2024, 5, 6, 7, 8, 9), "Crash\nIt stops every time"),
        ("FR", datetime(2024, 5, 6, 22), "Ça va"),
    ]


def test_app_store_answer_of_the_api(tmp_path: Path) -> None:
    answer = {
        "data": [
            {
                "type": "customerReviews",
                "id": "00000012-aa",
                "attributes": {
                    "rating": 2,
                    "title": "遅い",
                    "body": "起動しません",
                    "reviewerNickname": "k",
                    "createdDate": "2024-05-06T07:08:09-07:00",
                    "territory": "JPN",
                },
            }
        ],
        "links": {"self": "https://x"},
    }
    export = read(tmp_path / "reviews.json", json.dumps(answer))
    assert export.recognition.profile == "app-store"
    assert rows(export, "external_id", "text", "stars", "market", "written_at") == [
        ("00000012-aa", "遅い\n起動しません", 2.0, "JP", datetime(2024, 5, 6, 14, 8, 9))
    ]


def test_helium_10(tmp_path: Path) -> None:
    export = read(
        tmp_path / "helium.csv",
        lines(
            "Date,Author,Verified,Helpful,Title,Body,Rating,Images,Videos,URL,Variation,Style",
            '"January 15, 2024",Kim,Verified Purchase,3,Great lamp,"Great lamp, bright",5,0,0,'
            "https://www.amazon.com/gp/customer-reviews/R2ABCDEF12345/ref=x,Black,",
            '"February 2, 2024",Lee,,0,Broken,Arrived broken,1,1,0,'
            "https://www.amazon.com/gp/customer-reviews/R2ABCDEF99999,White,",
        ),
    )
    assert export.recognition.profile == "helium10"
    assert rows(export, "external_id", "text", "stars", "written_at") == [
        ("R2ABCDEF12345", "Great lamp, bright", 5.0, datetime(2024, 1, 15)),
        ("R2ABCDEF99999", "Broken\nArrived broken", 1.0, datetime(2024, 2, 2)),
    ]


AMAZON = [
    ("5.0 out of 5 stars", "Reviewed in the United States on January 12, 2026", 5.0, "US"),
    ("5,0 von 5 Sternen", "Rezension aus Deutschland vom 12. Januar 2026", 5.0, "DE"),
    ("1,0 von 5 Sternen", "Bewertet in den Vereinigten Staaten am 12. Januar 2026", 1.0, "US"),
    ("4,0 sur 5 étoiles", "Avis laissé en France le 12 janvier 2026", 4.0, "FR"),
    ("4,0 de 5 estrellas", "Calificado en México el 12 de enero de 2026", 4.0, "MX"),
    ("2,0 de 5 estrellas", "Revisado en España el 12 de enero de 2026", 2.0, "ES"),
    ("3,0 su 5 stelle", "Recensito in Italia il 12 gennaio 2026", 3.0, "IT"),
    ("5,0 de 5 estrelas", "Avaliado no Brasil em 12 de janeiro de 2026", 5.0, "BR"),
    ("2,0 van 5 sterren", "Beoordeeld in Nederland op 12 januari 2026", 2.0, "NL"),
    ("5つ星のうち4.0", "2026年1月12日に日本でレビュー済み", 4.0, "JP"),
    ("1,0 av 5 stjärnor", "Granskad i Sverige den 12 januari 2026", 1.0, "SE"),
    ("3,0 z 5 gwiazdek", "Zrecenzowano w Polsce dnia 12 stycznia 2026", 3.0, "PL"),
    ("5 yıldız üzerinden 4,0", "Türkiye’de 12 Ocak 2026 tarihinde değerlendirildi", 4.0, "TR"),
    ("5.0 من 5 نجوم", "تمت المراجعة في المملكة العربية السعودية في ١٢ يناير ٢٠٢٦", 5.0, "SA"),
]


def test_amazon_scrape_has_the_market_inside_the_date(tmp_path: Path) -> None:
    export = read(
        tmp_path / "amazon.csv",
        lines(
            "Review Title,Review Content,Review Rating,Review Date,Review Badge",
            *(f'T{n},Body {n},"{r}","{d}",Verified' for n, (r, d, _, _) in enumerate(AMAZON)),
        ),
    )
    assert export.recognition.profile == "amazon"
    assert export.recognition.market_from == "sentence in column 'Review Date'"
    assert rows(export, "stars", "market", "written_at") == [
        (stars, market, datetime(2026, 1, 12)) for _, _, stars, market in AMAZON
    ]


TRUSTPILOT = (
    "Domain Url,Webshop Name,Business Unit Id,Review Id,Review Created (UTC),"
    "Review Consumer User Id,Review Username,Review User Email,Review Title,Review Content,"
    "Review Stars,Source Of Review,Reference Id,Company Response,Company Reply Date (UTC),"
    "Review Language"
)


def test_trustpilot_in_windows_1252_with_semicolons(tmp_path: Path) -> None:
    content = lines(
        TRUSTPILOT.replace(",", ";"),
        "www.acme.de;Acme;5a;65f0;2024-02-03 10:11:12;77;Jürgen;j@mail.de;Müde;"
        '"Größe passt nicht – „schade“; 20 € weg";2;Organic;;;;de',
        "www.acme.de;Acme;5a;65f1;2024-02-04 10:11:12;78;Zoë;z@mail.de;;;4;Organic;;;;nl",
    )
    export = read(tmp_path / "trustpilot.csv", content.encode("cp1252"))
    assert export.recognition.profile == "trustpilot"
    assert export.recognition.delimiter == ";"
    assert rows(export, "external_id", "text", "stars", "written_at", "declared_language") == [
        (
            "65f0",
            "Müde\nGröße passt nicht – „schade“; 20 € weg",
            2.0,
            datetime(2024, 2, 3, 10, 11, 12),
            "de",
        ),
        ("65f1", None, 4.0, datetime(2024, 2, 4, 10, 11, 12), "nl"),
    ]
    assert rows(export, "product", "author") == [("Acme", "Jürgen"), ("Acme", "Zoë")]


def test_trustpilot_variant_headings_reordered(tmp_path: Path) -> None:
    export = read(
        tmp_path / "trustpilot.csv",
        lines(
            "Review Language,Review Stars,Review Content,Review Title,Review ID,Domain URL,"
            "Location Name,review created (utc),Business Reply Date (UTC)",
            "da,5,Hurtig levering,Godt,abc,acme.dk,Acme Aarhus,2024-02-03 10:11:12,",
        ),
    )
    assert export.recognition.profile == "trustpilot"
    assert rows(export, "external_id", "text", "stars", "declared_language", "product") == [
        ("abc", "Godt\nHurtig levering", 5.0, "da", "Acme Aarhus")
    ]


def test_trustpilot_workbook(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(TRUSTPILOT.split(","))
    sheet.append(
        ["acme.fr", "Acme", "5a", "65f0", datetime(2024, 2, 3, 10, 11), 77, "Luc", None, "Bien",
         "Très bien", 4, "Organic", None, None, None, "fr"]
    )  # fmt: skip
    book.save(tmp_path / "trustpilot.xlsx")
    (export,) = read_file(tmp_path / "trustpilot.xlsx")
    assert export.recognition.container == "xlsx"
    assert export.recognition.profile == "trustpilot"
    assert rows(export, "text", "stars", "written_at") == [
        ("Bien\nTrès bien", 4.0, datetime(2024, 2, 3, 10, 11))
    ]


def test_yotpo_with_semicolons_and_day_first(tmp_path: Path) -> None:
    export = read(
        tmp_path / "yotpo.csv",
        lines(
            "Review Title;Review Content;Review Score;Date;Product ID;Product Title;Product URL;"
            "Display Name;Email;Verified Purchase",
            "Bene;Ottimo &amp; veloce;5;05/03/2025;11;Scarpa;https://x;Ada;a@x.it;true",
            "Male;Rotto<br>subito;1;15/03/2025;11;Scarpa;https://x;Bo;b@x.it;true",
        ),
    )
    assert export.recognition.profile == "yotpo"
    assert export.recognition.date_order == "dmy"
    assert rows(export, "text", "written_at", "product") == [
        ("Bene\nOttimo & veloce", datetime(2025, 3, 5), "Scarpa"),
        ("Male\nRotto\nsubito", datetime(2025, 3, 15), "Scarpa"),
    ]


def test_judge_me_refuses_spam_and_stores_no_addresses(tmp_path: Path) -> None:
    export = read(
        tmp_path / "judgeme.csv",
        lines(
            "title,body,rating,review_date,source,curated,reviewer_name,reviewer_email,product_id,"
            "product_handle,reply,reply_date,picture_urls,ip_address,location,metaobject_handle",
            "Love it,So soft,5,2025-03-02 10:12:00 UTC,web,ok,Ana,ana@x.es,9,soft-scarf,,,,"
            "203.0.113.7,Madrid Spain,",
            "Win,Cheap pills,5,2025-03-03 10:12:00 UTC,web,spam,Bot,bot@spam.io,9,soft-scarf,,,,"
            "203.0.113.8,US,",
        ),
    )
    assert export.recognition.profile == "judge-me"
    assert rows(export, "text", "stars", "written_at", "product") == [
        ("Love it\nSo soft", 5.0, datetime(2025, 3, 2, 10, 12), "soft-scarf")
    ]
    (refused,) = export.rejected.to_pylist()
    assert refused["line"] == 3
    assert refused["reason"] == "marked as spam in Judge.me"
    assert "Cheap pills" in refused["raw"]
    stored = f"{export.reviews.to_pylist()} {export.rejected.to_pylist()} {export.recognition}"
    for address in ("ana@x.es", "bot@spam.io", "203.0.113"):
        assert address not in stored


def test_loox_refuses_hidden(tmp_path: Path) -> None:
    export = read(
        tmp_path / "loox.csv",
        lines(
            "id,status,rating,email,nickname,full_name,review,date,productId,handle,img,variant,"
            "verified_purchase",
            "a1,Published,5,x@y.z,Ann,Ann B,Lovely,2024-01-15T10:00:00.000Z,77,mug,,,true",
            "a2,Hidden,1,x@y.z,Bob,Bob C,Bad,2024-01-16T10:00:00.000Z,77,mug,,,true",
            "a3,Published,,x@y.z,Cy,Cy D,,2024-01-16T10:00:00.000Z,77,mug,,,true",
        ),
    )
    assert export.recognition.profile == "loox"
    assert rows(export, "external_id", "text", "product") == [("a1", "Lovely", "mug")]
    assert export.rejected.column("reason").to_pylist() == [
        "hidden in Loox",
        "no text and no rating",
    ]
    assert "x@y.z" not in str(export.rejected.to_pylist())


def test_okendo(tmp_path: Path) -> None:
    export = read(
        tmp_path / "okendo.csv",
        lines(
            "Review ID,Product ID,Product Name,Rating,Title,Body,Reviewer Name,Is Verified Buyer,"
            "Date Created,Status",
            "r1,gid://shopify/Product/8123,,4,Good,Fits well,Ann,true,2024-01-15T10:00:00Z,ok",
        ),
    )
    assert export.recognition.profile == "okendo"
    assert rows(export, "external_id", "product", "stars", "text") == [
        ("r1", "8123", 4.0, "Good\nFits well")
    ]


def test_shopify_product_reviews(tmp_path: Path) -> None:
    export = read(
        tmp_path / "shopify.csv",
        lines(
            "product_handle,state,rating,title,author,email,location,body,reply,created_at,replied_at",
            'mug,published,3,Okay,Ann,a@b.c,"Lyon, France",It is okay,,2019-11-05 09:30:00 -0500,',
            "mug,published,5,Top,Bea,b@b.c,Germany,Alles gut,,2019-11-06T09:30:00+01:00,",
        ),
    )
    assert export.recognition.profile == "shopify"
    assert rows(export, "written_at", "market", "product") == [
        (datetime(2019, 11, 5, 14, 30), "FR", "mug"),
        (datetime(2019, 11, 6, 8, 30), "DE", "mug"),
    ]


BOOKING = {
    "en": "Review date,Guest name,Reservation number,Review title,Positive review,Negative review,"
    "Review score,Staff,Cleanliness,Location,Facilities,Comfort,Value for money,Property reply",
    "pt": "Data do comentário,Nome do hóspede,Número da reserva,Título do comentário,"
    "Comentário positivo,Comentário negativo,Pontuação de comentários,Equipe,Limpeza,Localização,"
    "Comodidades,Conforto,Custo-benefício,Resposta da acomodação",
    "de": "Bewertungsdatum,Name des Gastes,Buchungsnummer,Titel der Bewertung,Positive Bewertung,"
    "Negative Bewertung,Bewertung,Personal,Sauberkeit,Lage,Ausstattung,Komfort,"
    "Preis-Leistungs-Verhältnis,Antwort der Unterkunft",
    "fr": "Date du commentaire,Nom du client,Numéro de réservation,Titre du commentaire,"
    "Commentaire positif,Commentaire négatif,Note du commentaire,Personnel,Propreté,"
    "Situation géographique,Équipements,Confort,Rapport qualité/prix,Réponse de l'établissement",
    "es": "Fecha del comentario,Nombre del cliente,Número de reserva,Título del comentario,"
    "Comentario positivo,Comentario negativo,Puntuación del comentario,Personal,Limpieza,"
    "Ubicación,Instalaciones,Confort,Relación calidad-precio,Respuesta del alojamiento",
    "it": "Data del commento,Nome dell'ospite,Numero di prenotazione,Titolo del commento,"
    "Commento positivo,Commento negativo,Punteggio del commento,Staff,Pulizia,Posizione,Servizi,"
    "Comfort,Rapporto qualità-prezzo,Risposta della struttura",
}


@pytest.mark.parametrize("language", BOOKING)
def test_booking_in_six_languages(tmp_path: Path, language: str) -> None:
    content = lines(
        BOOKING[language],
        "2024-08-15 12:03:44,Ana,3812345678,Ótimo,Café da manhã,Barulho à noite,8.0,10,10,7.5,7.5,"
        "10,7.5,",
        "2024-08-16 12:03:44,Rui,3812345679,,,Sujo,2,2.5,2.5,5,2.5,2.5,2.5,",
        '2024-08-17 12:03:44,Zé,3812345680,,,,"10",10,10,10,10,10,10,',
    )
    export = read(tmp_path / "booking.csv", content.encode("utf-8-sig"))
    assert export.recognition.profile == "booking"
    assert export.recognition.rating_scale == RatingScale(1, 10)
    assert rows(export, "external_id", "liked", "disliked", "text", "rating") == [
        (
            "3812345678",
            "Café da manhã",
            "Barulho à noite",
            "Ótimo\nCafé da manhã\nBarulho à noite",
            8.0,
        ),
        ("3812345679", None, "Sujo", "Sujo", 2.0),
        ("3812345680", None, None, None, 10.0),
    ]
    assert [stars for (stars,) in rows(export, "stars")] == pytest.approx([37 / 9, 13 / 9, 5])
    assert rows(export, "written_at")[0] == (datetime(2024, 8, 15, 12, 3, 44),)


def test_booking_reordered_is_still_booking(tmp_path: Path) -> None:
    export = read(
        tmp_path / "booking.csv",
        lines("Pontuação de comentários,COMENTARIO NEGATIVO,Comentario_Positivo", "9,Nada,Tudo"),
    )
    assert export.recognition.profile == "booking"
    assert rows(export, "liked", "disliked", "rating") == [("Tudo", "Nada", 9.0)]


def test_agoda_has_lines_before_its_header(tmp_path: Path) -> None:
    export = read(
        tmp_path / "agoda.csv",
        lines(
            "Property ID,123456",
            "Property name,Sunset Inn",
            "",
            "Review date,Guest name,Reservation Number,Review title,Review,Review score,"
            "Cleanliness,Location,Facilities,Value for money,Service,Property reply",
            '"January 10, 2026",Mai,BID:987654321,Great stay,ห้องสะอาด,9.2,10,10,8,8,10,',
            '"February 3, 2026",Tom,BID: 987654322,-,Too loud,4.0,6,4,4,4,4,',
        ),
    )
    assert export.recognition.profile == "agoda"
    assert rows(export, "external_id", "text", "rating", "written_at") == [
        ("987654321", "Great stay\nห้องสะอาด", 9.2, datetime(2026, 1, 10)),
        ("987654322", "Too loud", 4.0, datetime(2026, 2, 3)),
    ]
    assert [line for (line,) in rows(export, "line")] == [5, 6]


GOOGLE_BUSINESS = {
    "reviews": [
        {
            "reviewId": "AbC1",
            "reviewer": {"displayName": "Li", "profilePhotoUrl": "https://x"},
            "starRating": "FIVE",
            "comment": "(Translated by Google) Very good\n\n(Original)\n非常好",
            "createTime": "2024-03-01T10:11:12.123456789Z",
            "updateTime": "2024-03-02T10:11:12.123456789Z",
            "name": "accounts/1/locations/2/reviews/AbC1",
        },
        {
            "reviewId": "AbC2",
            "reviewer": {"displayName": "Bo"},
            "starRating": "ONE",
            "createTime": "2024-03-03T10:11:12Z",
            "updateTime": "2024-03-03T10:11:12Z",
            "reviewReply": {"comment": "Sorry", "updateTime": "2024-03-04T00:00:00Z"},
        },
        {
            "reviewId": "AbC3",
            "reviewer": {"isAnonymous": True},
            "starRating": "THREE",
            "comment": "Geht so.\n\n(Translated by Google)\nSo so.",
            "createTime": "2024-03-05T10:11:12.5Z",
            "updateTime": "2024-03-05T10:11:12.5Z",
        },
    ],
    "averageRating": 3,
    "totalReviewCount": 3,
}


@pytest.mark.parametrize("form", ["object", "list", "lines"])
def test_google_business_profile(tmp_path: Path, form: str) -> None:
    reviews = GOOGLE_BUSINESS["reviews"]
    assert isinstance(reviews, list)
    content = {
        "object": json.dumps(GOOGLE_BUSINESS, ensure_ascii=False, indent=2),
        "list": json.dumps(reviews, ensure_ascii=False),
        "lines": "\n".join(json.dumps(review) for review in reviews),
    }[form]
    export = read(tmp_path / "reviews.json", content)
    assert export.recognition.profile == "google-business"
    assert rows(export, "external_id", "text", "translation", "stars", "written_at", "author") == [
        ("AbC1", "非常好", "Very good", 5.0, datetime(2024, 3, 2, 10, 11, 12, 123456), "Li"),
        ("AbC2", None, None, 1.0, datetime(2024, 3, 3, 10, 11, 12), "Bo"),
        ("AbC3", "Geht so.", "So so.", 3.0, datetime(2024, 3, 5, 10, 11, 12, 500000), None),
    ]


def test_tripadvisor_review_and_rating_in_latin_1(tmp_path: Path) -> None:
    content = lines("Review,Rating", '"Café très agréable, décor soigné",5', "Service déplorable,1")
    export = read(tmp_path / "hotels.csv", content.encode("latin-1"))
    assert export.recognition.profile == "tripadvisor"
    assert rows(export, "text", "stars") == [
        ("Café très agréable, décor soigné", 5.0),
        ("Service déplorable", 1.0),
    ]


def test_tripadvisor_with_places_and_months(tmp_path: Path) -> None:
    export = read(
        tmp_path / "park.csv",
        lines(
            "Review_ID,Rating,Year_Month,Reviewer_Location,Review_Text,Branch",
            "670772142,4,2019-4,Australia,Great day out,HongKong",
            "670682799,2,missing,United Arab Emirates,Too crowded,HongKong",
            "670623270,5,2019-12,Côte d'Ivoire,Superbe,Paris",
        ),
    )
    assert export.recognition.profile == "tripadvisor"
    assert rows(export, "external_id", "written_at", "market", "product") == [
        ("670772142", datetime(2019, 4, 1), "AU", "HongKong"),
        ("670682799", None, "AE", "HongKong"),
        ("670623270", datetime(2019, 12, 1), "CI", "Paris"),
    ]
