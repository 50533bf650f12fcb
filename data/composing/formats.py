"""The exports: each source's own headings, encoding, delimiter, dates and ratings."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import TYPE_CHECKING

from composing.people import DEVICES, hexadecimal, name_of, number, town_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from composing.story import Review

PRODUCTS = {"speaker": "hum", "earbuds": "drift", "lamp": "dawn", "mist": "mist", "shop": "shop"}
APP = "com.orrelund.home"
COUNTRIES = {
    "US": ("USA", "the United States"), "GB": ("GBR", "the United Kingdom"),
    "DE": ("DEU", "Germany"), "AT": ("AUT", "Austria"), "FR": ("FRA", "France"),
    "ES": ("ESP", "Spain"), "MX": ("MEX", "Mexico"), "IT": ("ITA", "Italy"),
    "PT": ("PRT", "Portugal"), "BR": ("BRA", "Brazil"), "NL": ("NLD", "the Netherlands"),
    "PL": ("POL", "Poland"), "TR": ("TUR", "Turkey"), "JP": ("JPN", "Japan"),
    "SA": ("SAU", "Saudi Arabia"), "AE": ("ARE", "the United Arab Emirates"),
    "CN": ("CHN", "China"), "SG": ("SGP", "Singapore"), "KE": ("KEN", "Kenya"),
    "KR": ("KOR", "South Korea"), "TH": ("THA", "Thailand"), "IN": ("IND", "India"),
}  # fmt: skip
PLAY_LANGUAGES = {"BR": "pt-BR", "MX": "es-419", "GB": "en-GB"}
JA_SHOP_HEADINGS = (
    "注文番号", "レビュー日", "国", "商品名", "評価", "タイトル", "レビュー本文", "ニックネーム"
)  # fmt: skip
RELEASES = (("2025-09-01", "3.7.2"), ("2025-12-08", "3.8.0"), ("2026-06-09", "3.9.1"))
REPLIES = {
    "en": "Thank you for telling us. Please write to hello@orrelund.example, we can help.",
    "de": "Danke für den Hinweis. Bitte schreib uns an hallo@orrelund.example, wir kümmern uns.",
    "fr": "Merci pour votre retour. Écrivez-nous à bonjour@orrelund.example.",
    "es": "Gracias por avisarnos. Escríbenos a hola@orrelund.example.",
    "pt": "Obrigado pelo aviso. Escreva para ola@orrelund.example.",
    "nl": "Bedankt voor de melding. Mail ons op hallo@orrelund.example.",
    "tr": "Bildiriminiz için teşekkürler. Bize merhaba@orrelund.example adresinden yazın.",
}


def table(rows: Iterable[Sequence[object]], *, encoding: str, delimiter: str = ",") -> bytes:
    """Rows as CSV; what the encoding does not have is left out, as exports do."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding, errors="ignore")


def google_play(reviews: list[Review]) -> bytes:
    """UTF-16 LE with its mark; the review's id stands inside the link."""
    rows: list[Sequence[object]] = [
        (
            "Package Name", "App Version Code", "App Version Name", "Reviewer Language", "Device",
            "Review Submit Date and Time", "Review Submit Millis Since Epoch",
            "Review Last Update Date and Time", "Review Last Update Millis Since Epoch",
            "Star Rating", "Review Title", "Review Text", "Developer Reply Date and Time",
            "Developer Reply Millis Since Epoch", "Developer Reply Text", "Review Link",
        )
    ]  # fmt: skip
    edits = 0
    for place, review in enumerate(reviews):
        sent, updated = review.written_at, review.written_at
        if review.key:
            updated += timedelta(days=4 * edits)
            edits += 1
        version = version_of(review)
        reply: tuple[object, ...] = ("", "", "")
        chance = number("reply", place, below=100)
        if review.mood == "negative" and review.text and review.language in REPLIES and chance < 30:
            answered = updated + timedelta(hours=30 + chance)
            reply = (zulu(answered), millis(answered), REPLIES[review.language])
        name = hexadecimal(review.key or ("play", place), digits=32)
        link = (
            "http://play.google.com/console/developers/app/user-feedback/review-details"
            f"?reviewId={name[:8]}-{name[8:12]}-{name[12:16]}-{name[16:20]}-{name[20:]}"
            "&corpus=PUBLIC_REVIEWS"
        )
        rows.append(
            (
                APP, version.replace(".", ""), version,
                PLAY_LANGUAGES.get(review.market, review.language),
                DEVICES[number("device", place, below=len(DEVICES))],
                zulu(sent), millis(sent), zulu(updated), millis(updated),
                review.stars, "", review.text, *reply, link,
            )
        )  # fmt: skip
    nothing = list(rows[40])
    nothing[9] = nothing[11] = nothing[12] = nothing[13] = nothing[14] = ""
    for place in (41, 160, 301):
        empty = list(nothing)
        empty[15] = str(empty[15]).replace("reviewId=", f"reviewId=0{place}")
        rows.insert(place, empty)
    return b"\xff\xfe" + table([*rows, rows[-1], rows[25]], encoding="utf-16-le")


def version_of(review: Review) -> str:
    """The app's version on the day; 4 was given to Germany first."""
    day = review.written_at.date().isoformat()
    if review.market == "DE" and day >= "2026-06-09":
        return "4.0.1" if day >= "2026-07-14" else "4.0.0"
    return next((version for until, version in RELEASES if day < until), "3.9.4")


def app_store(reviews: list[Review]) -> bytes:
    """UTF-8; dates with an offset, territories with three letters."""
    rows: list[Sequence[object]] = [
        ("rating", "title", "body", "reviewerNickname", "createdDate", "territory", "bundleId")
    ]
    for place, review in enumerate(reviews):
        local = review.written_at - timedelta(hours=7)
        nickname = name_of(review.language, "app store", place).rstrip(".").replace(" ", "_")
        code = COUNTRIES[review.market][0]
        when = f"{local:%Y-%m-%dT%H:%M:%S}-07:00"
        rows.append((review.stars, review.title, review.text, nickname, when, code, APP))
    return table(rows, encoding="utf-8")


def trustpilot(reviews: list[Review]) -> bytes:
    """Windows-1252 with semicolons."""
    rows: list[Sequence[object]] = [
        (
            "Domain Url", "Webshop Name", "Business Unit Id", "Review Id", "Review Created (UTC)",
            "Review Consumer User Id", "Review Username", "Review Title", "Review Content",
            "Review Stars", "Source Of Review", "Company Response", "Company Reply Date (UTC)",
            "Review Language", "Consumer Country",
        )
    ]  # fmt: skip
    for place, review in enumerate(reviews):
        answer = review.mood == "negative" and number("tp", place, below=4) == 0
        response = REPLIES.get(review.language, "") if answer else ""
        answered = review.written_at + timedelta(days=2)
        source = ("Organic", "AFSv2", "BasicLink")[number("source", place, below=3)]
        rows.append(
            (
                "orrelund.example", "orrelund shop", "5f3e0a1b2c4d5e6f7a8b9c0d",
                hexadecimal("review", place, digits=24), f"{review.written_at:%Y-%m-%d %H:%M:%S}",
                hexadecimal("consumer", place, digits=24), name_of(review.language, "tp", place),
                review.title, review.text, review.stars, source, response,
                f"{answered:%Y-%m-%d %H:%M:%S}" if response else "", review.language, review.market,
            )
        )  # fmt: skip
    nothing = list(rows[30])
    nothing[3], nothing[7], nothing[8], nothing[9] = hexadecimal("nothing", digits=24), "", "", ""
    return table([*rows[:90], nothing, *rows[90:], rows[12]], encoding="cp1252", delimiter=";")


def amazon(reviews: list[Review]) -> bytes:
    """UTF-8; the market and the day stand in one sentence."""
    rows: list[Sequence[object]] = [
        (
            "Product Name", "Review Title", "Review Content", "Review Rating", "Review Date",
            "Review Badge",
        )
    ]  # fmt: skip
    for place, review in enumerate(reviews):
        country = COUNTRIES[review.market][1]
        day = f"{review.written_at:%B} {review.written_at.day}, {review.written_at.year}"
        badge = "Verified Purchase" if number("badge", place, below=10) < 8 else ""
        rating = f"{review.stars}.0 out of 5 stars"
        when = f"Reviewed in {country} on {day}"
        product = PRODUCTS[review.subject]
        rows.append((product, review.title, review.text, rating, when, badge))
    nothing = [("drift", "", "", "", rows[70][4], ""), ("mist", "", "", "", rows[200][4], "")]
    return table(
        [*rows[:120], nothing[0], *rows[120:300], rows[299], nothing[1], *rows[300:], rows[33]],
        encoding="utf-8",
    )


def judgeme(reviews: list[Review]) -> bytes:
    """UTF-8; with addresses of people, and with spam that was marked as such."""
    rows: list[Sequence[object]] = [
        (
            "title", "body", "rating", "review_date", "source", "curated", "reviewer_name",
            "reviewer_email", "product_id", "product_handle", "reply", "reply_date",
            "picture_urls", "ip_address", "location",
        )
    ]  # fmt: skip
    spam = (
        ("Make money now", "Earn 5000 $ a week from home, write to me on the messenger!!!", 5),
        ("", "Cheap followers >>> best-followers.example <<<", 5),
        ("best seo", "Hello dear, we bring your shop to page one of every search.", 4),
        ("", "casino casino casino free spins", 5),
    )
    for place, review in enumerate(reviews):
        person = ("judgeme", place)
        handle = PRODUCTS[review.subject]
        rows.append(
            (
                review.title, review.text, review.stars,
                f"{review.written_at:%Y-%m-%d %H:%M:%S} UTC", "email" if place % 4 else "web", "ok",
                name_of(review.language, *person), f"buyer{1000 + place}@mail.example",
                7300000000 + number(handle, below=99999999), handle, "", "", "",
                f"198.51.100.{number(*person, below=254) + 1}", town_of(review.market, *person),
            )
        )  # fmt: skip
        if place % 70 == 35 and place // 70 < len(spam):
            title, body, stars = spam[place // 70]
            row = list(rows[-1])
            row[0], row[1], row[2], row[5], row[6] = title, body, stars, "spam", "promo"
            rows.append(row)
    return table([*rows, rows[18]], encoding="utf-8")


def booking(reviews: list[Review]) -> bytes:
    """UTF-8 with its mark; scores from 1 to 10, praise and complaint in two columns."""
    rows: list[Sequence[object]] = [
        (
            "Review date", "Guest name", "Reservation number", "Review title", "Positive review",
            "Negative review", "Review score", "Staff", "Cleanliness", "Location", "Facilities",
            "Comfort", "Value for money", "Property reply",
        )
    ]  # fmt: skip
    for place, review in enumerate(reviews):
        stars = review.stars or 1
        score = min(10, max(1, 2 * stars - number("score", place, below=2)))
        parts = [max(1, min(10, score + number(n, place, below=4) - 2)) for n in range(6)]
        name = name_of(review.language, "guest", place)
        booked = 3_000_000_000 + number("booking", place, below=999_999_999)
        when = f"{review.written_at:%Y-%m-%d %H:%M:%S}"
        opinions = (review.title, review.liked, review.disliked)
        rows.append((when, name, booked, *opinions, score, *parts, ""))
    return table([*rows, rows[7]], encoding="utf-8-sig")


def google_business(reviews: list[Review]) -> bytes:
    """JSON of the API; stars as words, nothing but stars without ``comment``."""
    words = ("ONE", "TWO", "THREE", "FOUR", "FIVE")
    entries: list[dict[str, object]] = []
    for place, review in enumerate(reviews):
        identity = hexadecimal("business", place, digits=40)
        when = f"{review.written_at:%Y-%m-%dT%H:%M:%S}.{number(place, below=10**9):09d}Z"
        entry: dict[str, object] = {
            "reviewId": identity,
            "reviewer": {"displayName": name_of(review.language, "business", place)},
            "starRating": words[(review.stars or 1) - 1],
        }
        if review.text:
            entry["comment"] = review.text
        entry |= {"createTime": when, "updateTime": when}
        if review.mood == "negative" and review.text and place % 3 == 0:
            entry["reviewReply"] = {"comment": REPLIES["tr"], "updateTime": when}
        entry["name"] = f"accounts/1029384756/locations/5647382910/reviews/{identity}"
        entries.append(entry)
    stars = [review.stars or 1 for review in reviews]
    export = {
        "reviews": entries,
        "averageRating": round(sum(stars) / len(stars), 1),
        "totalReviewCount": len(entries),
    }
    return (json.dumps(export, ensure_ascii=False, indent=1) + "\n").encode()


def ja_shop(reviews: list[Review]) -> bytes:
    """Shift-JIS from the Japanese web shop, a format that no profile knows."""
    rows: list[Sequence[object]] = [JA_SHOP_HEADINGS]
    for place, review in enumerate(reviews):
        stars = review.stars or 1
        order = f"JP-{number('order', place, below=899999) + 100000}"
        rating = "★" * stars + "☆" * (5 - stars)
        day = f"{review.written_at:%Y/%m/%d}"
        product, name = PRODUCTS[review.subject], name_of("ja", "shop", place)
        rows.append((order, day, "日本", product, rating, review.title, review.text, name))
    nothing = list(rows[50])
    nothing[0], nothing[4], nothing[5], nothing[6] = "JP-100001", "", "", ""
    return table([*rows[:60], nothing, *rows[60:], rows[20]], encoding="cp932")


def zulu(moment: datetime) -> str:
    """A time as Google Play writes it."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def millis(moment: datetime) -> int:
    """Milliseconds since 1970; the time is UTC."""
    days = (moment - moment.min).days - 719162
    return (days * 86400 + moment.hour * 3600 + moment.minute * 60 + moment.second) * 1000


EXPORTS: dict[str, tuple[str, Callable[[list[Review]], bytes]]] = {
    "google_play": (f"reviews_{APP}.csv", google_play),
    "app_store": ("app-store-connect_orrelund-home.csv", app_store),
    "trustpilot": ("trustpilot_orrelund.csv", trustpilot),
    "amazon": ("amazon_orrelund.csv", amazon),
    "judgeme": ("judgeme_orrelund.csv", judgeme),
    "booking": ("booking_casa-azinhal-lisboa.csv", booking),
    "google_business": ("google-business-profile_istanbul.json", google_business),
    "ja_shop": ("orrelund-jp_shift-jis.csv", ja_shop),
}
