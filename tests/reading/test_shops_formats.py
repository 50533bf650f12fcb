"""Shops and trust sites: every known source, written byte for byte as it comes, and read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sentiment.reading.exports import read_file
from tests.reading.written_exports import lines, read, rows


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
