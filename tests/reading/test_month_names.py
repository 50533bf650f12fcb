from __future__ import annotations

from sentiment.reading.month_names import month_key, month_names


def test_months_of_many_languages() -> None:
    names = month_names()
    for name, number in {
        "January": 1, "févr.": 2, "März": 3, "abril": 4, "mayıs": 5, "czerwca": 6, "июля": 7,
        "أغسطس": 8, "settembre": 9, "Oktober": 10, "marraskuuta": 11, "דצמבר": 12, "sept": 9,
    }.items():  # fmt: skip
        assert names[month_key(name)] == number


def test_no_name_stands_for_two_months() -> None:
    assert (
        "listopad" in month_names()
    )  # Polish and Czech agree; Croatian, which differs, is left out
    assert month_key("जन") not in month_names()  # January and June shortened alike
