"""How much a decoded text looks like text that people write.

Review files are often too short for a statistical detector, so every candidate
encoding is tried and its decoded text is judged: letters that the languages of that
encoding use count for it; stray symbols inside words, capitals after small letters
and mixed scripts count against it. Each language is judged by its own alphabet,
because mojibake mixes alphabets (French read as Windows-1250 looks Czech in one
letter and Polish in the next).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

_TYPOGRAPHY = frozenset("“”‘’‚„…–—€£®™©°«»¿¡№·•²½\xa0、。，！？：；（）「」『』・ー～～​‍")
_WEST = "éèàçêñóíáúäöüßåæøãõâîôûëïìòùœ"


@dataclass(frozen=True)
class Alphabet:
    """Non-ASCII letters of one language: ``common`` weigh most, ``known`` less."""

    common: str
    known: str = ""


_LATIN = {
    "western": Alphabet("", _WEST + "ðþýÿ"),
    "french": Alphabet("éèàçêâîôûùëïœ", "üæö"),
    "german": Alphabet("äöüß", "é"),
    "spanish": Alphabet("áéíóúñü", ""),
    "portuguese": Alphabet("áéíóúãõçâêô", "àü"),
    "italian": Alphabet("àèéìòù", ""),
    "nordic": Alphabet("åäöæøé", "üþðýáíóú"),
}
_ICELANDIC = Alphabet("áéíóúýðþæö", "")
_CENTRAL = {
    "polish": Alphabet("ąćęłńóśźż", ""),
    "czech": Alphabet("áčďéěíňóřšťúůýž", ""),
    "slovak": Alphabet("áäčďéíľňóôšťúýž", "ĺŕ"),
    "hungarian": Alphabet("áéíóöőúüű", ""),
    "romanian": Alphabet("ăâîşţ", ""),
    "croatian": Alphabet("čćđšž", ""),
}
_RUSSIAN = Alphabet("оеаинтсрвл", "кмдпуяыьгзбчйхжшюцщэфъё")
_CYRILLIC = {
    "russian": _RUSSIAN,
    "ukrainian": Alphabet("оаинтвірес", "кмдлупяьзгбчйхцїжєюшфщґ"),
    "bulgarian": Alphabet("аоиетнрсвл", "кмдпузгбчъяйхжшюцщф"),
    "serbian": Alphabet("аоиенртсву", "кмдлпјзгбчљњхцћжшђџф"),
}

ALPHABETS: dict[str, dict[str, Alphabet]] = {
    "windows-1252": {**_LATIN, "icelandic": _ICELANDIC},
    "windows-1250": _CENTRAL,
    "iso-8859-2": _CENTRAL,
    "windows-1254": {"turkish": Alphabet("çğıöşüİ", "âîû")},
    "windows-1257": {
        "lithuanian": Alphabet("ąčęėįšųūž", ""),
        "latvian": Alphabet("āčēģīķļņšūž", ""),
        "estonian": Alphabet("äõöüšž", ""),
    },
    "windows-1258": {
        "vietnamese": Alphabet("ăâđêôơưàáèéìíòóùúý\u0300\u0301\u0303\u0309\u0323", "ãõ")
    },
    "windows-1251": _CYRILLIC,
    "koi8-r": {"russian": _RUSSIAN},
    "windows-1253": {"greek": Alphabet("αοιετνσηυρςπκ", "λμάίόέήύώωγδθβχξφζψϊϋΐΰ")},
    "windows-1255": {
        "hebrew": Alphabet("יוהלאתרבמש", "נעקדםפחגטכסזןץךף\u05b0\u05b7\u05b8\u05b6\u05b4\u05bc")
    },
    "windows-1256": {
        "arabic": Alphabet("اليمونترهبعةد", "فسكقحجشصطخىأذءضزغثإئظآؤ،؟ـًَُِّْ"),
        "persian": Alphabet("اینردهمتبوسک", "لشگفزخعقپجحچصءطغذآضثظئأژؤ،؟ًّ\u200c"),
        "urdu": Alphabet("اےیرکہںنتمول", "سدبپجگےھحٹعشفچزقخآڑصطغئذضءظڈثؤ،۔"),
    },
    "windows-874": {"thai": Alphabet("านรกอเงยมลวด่้ี", "ทสตะปบคหไแขจพชใโถผซณศธฐฉญภฟฝษฎฑฏฒฌฆฬฮำิึืุู็๊๋์ั")},
}
_COMMON_HAN = (
    "的一是了不在人有我他大中到以要就出也你能自之年后後作里用道所然都好看上下小多手心天"
    "日本月分明高家度最新品物主点點快地方二三次天可很太非常喜再用回更好吃家子服店本"
    "味道得不包色收推和很便宜差送外装裝星期非但加比前面先才只做如同又直接感放完全想"
)
_COMMON_SIMPLIFIED = frozenset(
    _COMMON_HAN + "这个们来为国说时会对着过发那还没给买卖质量东西货员态应该价钱电话问题软"
    "错让觉现样网络评论满意务烂气费图书馆机开关动间后从运单实际欢颜鞋"
)
_COMMON_TRADITIONAL = frozenset(
    _COMMON_HAN + "這個們來為國說時會對著過發那還沒給買賣質量東西貨員態應該價錢電話問題軟"
    "錯讓覺現樣網絡評論滿意務爛氣費圖書館機開關動間後從運單實際歡顏鞋"
)
_COMMON_KANJI = frozenset(
    "日本人大一年中出来上生分行国時間気前後入商品届使用良悪高安買店注文料理味美感思見"
    "言何度回足対応電話画面最新機能動作問題不満残念便利簡単早速色形小部屋朝食駅近"
)
_COMMON_HANGUL = frozenset(
    "이다는고하의에가지을도로기은사한인어리를나시서자아대해그제만일라있들정수좋요너무합니습"
    "데구보게으니네배송품상추천합빠른우성비제용편안적화면전장원부조금주문감격매질맛스음과"
    "것같았했없않별로최잘못더안돼되어디오여러번내때까말거든처럼생각물건받았색예쁘"
)


def plausibility(text: str, *, encoding: str) -> float:
    """How well the non-ASCII characters of ``text`` fit ``encoding``, about -3 to 1.

    ``encoding`` is one of the names in ``ALPHABETS``, or a multi-byte one
    ("shift_jis", "euc-jp", "euc-kr", "gb18030", "big5"). 0 where all is ASCII.

    >>> plausibility("çok güzel bir ürün", encoding="windows-1254")
    1.0
    """
    if encoding not in ALPHABETS:
        return _judge_east_asian(text, encoding)
    return max(_judge_alphabet(text, weights) for weights in _weight_tables(encoding))


@cache
def _weight_tables(encoding: str) -> tuple[dict[str, float], ...]:
    tables = []
    for alphabet in ALPHABETS[encoding].values():
        weights = dict.fromkeys(_TYPOGRAPHY, 0.3)
        for letters, weight in ((alphabet.known, 0.5), (alphabet.common, 1.0)):
            for letter in letters:
                weights[letter] = weight
                if len(letter.upper()) == 1 and letter.upper() not in weights:
                    weights[letter.upper()] = weight - 0.1
        tables.append(weights)
    return tuple(tables)


def _judge_alphabet(text: str, weights: dict[str, float]) -> float:
    total = count = 0.0
    before = " "
    for place, char in enumerate(text):
        if char > "\x7f":
            count += 1
            after = text[place + 1] if place + 1 < len(text) else " "
            total += weights.get(char, -3.0 if char < "\xa0" else -1.0)
            total -= _misfit(before, char, after)
        before = char
    return total / count if count else 0.0


def _misfit(before: str, char: str, after: str) -> float:
    """What the neighbours say against a character that is a letter or a symbol."""
    if not char.isalpha():
        return 0.7 if before.isalpha() and after.isalpha() and char in "¿¡£€°²½®©«»№" else 0.0
    if char.isupper() and before.islower():
        return 1.0
    if char.isupper() and before.isupper() and after.islower():
        return 0.3
    other_script = char >= "\u0370" and (_is_latin(before) or _is_latin(after))
    return 0.7 if other_script else 0.0


def _is_latin(char: str) -> bool:
    return char.isalpha() and char < "\u0250"


def _judge_east_asian(text: str, encoding: str) -> float:
    judge = {
        "gb18030": _weigh_simplified,
        "big5": _weigh_traditional,
        "euc-kr": _weigh_korean,
    }.get(encoding, _weigh_japanese)
    weights = [0.3 if char in _TYPOGRAPHY else judge(char) for char in text if char > "\x7f"]
    return sum(weights) / len(weights) if weights else 0.0


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _weigh_simplified(char: str) -> float:
    return _weigh_chinese(char, _COMMON_SIMPLIFIED)


def _weigh_traditional(char: str) -> float:
    return _weigh_chinese(char, _COMMON_TRADITIONAL)


def _weigh_chinese(char: str, common: frozenset[str]) -> float:
    if char in common:
        return 1.3
    return -0.1 if _is_han(char) else _weigh_other(char)


def _weigh_japanese(char: str) -> float:
    if "\u3041" <= char <= "\u3096" or "\u30a1" <= char <= "\u30fa":
        return 1.0
    if _is_han(char):
        return 0.9 if char in _COMMON_KANJI else 0.0
    return _weigh_other(char)


def _weigh_korean(char: str) -> float:
    if "\uac00" <= char <= "\ud7a3":
        return 1.1 if char in _COMMON_HANGUL else 0.2
    return -0.6 if _is_han(char) else _weigh_other(char)


def _weigh_other(char: str) -> float:
    """Full-width letters and East Asian symbols pass; the rest speaks against."""
    if "\uff01" <= char <= "\uff5e" or "\u2000" <= char <= "\u27bf":
        return 0.2
    return -1.0
