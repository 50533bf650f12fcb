"""Invented writers of reviews: names, towns and devices by market."""

from __future__ import annotations

import hashlib

NAMES = {
    "en": "Hannah Tom Priya Marcus Ellie Jordan Grace Owen Tasha Liam Nora Dev",
    "de": "Katrin Jonas Sabine Uwe Lena Thorsten Miriam Stefan Anke Felix Birgit Emre",
    "fr": "Camille Hugo Amélie Bastien Inès Gérard Manon Loïc Sylvie Karim",
    "es": "Lucía Andrés Paola Íñigo Marisol Toño Beatriz Raúl Ximena Joaquín",
    "it": "Giulia Matteo Chiara Davide Federica Luca Ornella Pietro",
    "pt": "Renata Thiago Larissa João Priscila Caio Márcia Rui Inês Wesley",
    "nl": "Sanne Joris Fleur Bram Maaike Daan Yara Koen",
    "pl": "Kasia Paweł Magda Tomek Ola Grzegorz Zuzanna Michał",
    "tr": "Merve Burak Elif Emre Zeynep Onur Gülşah İlker Ayşe Çağrı",
    "ja": "はな けんじ みさき 田中 ゆき さとう ねこ好き そうた まり 匿名",
    "ar": "نورة فهد سارة عبدالله ريم خالد هند ماجد",
    "zh": "小雨 阿明 李雷同学 橙子 静静 大鹏 月月 老王",
    "sw": "Wanjiru Otieno Achieng Juma Neema Baraka",
    "ko": "하늘 민지 준호 서연 도토리",
    "th": "ก้อย ต้น มิ้นท์ พลอย",
    "hi": "Anjali Rohit Meena Vikram",
}
TOWNS = {
    "US": "Portland, United States|Tucson, United States|US|Savannah, United States",
    "GB": "Leeds, United Kingdom|Cardiff, United Kingdom|GB|Norwich, United Kingdom",
    "DE": "Kassel, Germany|Leipzig, Germany|DE|Aachen, Germany",
    "FR": "Nantes, France|Lille, France|FR",
    "BR": "Curitiba, Brazil|Recife, Brazil|BR|Santos, Brazil",
    "NL": "Zwolle, Netherlands|NL",
    "PL": "Łódź, Poland|Gdynia, Poland|PL",
    "AE": "Dubai, United Arab Emirates|AE",
    "SG": "Singapore",
    "KE": "Nairobi, Kenya|Mombasa, Kenya|KE",
    "KR": "Busan, South Korea|KR",
    "TH": "Chiang Mai, Thailand|TH",
    "IN": "Pune, India|IN",
}
DEVICES = ("oriole", "panther", "a52q", "dm1q", "tokay", "gts9", "redfin", "a15", "marble")


def number(*parts: object, below: int) -> int:
    """A number that depends on the parts alone, the same in every run."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:8], "big") % below


def hexadecimal(*parts: object, digits: int) -> str:
    """Hexadecimal digits that depend on the parts alone."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:digits]


def name_of(language: str, *parts: object) -> str:
    """A first name of the language, in Latin letters often with an initial."""
    names = NAMES[language].split(" ")
    name = names[number(language, *parts, below=len(names))]
    turn = number("initial", *parts, below=3)
    if not name.isascii() and language in ("ja", "ar", "zh", "ko", "th"):
        return name
    return name if turn == 0 else f"{name} {'ABCDEFGHKLMNPRSTVW'[number(*parts, below=18)]}."


def town_of(market: str, *parts: object) -> str:
    """Town and country, or the country's code, as shops write it."""
    towns = TOWNS[market].split("|")
    return towns[number(market, *parts, below=len(towns))]
