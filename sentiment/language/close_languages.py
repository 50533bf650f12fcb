"""Languages so close that detectors mix them up, told apart by their small words.

Each group lists, for each of its languages, frequent words (or letters) that
this language has and the others of the group spell differently. These are
facts of grammar and spelling (Norwegian "av", Danish "af"; Croatian "lijepo",
Serbian "lepo"), not words picked from any corpus.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# Vowel signs of Devanagari are no word characters to `re`.
_WORD = re.compile(r"(?:[^\W\d_]|[\u0900-\u0903\u093a-\u094f])+")

_GROUPS: tuple[Mapping[str, str], ...] = (
    {
        "no": "av mye hva noe noen bli blir ble ut opp nå meg deg seg etter uten hvor sjølv selv "
        "bra veldig dårlig fungerer ikkje eg kjempebra gjør funker greit kult",
        "da": "af meget hvad noget nogle nogen blive bliver blev ud op nu mig dig sig efter uden "
        "dårligt havde hende gør rigtig mere lige selv",
    },
    {
        "id": "bisa karena uang mobil banget kalau kalo bukan gak nggak enggak udah aja sih yg "
        "tempat seperti juga rp indonesia anda cuma gimana sampai saat kantor beda coba kamu "
        "sudah dong nya pake",
        "ms": "boleh kerana wang kereta awak tak takde ialah mahu anda sebab macam dekat tempat "
        "ringgit malaysia nak korang hendaklah pejabat ataupun manakala berbeza cuba sahaja "
        "pelbagai kepada",
    },
    {
        "sr": "lepo lep lepa gde ovde uvek vreme deo ceo mesto posle hteo htela pre dve verovatno "
        "razumem čoveka čovek deca šta ko niko nešto telo svet reč delu smešno smeh umesto "
        "uspeo uspeh bre jel dešava",
        "hr": "lijepo lijep lijepa gdje ovdje uvijek vrijeme dio mjesto poslije htio htjela prije "
        "dvije vjerojatno razumijem čovjek čovjeka djeca što tko nitko tijelo svijet riječ "
        "tijesto jelo dostava hrana",
    },
    {
        "cs": "je jsem jsou byl byla bylo že není jsme ale který která velmi ještě při také "
        "tak díky jak protože už jako když dobře rychle",
        "sk": "je som sú bol bola bolo že nie je sme ale ktorý ktorá veľmi ešte tiež tak "
        "vďaka ako pretože už keď dobre rýchlo čo iba len",
    },
    {
        "pt": "não uma muito é um com são também mas você bom boa na no em do da ao mais",
        "gl": "non unha moi é un con son tamén mais vostede bo boa na no en do da ao máis",
        "es": "no una muy es un con son también pero usted bueno buena y en el la al del más",
    },
    {
        "fa": "است این اين از که با را خیلی خيلي برای براي ولی ولي هم می مي نیست نيست خوب های هاي "
        "بود شده داره کیفیت كيفيت عالی عاليه",
        "ar": "في على التي هذا هذه الى إلى عن ان أن الذي كان لكن جدا ما مع او أو غير كل",
    },
    {
        "hi": "है हैं और नहीं का की के में से को ने यह भी बहुत था थी पर",
        "mr": "आहे आहेत आणि नाही चा ची चे मध्ये ला हे हा ही खूप होता होती पण",
    },
    {
        "ru": "и в не что это как очень был была они его есть нет было",
        "bg": "и в не че това как много беше са го има няма е със си",
        "uk": "і в не що це як дуже був була вони його є немає та",
    },
)
_LETTERS: Mapping[str, str] = {
    "cs": "řěů",
    "sk": "ľĺŕôä",
    "pt": "ãõ",
    "es": "¿¡",
    "fa": "پچژگ",
    "ar": "ةأإى",
    "uk": "іїєґ",
    "ru": "ыэё",
}


# Where detectors waver between a small language and its large sister, the large
# one is far likelier in a review; the small one needs both of them.
_LARGER_SISTERS: Mapping[str, frozenset[str]] = {
    "gl": frozenset({"pt", "es"}),
    "ms": frozenset({"id"}),
    "bs": frozenset({"hr", "sr"}),
    "lb": frozenset({"de", "nl"}),
    "rn": frozenset({"rw"}),
    "ceb": frozenset({"tl"}),
    "af": frozenset({"nl"}),
}


def larger_sisters(language: str) -> frozenset[str]:
    """The far commoner languages that a small one is mistaken for.

    >>> sorted(larger_sisters("gl"))
    ['es', 'pt']
    """
    return _LARGER_SISTERS.get(language, frozenset())


@cache
def _marks(language: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]] | None:
    """Group, own words and own letters of a language; None where it has no group."""
    for group in _GROUPS:
        if language in group:
            others = {w for other, line in group.items() if other != language for w in line.split()}
            words = frozenset(group[language].split()) - others
            return frozenset(group), words, frozenset(_LETTERS.get(language, ""))
    return None


def weigh_markers(text: str, languages: frozenset[str]) -> dict[str, int]:
    """How many different small words and letters of each language the text has."""
    folded = text.casefold()
    tokens = set(_WORD.findall(folded))
    letters = set(folded)
    weights = {}
    for language in languages:
        marks = _marks(language)
        if marks is not None:
            weights[language] = len(tokens & marks[1]) + len(letters & marks[2])
    return weights


def close_to(language: str) -> frozenset[str]:
    """The group of a language with its close relatives; empty where it has none.

    >>> sorted(close_to("da"))
    ['da', 'no']
    """
    marks = _marks(language)
    return marks[0] if marks else frozenset()


def tell_by_markers(text: str, languages: frozenset[str], *, margin: int = 1) -> str | None:
    """The language whose own small words lead by ``margin``; None where none does.

    >>> tell_by_markers("Det er noget af det bedste", frozenset({"da", "no"}))
    'da'
    """
    ranked = sorted(weigh_markers(text, languages).items(), key=lambda item: -item[1])
    if len(ranked) < 2 or ranked[0][1] - ranked[1][1] < margin:
        return None
    return ranked[0][0]


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


_ROMANISED_HINDI = _words(
    "hai hain nahi nahin nhi kya kyu kyun aur bhi mein mera meri mujhe aap karo raha rahi rahe "
    "tha thi kuch bahut bohot bhut accha acha achha acchi hua gaya bhai yaar yeh koi sirf apne "
    "apna liye hum tum kar karna wala wale wali abhi tak sab ko ki ka ke se ho"
)
_ONLY_HINDI = _words(
    "hai hain nahi nahin nhi kya kyu kyun aur bhi mujhe karo rahe raha kuch bahut bohot bhut "
    "accha achha hua gaya sirf apne apna liye karna wala"
)


def is_romanised_hindi(text: str) -> bool:
    """Whether Latin letters write Hindi (or Urdu), which no detector knows in this dress.

    >>> is_romanised_hindi("Bahut accha phone hai, paisa vasool")
    True
    >>> is_romanised_hindi("The best phone so far")
    False
    """
    tokens = set(_WORD.findall(text.casefold()))
    return len(tokens & _ONLY_HINDI) >= 2 or (
        not tokens.isdisjoint(_ONLY_HINDI) and len(tokens & _ROMANISED_HINDI) >= 3
    )
