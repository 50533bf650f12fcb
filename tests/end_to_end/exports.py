"""Small exports in real formats: a market that turns, scripts of all directions, bad intent."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

HOSTILE = (
    '<script>document.title="taken over"</script> **bold** $x$ :smile: [link](http://x.example)'
)
ARABIC = "التطبيق سيئ جدا، iPhone يتوقف دائما ولا أنصح به!"
JAPANESE = "最高です。とても使いやすくて気に入りました。"
THAI = "สินค้าแย่มาก เสียตั้งแต่วันแรก"
_TURN = date(2025, 11, 1)
# So many of the German reviews are bad, with one star.
BAD_GERMAN_REVIEWS = 38
_GERMAN_GOOD = "Tolle App, läuft stabil und schnell. Sehr zufrieden!"
_GERMAN_BAD = "Seit dem Update stürzt die App ständig ab. Furchtbar, unbrauchbar."
_FRENCH = "Très bonne boutique, livraison rapide, je suis ravie."
_PLAY_HEADINGS = (
    "Package Name", "App Version Code", "App Version Name", "Reviewer Language", "Device",
    "Review Submit Date and Time", "Review Submit Millis Since Epoch",
    "Review Last Update Date and Time", "Review Last Update Millis Since Epoch",
    "Star Rating", "Review Title", "Review Text", "Developer Reply Date and Time",
    "Developer Reply Millis Since Epoch", "Developer Reply Text", "Review Link",
)  # fmt: skip


# The first two formats know no market, so a person says it for the file.
MARKETS = ("DE", "FR", None)


def write_exports(folder: Path) -> list[Path]:
    """Write the three files; their names say what they are."""
    return [_google_play(folder), _trustpilot(folder), _amazon(folder)]


def _google_play(folder: Path) -> Path:
    """UTF-16 with a byte order mark: Germany, good until November and bad from then on."""
    rows = []
    for number in range(120):
        day = date(2025, 7, 2) + timedelta(days=3 * number // 2)
        bad = day >= _TURN
        text = f"{_GERMAN_BAD if bad else _GERMAN_GOOD} ({number})"
        moment = f"{day.isoformat()}T10:00:00Z"
        rows.append(
            ["com.example.lamp", "1", "1.0", "de-DE", "phone", moment, "", moment, "",
             "1" if bad else "5", "", text, "", "", "", f"http://play.example/?reviewId=gp-{number}"]
        )  # fmt: skip
    path = folder / "reviews_com.example.lamp_202512.csv"
    path.write_bytes(_csv(_PLAY_HEADINGS, rows, delimiter=",").encode("utf-16"))
    return path


def _trustpilot(folder: Path) -> Path:
    """Semicolons, Windows-1252: France, always content; two rows are refused."""
    headings = [
        "Domain Url", "Webshop Name", "Business Unit Id", "Review Id", "Review Created (UTC)",
        "Review Consumer User Id", "Review Username", "Review Title", "Review Content",
        "Review Stars", "Review Language",
    ]  # fmt: skip
    rows = []
    for number in range(80):
        day = date(2025, 1, 5) + timedelta(days=4 * number)
        text = f"{_FRENCH} ({number})" if number % 40 else ""
        stars = "5" if number % 40 else ""
        rows.append(
            ["example.fr", "Boutique", "b1", f"tp-{number}", f"{day.isoformat()} 09:00:00",
             f"u{number}", "Zoé", "", text, stars, "fr"]
        )  # fmt: skip
    path = folder / "trustpilot-reviews.csv"
    path.write_bytes(_csv(headings, rows, delimiter=";").encode("cp1252"))
    return path


def _amazon(folder: Path) -> Path:
    """UTF-8; the market stands inside the date."""
    headings = ["Review Title", "Review Content", "Review Rating", "Review Date", "Review Badge"]
    kinds = (
        ("Bad", HOSTILE + " This is terrible.", 1, "the United States"),
        ("سيئ", ARABIC, 1, "Saudi Arabia"),
        ("満足", JAPANESE, 5, "Japan"),
        ("แย่", THAI, 5, "Thailand"),
    )
    rows = []
    for number in range(40):
        title, text, stars, country = kinds[number % 4]
        day = date(2025, 10, 1) + timedelta(days=number)
        written = f"Reviewed in {country} on {day:%B} {day.day}, {day.year}"
        rows.append([title, f"{text} {number}", f"{stars}.0 out of 5 stars", written, "Verified"])
    path = folder / "amazon.csv"
    path.write_bytes(_csv(headings, rows, delimiter=",").encode())
    return path


def _csv(headings: Sequence[str], rows: list[list[str]], *, delimiter: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return out.getvalue()
