"""Banks of sentences in ``data/writing`` and the reviews made out of them.

A line of a bank is one sentence, ``topic: sentence``; ``{a|b}`` inside it is a
choice and ⏎ a line break. A review never takes two sentences on one topic of
one polarity, so that it does not contradict itself.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from pathlib import Path

UNSPACED = {"ja", "zh"}
CASELESS = {"ja", "zh", "ar", "ko", "th", "hi"}
EMOJI = {
    "positive": ("👍", "😍", "❤️", "🎶", "😊", "🙌", "👏"),
    "negative": ("😡", "🙄", "👎", "😤", "😞", "🤦"),
    "mixed": ("🤷", "🙂", "😐"),
}
REMARK = {"positive": (0.6, 0.85), "mixed": (0.35, 0.75), "negative": (0.35, 0.75)}
CHOICE = re.compile(r"\{([^{}]*)\}")
TOPIC = re.compile(r"^([a-z]+): (.*)$")
GOODS = ("speaker", "earbuds", "lamp", "mist")


@dataclass(frozen=True)
class Phrase:
    """One line of a bank; ``topic`` is empty where it fits beside any other."""

    topic: str
    text: str


@dataclass(frozen=True)
class Written:
    """A composed review: a title may be missing, liked and disliked mostly are."""

    text: str
    title: str = ""
    liked: str = ""
    disliked: str = ""


@dataclass
class Author:
    """Composes reviews in one language, each different from those before."""

    language: str
    sections: dict[str, dict[str, list[Phrase]]]
    rng: random.Random
    uses: Counter[str] = field(default_factory=Counter)
    written: set[str] = field(default_factory=set)
    unsaid: frozenset[str] = frozenset()

    def write(
        self, subject: str, mood: str, *, turned: bool = False, unsaid: frozenset[str] = frozenset()
    ) -> Written:
        """A review of ``subject`` in a ``mood`` (positive, negative or mixed).

        ``turned`` takes the sentences from the section about what happened;
        ``unsaid`` are topics that nobody can speak of on that day.
        """
        self.unsaid = unsaid
        if self.rng.random() < (0.07 if subject == "app" else 0.02):
            short = self._phrases("short", "neutral" if mood == "mixed" else mood)
            if short:
                return Written(self._say(short))
        for _ in range(200):
            text = self._compose(subject, mood, turned=turned)
            key = re.sub(r"\W+", "", text).casefold()
            if key and key not in self.written:
                self.written.add(key)
                title = self._fitting("title", "turn" if turned else mood, subject)
                return Written(text, self._say(title) if title else "")
        raise SystemExit(f"The bank of {self.language} has no new {mood} review of {subject} left.")

    def visit(self, mood: str) -> Written:
        """What a hotel guest liked and disliked; either may be empty."""
        for _ in range(200):
            count = {"positive": (2, 0), "mixed": (1, 1), "negative": (0, 2)}[mood]
            extra = self.rng.random()
            liked = self._several("hotel", "liked", count[0] + (extra < 0.35))
            disliked = self._several("hotel", "disliked", count[1] + (extra > 0.85))
            key = liked + disliked
            if key not in self.written:
                self.written.add(key)
                return Written("", liked=liked, disliked=disliked)
        raise SystemExit(f"The bank of {self.language} has no new visit left.")

    def _compose(self, subject: str, mood: str, *, turned: bool) -> str:
        source = "turn" if turned else subject
        own = [p for p in self._phrases("whole", f"{source}_{mood}") if not self.uses[p.text]]
        scarce = subject not in self.sections
        if own and (scarce or self.rng.random() < 0.3):
            return self._style(self._say(own), mood, whole=True)
        if scarce:
            return self._style(self._join(self._out_of_few(subject, mood)), mood)
        if mood == "mixed" and (self.rng.random() < 0.5 or not self._phrases(subject, mood)):
            parts = self._contrast(subject)
        else:
            count = self.rng.choices((1, 2, 3, 4, 5), (0.3, 0.4, 0.2, 0.07, 0.03))[0]
            parts = self._pick(source, mood, count)
            if turned and self.rng.random() < 0.15:
                parts += self._pick(subject, mood, 1, taken={"login", "bat", "upd", "crash", "svc"})
        remark = self._fitting("any", mood, subject)
        if remark and self.rng.random() < REMARK[mood][len(parts) == 1]:
            where = 0 if self.rng.random() < 0.3 else len(parts)
            parts.insert(where, self._say(remark))
        return self._style(self._join(parts), mood)

    def _contrast(self, subject: str) -> list[str]:
        against = self._choose(self._phrases(subject, "negative"))
        praise = [p for p in self._phrases(subject, "positive") if p.topic != against.topic]
        parts = [self._say(praise), self._expand(against.text)]
        return parts if self.rng.random() < 0.6 else parts[::-1]

    def _out_of_few(self, subject: str, mood: str) -> list[str]:
        """Sentences of a small bank, which holds whole reviews only."""
        lines = self._phrases("whole", f"{subject}_{mood}")
        first = self._choose(lines)
        others = [p for p in lines if p is not first]
        parts = [self._expand(first.text)]
        if others and self.rng.random() < 0.4:
            parts.append(self._say(others))
        short = self._phrases("short", "neutral" if mood == "mixed" else mood)
        if short and self.rng.random() < 0.5:
            parts.append(self._say(short).rstrip(" 👍!."))
        return parts

    def _several(self, section: str, polarity: str, count: int) -> str:
        return self._join(self._pick(section, polarity, count))

    def _pick(
        self, section: str, mood: str, count: int, taken: set[str] | None = None
    ) -> list[str]:
        topics, parts = set(taken or ()), []
        for _ in range(count):
            free = [p for p in self._phrases(section, mood) if p.topic not in topics]
            if not free:
                break
            phrase = self._choose(free)
            topics.add(phrase.topic)
            parts.append(self._expand(phrase.text))
        return parts

    def _phrases(self, section: str, name: str) -> list[Phrase]:
        found = self.sections.get(section, {}).get(name, [])
        return [p for p in found if p.topic not in self.unsaid]

    def _fitting(self, section: str, name: str, subject: str) -> list[Phrase]:
        found = self._phrases(section, name)
        kind = "goods" if subject in GOODS else subject
        return [p for p in found if p.topic in ("", kind)]

    def _choose(self, phrases: list[Phrase]) -> Phrase:
        weights = [1 / (1 + self.uses[p.text]) ** 2 for p in phrases]
        phrase = self.rng.choices(phrases, weights)[0]
        self.uses[phrase.text] += 1
        return phrase

    def _say(self, phrases: list[Phrase]) -> str:
        return self._expand(self._choose(phrases).text)

    def _expand(self, text: str) -> str:
        said = CHOICE.sub(lambda found: self.rng.choice(found[1].split("|")), text)
        return said.replace("⏎", "\n")

    def _join(self, parts: list[str]) -> str:
        gap = "" if self.language in UNSPACED else " "
        if len(parts) > 1 and self.rng.random() < 0.07:
            gap = "\n"
        return gap.join(parts)

    def _style(self, text: str, mood: str, *, whole: bool = False) -> str:
        roll = self.rng.random
        if not whole and self.language not in CASELESS:
            if roll() < 0.09:
                text = lower(text, self.language)
            if roll() < 0.06:
                text = self._mistype(text)
        if not whole and text.endswith((".", "。")) and roll() < 0.22:
            text = text[:-1] + (self.rng.choice(("!", "!!", "", "")) if text[-1] == "." else "")
        if roll() < 0.09:
            text += ("" if self.language in UNSPACED else " ") + self.rng.choice(EMOJI[mood])
        return text

    def _mistype(self, text: str) -> str:
        """Two letters inside a longer word change places, as fast typing does."""
        spots = [m.start() + 1 for m in re.finditer(r"[^\W\d_]{6,}", text)]
        if not spots:
            return text
        at = self.rng.choice(spots) + self.rng.randrange(3)
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def lower(text: str, language: str) -> str:
    """Lower case; Turkish has a dotted and a dotless i."""
    if language == "tr":
        text = text.replace("I", "ı").replace("İ", "i")
    return text.lower()


def read_bank(path: Path) -> dict[str, dict[str, list[Phrase]]]:
    """The sections of one language's bank: section → name → phrases."""
    with path.open("rb") as file:
        content = tomllib.load(file)
    return {
        section: {
            name: [read_phrase(line) for line in block.split("\n") if line]
            for name, block in names.items()
        }
        for section, names in content.items()
    }


def read_phrase(line: str) -> Phrase:
    """One line of a bank, its topic taken off."""
    found = TOPIC.match(line)
    return Phrase(found[1], found[2]) if found else Phrase("", line)
