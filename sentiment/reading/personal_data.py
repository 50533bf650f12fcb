"""Masking of personal data in review texts, and pseudonyms for authors.

Masked are e-mail addresses, IP addresses, card numbers (valid by the Luhn
checksum, ISO/IEC 7812), IBANs (valid by ISO 13616, modulo 97), telephone
numbers and @handles. Prices, dates, versions and order sizes stay. This is
pseudonymisation: names inside a text are not found.
"""

from __future__ import annotations

import hashlib
import re
from ipaddress import ip_address
from typing import TYPE_CHECKING

from sentiment.reading.cells import parse_distinct, replace_where

if TYPE_CHECKING:
    import pyarrow as pa

_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_HANDLE = re.compile(r"(?<![\w@./])@\w[\w.]{1,29}\b")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?\b")
_IP4 = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)")
_IP6 = re.compile(r"(?<![\w:])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:])")
_CARD = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")
_PHONE = re.compile(
    r"(?<![A-Za-z0-9.,])(?:\+|00|\(|0)?\d(?:[ ().\-/]{0,2}\d){6,14}(?![A-Za-z0-9]|[.,]\d)"
)
_THOUSANDS = re.compile(r"^\d{1,3}(?:[., ]\d{3})+$")
_DATE = re.compile(r"^(?:\d{4}[-./ ]\d{1,2}[-./ ]\d{1,2}|\d{1,2}[-./ ]\d{1,2}[-./ ]\d{2,4})\b")
_SUSPECT = r"@|\d[\d .,()/:\-]{5,}\d|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]{0,4}:|[A-Z]{2}\d{2}"


def mask_text(text: str) -> str:
    """The text with personal data replaced by what it was.

    >>> mask_text("Mail me@shop.de or call +49 170 1234567, 2 for 19.99")
    'Mail [e-mail] or call [phone], 2 for 19.99'
    """
    text = _EMAIL.sub("[e-mail]", text)
    text = _HANDLE.sub("[handle]", text)
    text = _IBAN.sub(lambda m: "[iban]" if _is_iban(m[0]) else m[0], text)
    text = _IP4.sub(lambda m: "[ip]" if _is_ip(m[0]) else m[0], text)
    text = _IP6.sub(lambda m: "[ip]" if _is_ip(m[0]) else m[0], text)
    text = _CARD.sub(lambda m: "[card]" if _is_card(m[0]) else m[0], text)
    return _PHONE.sub(lambda m: "[phone]" if _is_phone(m[0]) else m[0], text)


def mask_texts(texts: pa.Array) -> pa.Array:
    """:func:`mask_text` over an array; only cells that may hold such data are looked at."""
    import pyarrow.compute as pc

    return replace_where(texts, pc.match_substring_regex(texts, _SUSPECT), mask_text)


def pseudonym(author: str) -> str:
    """A stable stand-in for an author's name: equal names (but for case and space) stay equal.

    Whoever has a list of names can compute it too: it hides, it does not anonymise.
    """
    plain = " ".join(author.casefold().split())
    return "person-" + hashlib.blake2b(plain.encode(), digest_size=6).hexdigest()


def pseudonyms(authors: pa.Array) -> pa.Array:
    """:func:`pseudonym` over an array; null stays null."""
    import pyarrow as pa

    return parse_distinct(authors, lambda name: pseudonym(name) if name else None, type=pa.string())


def _is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return text.count(":") != 2 or "::" in text  # 10:30:15 is a time


def _is_card(text: str) -> bool:
    digits = [int(c) for c in text if c.isdigit()]
    doubled = [d * 2 - 9 * (d > 4) for d in digits[-2::-2]]
    return sum(digits[-1::-2]) + sum(doubled) == (sum(digits[-1::-2]) + sum(doubled)) // 10 * 10


def _is_iban(text: str) -> bool:
    plain = text.replace(" ", "")
    turned = plain[4:] + plain[:4]
    return len(plain) >= 15 and int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


def _is_phone(text: str) -> bool:
    """Seven digits and more that are no date: marked as a number, or long and grouped."""
    digits = sum(c.isdigit() for c in text)
    if _DATE.match(text) or _THOUSANDS.match(text) or digits > 15:
        return False
    marked = text.startswith(("+", "00", "(", "0"))
    return marked or (digits >= 9 and len(text) > digits) or digits in {10, 11}
