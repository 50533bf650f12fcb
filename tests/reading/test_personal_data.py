from __future__ import annotations

import pyarrow as pa
import pytest

from sentiment.reading.personal_data import mask_text, mask_texts, pseudonym, pseudonyms


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("write to jo.do+x@mail.example.com!", "write to [e-mail]!"),
        ("call +49 170 1234567 now", "call [phone] now"),
        ("call (030) 123456-78", "call [phone]"),
        ("tel 0171/2345678", "tel [phone]"),
        ("555-123-4567", "[phone]"),
        ("from 192.168.10.1 and 2001:db8::1", "from [ip] and [ip]"),
        ("card 4111 1111 1111 1111 ok", "card [card] ok"),
        ("IBAN DE89 3704 0044 0532 0130 00.", "IBAN [iban]."),
        ("thanks @maria_88!", "thanks [handle]!"),
        ("電話は03-1234-5678です", "電話は[phone]です"),
    ],
)
def test_personal_data_is_masked(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "paid 1,299.00 on 2024-01-15 at 10:30:15",
        "version 4.2.1 of 15.03.2024",
        "ordered 1000000 pieces, 100 % good",
        "5/5, 10/10, 24/7",
        "a@b",
        "GR86 is a car",
        "from 2019 to 2024",
        "999.999.999.999",
        "costs 1.299.000 or 1 299 000",
    ],
)
def test_what_is_no_personal_data_stays(text: str) -> None:
    assert mask_text(text) == text


def test_columns() -> None:
    texts = pa.array(["mail a@b.de", "nothing", None])
    assert mask_texts(texts).to_pylist() == ["mail [e-mail]", "nothing", None]
    names = pseudonyms(pa.array(["Ann  Lee", "ann lee", "Bob", None])).to_pylist()
    assert names[0] == names[1] == pseudonym("ANN LEE")
    assert names[2] not in {names[0], "Bob"}
    assert names[3] is None
