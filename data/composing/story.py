"""Who reviews what, where, when and in which mood: the story in the samples."""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from composing.phrases import GOODS, Author, Written, read_bank

FIRST, LAST = date(2025, 5, 1), date(2026, 10, 31)
APP_4 = date(2026, 6, 9)
WAREHOUSE_BR = date(2025, 11, 3)
PORTUGUESE = date(2025, 12, 8)
RAMADAN = (date(2026, 2, 18), date(2026, 3, 19))
SEED = 20260609
WRITING = Path(__file__).parent.parent / "writing"

# Reviews of one market in one language, by export.
# fmt: off
PLAN: tuple[tuple[str, str, dict[str, int]], ...] = (
    ("US", "en", {"google_play": 40, "app_store": 75, "amazon": 95, "judgeme": 45}),
    ("GB", "en", {"google_play": 16, "app_store": 32, "trustpilot": 55, "amazon": 35,
                  "judgeme": 25}),
    ("DE", "de", {"google_play": 62, "app_store": 125, "trustpilot": 50, "amazon": 35,
                  "judgeme": 25}),
    ("AT", "de", {"google_play": 6, "app_store": 10, "trustpilot": 14}),
    ("FR", "fr", {"google_play": 24, "app_store": 36, "trustpilot": 38, "amazon": 28,
                  "judgeme": 20}),
    ("ES", "es", {"google_play": 10, "app_store": 16, "trustpilot": 28, "amazon": 18}),
    ("MX", "es", {"google_play": 16, "app_store": 26, "amazon": 24}),
    ("IT", "it", {"google_play": 14, "app_store": 22, "trustpilot": 28, "amazon": 26}),
    ("PT", "pt", {"trustpilot": 12}),
    ("BR", "pt", {"google_play": 30, "app_store": 72, "amazon": 26, "judgeme": 72}),
    ("NL", "nl", {"google_play": 10, "app_store": 14, "trustpilot": 36, "judgeme": 16}),
    ("PL", "pl", {"google_play": 16, "app_store": 30, "amazon": 20, "judgeme": 42}),
    ("TR", "tr", {"google_play": 24, "app_store": 40, "amazon": 18, "google_business": 50}),
    ("JP", "ja", {"google_play": 22, "app_store": 48, "amazon": 20, "ja_shop": 105}),
    ("SA", "ar", {"google_play": 16, "app_store": 36, "amazon": 20}),
    ("AE", "ar", {"google_play": 5, "app_store": 6, "judgeme": 8}),
    ("CN", "zh", {"app_store": 58}),
    ("SG", "zh", {"judgeme": 18}),
    ("KE", "sw", {"google_play": 7, "app_store": 10, "judgeme": 15}),
    ("KR", "ko", {"google_play": 6, "app_store": 7, "judgeme": 9}),
    ("TH", "th", {"google_play": 4, "app_store": 5, "judgeme": 6}),
    ("IN", "hi", {"google_play": 4, "app_store": 5, "amazon": 6}),
    ("TR", "en", {"google_business": 8}),
    ("TR", "ar", {"google_business": 6}),
    ("PT", "en", {"booking": 36}),
    ("PT", "de", {"booking": 20}),
    ("PT", "fr", {"booking": 15}),
    ("PT", "es", {"booking": 13}),
    ("PT", "it", {"booking": 9}),
    ("PT", "nl", {"booking": 9}),
    ("PT", "pt", {"booking": 14}),
)
# fmt: on
# Reviews with stars and no words, by export; the others do not take them.
STARS_ONLY = {"google_play": 95, "google_business": 20, "ja_shop": 14, "judgeme": 14, "booking": 8}
# Share of negative reviews where nothing special happens.
NEGATIVE = {
    "US": 0.17, "GB": 0.19, "DE": 0.13, "AT": 0.18, "FR": 0.26, "ES": 0.22, "MX": 0.24, "IT": 0.2,
    "PT": 0.24, "NL": 0.24, "PL": 0.66, "TR": 0.26, "JP": 0.06, "SA": 0.16, "AE": 0.18, "CN": 0.28,
    "SG": 0.22, "KE": 0.38, "KR": 0.3, "TH": 0.35, "IN": 0.45,
}  # fmt: skip
SUBJECTS = {
    "google_play": ("app",),
    "app_store": ("app",),
    "trustpilot": ("shop",),
    "google_business": ("store",),
    "booking": ("hotel",),
}


@dataclass(frozen=True)
class Review:
    """One review as its writer left it, before it becomes a row of an export."""

    source: str
    market: str
    language: str
    subject: str
    mood: str
    stars: int | None
    written_at: datetime
    text: str = ""
    title: str = ""
    liked: str = ""
    disliked: str = ""
    key: str = ""  # reviews with one key are versions of one review


def compose_reviews() -> list[Review]:
    """All reviews, in the order of their dates; the same ones in every run."""
    rng = random.Random(SEED)
    authors = {
        path.stem: Author(path.stem, read_bank(path), random.Random(f"{SEED} {path.stem}"))
        for path in sorted(WRITING.glob("??.toml"))
    }
    reviews = [
        compose_review(source, market, authors[language], rng)
        for market, language, sources in PLAN
        for source, count in sources.items()
        for _ in range(count)
    ]
    for source, count in STARS_ONLY.items():
        own = [review for review in reviews if review.source == source]
        reviews += [stars_only(review, rng) for review in rng.sample(own, count)]
    reviews += read_special()
    return sorted(reviews, key=lambda review: review.written_at)


def compose_review(source: str, market: str, author: Author, rng: random.Random) -> Review:
    """One review of a market for one export."""
    subject = choose_subject(source, market, author, rng)
    day = choose_day(market, subject, rng)
    mood = choose_mood(market, subject, day, rng)
    known = author.sections.get("whole", {})
    if subject not in author.sections and f"{subject}_{mood}" not in known:
        mood = "negative"
    if subject == "hotel":
        written = author.visit(mood)
    else:
        turned = has_turned(market, subject, mood, day, rng)
        unsaid = unspeakable(market, mood, day)
        written = author.write(subject, mood, turned=turned, unsaid=unsaid)
    written = say_regionally(written, market)
    moment = datetime(day.year, day.month, day.day) + timedelta(
        seconds=int(rng.triangular(6 * 3600, 24 * 3600 - 1, 20 * 3600))
    )
    return Review(
        source,
        market,
        author.language,
        subject,
        mood,
        choose_stars(market, mood, rng),
        moment,
        text=written.text,
        title=written.title if rng.random() < 0.8 else "",
        liked=written.liked,
        disliked=written.disliked,
    )


def choose_subject(source: str, market: str, author: Author, rng: random.Random) -> str:
    """What an export's review is about."""
    if source in SUBJECTS:
        return SUBJECTS[source][0]
    if source == "judgeme" and market == "BR":
        return "shop" if rng.random() < 0.6 else rng.choice(GOODS[:3])
    weights = (0.37, 0.25, 0.26, 0.12) if market == "JP" else (0.34, 0.25, 0.21, 0.2)
    while True:
        subject = rng.choices(GOODS, weights)[0]
        lines = author.sections.get("whole", {})
        if subject in author.sections or f"{subject}_mixed" in lines:
            return subject


DAYS = tuple(FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))


def choose_day(market: str, subject: str, rng: random.Random) -> date:
    """The day of a review: more of them over time, at Christmas, after a release."""
    return rng.choices(DAYS, day_weights(market, subject))[0]


@cache
def day_weights(market: str, subject: str) -> tuple[float, ...]:
    """How likely a review is on each day."""

    def weight(day: date) -> float:
        value = 1 + (day - FIRST).days / 900
        if subject in GOODS and (day.month == 12 or (day.month == 11 and day.day > 20)):
            value *= 1.8
        if market == "DE" and subject == "app" and day >= APP_4:
            value *= 3.4 if (day - APP_4).days < 45 else 2.2
        if market in ("SA", "AE") and RAMADAN[0] <= day <= RAMADAN[1]:
            value *= 2.5
        return value

    return tuple(weight(day) for day in DAYS)


def choose_mood(market: str, subject: str, day: date, rng: random.Random) -> str:
    """Positive, mixed or negative, as the story has it."""
    negative = NEGATIVE.get(market, 0.0)
    if market == "DE" and subject == "app" and day >= APP_4:
        negative = 0.72
    elif market == "DE" and day >= APP_4:
        negative = 0.27
    if market == "BR":
        elapsed = (day - FIRST).days / (LAST - FIRST).days
        negative = 0.68 - 0.58 * elapsed
    if subject == "mist":
        negative = 0.88
    mixed = 0.04 if subject == "mist" else 0.08
    roll = rng.random()
    return "negative" if roll < negative else "mixed" if roll < negative + mixed else "positive"


def has_turned(market: str, subject: str, mood: str, day: date, rng: random.Random) -> bool:
    """Whether the review is about what happened in its market."""
    if mood != "negative":
        return False
    if market == "DE":
        return subject == "app" and day >= APP_4 and rng.random() < 0.88
    if market == "BR":
        late = (day - WAREHOUSE_BR).days
        return subject in ("app", "shop") and rng.random() < (0.75 if late < 90 else 0.2)
    return False


def unspeakable(market: str, mood: str, day: date) -> frozenset[str]:
    """Topics that do not belong to the day: what has not happened, what is mended."""
    topics = set()
    if (market == "DE" and day < APP_4 + timedelta(days=42)) or (
        market == "BR" and day < WAREHOUSE_BR + timedelta(days=30)
    ):
        topics |= {"fix", "later"}
    if market == "BR" and (mood == "negative") == (day >= PORTUGUESE):
        topics.add("lang")
    return frozenset(topics)


def choose_stars(market: str, mood: str, rng: random.Random) -> int:
    """Stars from 1 to 5: Japan gives few for kind words, Poland many for harsh ones."""
    weights = {
        "positive": (0.01, 0.01, 0.03, 0.27, 0.68),
        "mixed": (0.02, 0.16, 0.62, 0.18, 0.02),
        "negative": (0.62, 0.28, 0.06, 0.01, 0.03),
    }[mood]
    if market == "JP" and mood != "negative":
        weights = (0.0, 0.08, 0.7, 0.17, 0.05)
    if market == "PL":
        weights = (0.02, 0.03, 0.1, 0.5, 0.35) if mood == "negative" else (0, 0, 0.02, 0.2, 0.78)
    return rng.choices((1, 2, 3, 4, 5), weights)[0]


def stars_only(review: Review, rng: random.Random) -> Review:
    """Somebody who gave the same stars and wrote nothing, some days apart."""
    moment = review.written_at + timedelta(days=rng.randint(-9, 9), seconds=rng.randint(0, 9999))
    first, last = (datetime(d.year, d.month, d.day) for d in (FIRST, LAST))
    return Review(
        review.source,
        review.market,
        review.language,
        review.subject,
        review.mood,
        review.stars,
        min(max(moment, first), last),
    )


def read_special() -> list[Review]:
    """The reviews that were written one by one."""
    content = tomllib.loads((WRITING / "special.toml").read_text(encoding="utf-8"))
    return [
        Review(**{**fields, "text": fields.get("text", "").strip()}) for fields in content["review"]
    ]


@cache
def regional_words() -> dict[str, dict[str, str]]:
    """Market → word of the shared bank → word of the market."""
    return tomllib.loads((WRITING / "regional.toml").read_text(encoding="utf-8"))


def say_regionally(written: Written, market: str) -> Written:
    """The review in the words of its market."""

    def said(text: str) -> str:
        for word, regional in regional_words().get(market, {}).items():
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", regional, text)
        return text

    return replace(written, title=said(written.title), text=said(written.text))
