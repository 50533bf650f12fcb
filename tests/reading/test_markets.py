from __future__ import annotations

import pyarrow as pa
import pytest
from babel import Locale

from sentiment.errors import UsageError
from sentiment.reading.markets import (
    date_pattern,
    market_code,
    market_in_sentence,
    market_of,
    market_of_locale,
    named_market,
    read_markets,
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DE", "DE"),
        ("de", "DE"),
        ("DEU", "DE"),
        ("gbr", "GB"),
        ("XKS", "XK"),
        ("🇧🇷", "BR"),
        ("ประเทศไทย", "TH"),
        ("UK", "GB"),
        ("pt-BR", "BR"),
        ("pt_BR", "BR"),
        ("zh-Hant-TW", "TW"),
        ("en_GB.UTF-8", "GB"),
        ("Germany", "DE"),
        ("Deutschland", "DE"),
        ("ALLEMAGNE", "DE"),
        ("Alemanha", "DE"),
        ("Niemcy", "DE"),
        ("Almanya", "DE"),
        ("Германия", "DE"),
        ("ألمانيا", "DE"),
        ("ドイツ", "DE"),
        ("독일", "DE"),
        ("德国", "DE"),
        ("Jerman", "DE"),
        ("Tyskland", "DE"),
        ("USA", "US"),
        ("U.S.A.", "US"),
        ("United States", "US"),
        ("Estados Unidos", "US"),
        ("السعودية", "SA"),
        ("Cote d'Ivoire", "CI"),
        ("South Korea", "KR"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("England", "GB"),
        ("Paris, France", "FR"),
        ("Austin, TX, USA", "US"),
        ("Berlin (Germany)", "DE"),
        ("amazon.co.uk", "GB"),
        ("www.amazon.com", "US"),
    ],
)
def test_markets(text: str, code: str) -> None:
    assert market_of(text) == code


@pytest.mark.parametrize("text", ["London", "XX", "Europe", "EU", "es-419", "12", "", "en", "!"])
def test_what_is_no_market(text: str) -> None:
    assert market_of(text) is None


def test_codes_and_locales_alone() -> None:
    assert market_code("FRA") == "FR"
    assert market_code("France") is None
    assert market_of_locale("fr") is None
    assert market_of_locale("fr-CA") == "CA"


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("Reviewed in the United Kingdom on 3 May 2025", "GB"),
        ("Rezension aus den Niederlanden vom 3. Mai 2025", "NL"),
        ("Commenté aux États-Unis le 3 mai 2025", "US"),
        ("Recensito negli Stati Uniti il 3 maggio 2025", "US"),
        ("Avaliado nos Estados Unidos em 3 de maio de 2025", "US"),
        ("Beoordeeld in de Verenigde Staten op 3 mei 2025", "US"),
        ("2025年5月3日にアメリカ合衆国でレビュー済み", "US"),
        ("2025年5月3日在美国审核", "US"),
        ("Opinia z Niemiec z dnia 3 maja 2025", "DE"),
        ("ABD’de 3 Mayıs 2025 tarihinde değerlendirildi", "US"),
        ("تمت المراجعة في الإمارات العربية المتحدة في 3 مايو 2025", "AE"),
        ("Reviewed on 3 May 2025", None),
    ],
)
def test_markets_in_sentences(sentence: str, code: str | None) -> None:
    assert market_in_sentence(sentence) == code


def test_a_column_counts_what_it_cannot_read() -> None:
    markets, unread = read_markets(pa.array([" de ", None, "n/a", "Atlantis", "FR"]))
    assert markets.to_pylist() == ["DE", None, None, None, "FR"]
    assert unread == 1


def test_a_market_named_by_a_person() -> None:
    assert named_market("Brasil") == "BR"
    with pytest.raises(UsageError, match="'Atlantis' is not a market"):
        named_market("Atlantis")


def test_date_patterns_of_cldr() -> None:
    assert date_pattern("US") == "M/d/yy"
    assert str(date_pattern("FR")).startswith("dd")


def test_the_countries_are_those_that_have_a_name() -> None:
    named = {code for code in Locale("en").territories if len(code) == 2}
    no_country = {"ZZ", "EU", "EZ", "UN", "QO", "XA", "XB"}
    assert {code for code in named if market_code(code)} == named - no_country
