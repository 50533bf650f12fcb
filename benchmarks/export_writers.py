"""Write labelled reviews out as the exports that companies really hand over.

Each writer takes rows (text, stars, day, market, lang, number) and a path, and
writes one file in the encoding, delimiter, date and rating style of its source.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ENGLISH_NAMES = {"JP": "Japan", "BR": "Brazil", "DE": "Germany", "GB": "the United Kingdom"}


@dataclass(frozen=True)
class Row:
    """One labelled review with what an export says beside the text."""

    number: int
    text: str
    stars: int
    day: date
    market: str
    lang: str


def _long(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def _table(path: Path, header: list[str], rows: list[list[str]], *, encoding: str, **dialect):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=dialect.pop("lineterminator", "\r\n"), **dialect)
    writer.writerow(header)
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def google_play(path: Path, rows: list[Row], *, encoding: str = "utf-16") -> None:
    header = (
        "Package Name,App Version Code,App Version Name,Reviewer Language,Device,"
        "Review Submit Date and Time,Review Submit Millis Since Epoch,"
        "Review Last Update Date and Time,Review Last Update Millis Since Epoch,Star Rating,"
        "Review Title,Review Text,Developer Reply Date and Time,"
        "Developer Reply Millis Since Epoch,Developer Reply Text,Review Link"
    ).split(",")
    link = "https://play.google.com/console/app/review?reviewId=gp:{}&corpus=PUBLIC"
    lines = [
        [
            *("com.example.app", "41", "4.1", row.lang, "phone"),
            *(f"{row.day}T10:00:00Z", "", f"{row.day}T10:00:00Z", "", str(row.stars)),
            *("", row.text, "", "", "", link.format(row.number)),
        ]
        for row in rows
    ]
    _table(path, header, lines, encoding=encoding)


def trustpilot(path: Path, rows: list[Row], *, encoding: str = "cp1252") -> None:
    header = (
        "Domain Url;Webshop Name;Business Unit Id;Review Id;Review Created (UTC);"
        "Review Consumer User Id;Review Username;Review Title;Review Content;Review Stars;"
        "Company Response;Company Reply Date (UTC);Review Language"
    ).split(";")
    lines = [
        [
            *("example.com", "Example", "bu1", f"tp{row.number}", f"{row.day} 09:30:00"),
            *(f"u{row.number}", "Customer", "", row.text, str(row.stars), "", "", row.lang),
        ]
        for row in rows
    ]
    _table(path, header, lines, encoding=encoding, delimiter=";")


def amazon(path: Path, rows: list[Row], *, encoding: str = "utf-8") -> None:
    header = ["Review Title", "Review Content", "Review Rating", "Review Date", "Review Badge"]
    lines = [
        [
            *("", row.text, f"{row.stars}.0 out of 5 stars"),
            f"Reviewed in {ENGLISH_NAMES[row.market]} on {_long(row.day)}",
            "Verified Purchase",
        ]
        for row in rows
    ]
    _table(path, header, lines, encoding=encoding)


def booking(path: Path, rows: list[Row], *, encoding: str = "utf-8-sig") -> None:
    header = (
        "Review date,Guest name,Reservation number,Review title,Positive review,Negative review,"
        "Review score,Staff,Cleanliness,Location,Facilities,Comfort,Value for money,Property reply"
    ).split(",")
    lines = [
        [
            *(f"{row.day} 12:00:00", "Guest", str(row.number), ""),
            *(("", row.text) if row.stars < 3 else (row.text, "")),
            *(str(row.stars * 2), "", "", "", "", "", "", ""),
        ]
        for row in rows
    ]
    _table(path, header, lines, encoding=encoding)


def yotpo(path: Path, rows: list[Row], *, encoding: str) -> None:
    header = (
        "Review Title;Review Content;Review Score;Date;Product ID;Product Title;Product URL;"
        "Display Name;Email;Verified Purchase"
    ).split(";")
    lines = [
        [
            *("", row.text, str(row.stars), f"{row.day:%d/%m/%Y}", "p1", "Kettle"),
            *("", "Someone", f"c{row.number}@example.com", "TRUE"),
        ]
        for row in rows
    ]
    _table(path, header, lines, encoding=encoding, delimiter=";")


def judge_me(path: Path, rows: list[Row], *, encoding: str = "utf-8") -> None:
    header = (
        "title,body,rating,review_date,source,curated,reviewer_name,reviewer_email,product_id,"
        "product_handle,reply,reply_date,picture_urls,ip_address,location"
    ).split(",")
    lines = [
        [
            *("", row.text, str(row.stars), f"{row.day} 10:12:00 UTC", "web", "ok", "Someone"),
            *(f"c{row.number}@example.com", "1", "kettle", "", "", "", "203.0.113.7", row.market),
        ]
        for row in rows
    ]
    _table(path, header, lines, encoding=encoding, lineterminator="\n")


def helium_10(path: Path, rows: list[Row], *, encoding: str) -> None:
    header = (
        "Date,Author,Verified,Helpful,Title,Body,Rating,Images,Videos,URL,Variation,Style"
    ).split(",")
    lines = [
        [
            *(_long(row.day), f"A{row.number}", "Verified Purchase"),
            *("0", "", row.text, str(row.stars), "", "", "", "", ""),
        ]
        for row in rows
    ]
    _table(path, header, lines, encoding=encoding)


def scrape(path: Path, rows: list[Row], *, encoding: str) -> None:
    lines = [[row.text, str(row.stars)] for row in rows]
    _table(path, ["Review", "Rating"], lines, encoding=encoding)


def google_business(path: Path, rows: list[Row], *, encoding: str = "utf-8") -> None:
    words = ["ONE", "TWO", "THREE", "FOUR", "FIVE"]
    reviews = [
        {
            "reviewId": f"g{row.number}",
            "reviewer": {"displayName": "Someone"},
            "starRating": words[row.stars - 1],
            "comment": row.text,
            "createTime": f"{row.day}T08:00:00.123456789Z",
            "updateTime": f"{row.day}T08:00:00.123456789Z",
        }
        for row in rows
    ]
    path.write_bytes(json.dumps({"reviews": reviews}, ensure_ascii=False).encode(encoding))
