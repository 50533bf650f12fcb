"""Variants of training texts whose label is known without asking anybody.

A person or a place beside a review says nothing about what it praises or complains of, so a text
signed with one keeps its label: the model unlearns what it made of the word (counterfactual data
augmentation, Lu et al. 2020, Gender Bias in Neural Natural Language Processing, section 4). An
emoji that mocks turns praise into a complaint, and one that cheers makes an opinion of a fact.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.probe_cases import read_probe_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sentiment.training.corpora import Mixture

NEGATIVE, NEUTRAL, POSITIVE = 0, 1, 2
MOCKING = ("🙄", "🤡", "🙃👎", "😒", "🤦", "👎", "😑", "🙄🙄", "🤦‍♀️", "😤")
CHEERING = ("😍", "❤️", "👏", "😊", "👍", "🥰", "💯", "😋")
LONGEST_TURNED = 120  # characters: what an emoji says of a long text is not certain
_SIGNED = (
    "{word}: {text}",
    "{text} ({word})",
    "{text} — {word}",
    "{word}, {text}",
    "{text}\n{word}",
)
_OTHERWISE = "en"  # whose words stand in texts of languages without words of their own
_SURE = 0.85  # of the new label, where teachers have not seen the variant


@dataclass(frozen=True)
class Variants:
    """Which shares (0..1) of the examples are ``signed`` with a word for a person or a place and
    ``turned`` by an emoji."""

    signed: float = 0.0
    turned: float = 0.0


def add_variants(
    mixture: Mixture, languages: Sequence[str], *, variants: Variants, seed: int
) -> Mixture:
    """``mixture`` with variants of its texts, as new texts behind the others, in the place of some.

    ``languages`` (n,) are the codes of its texts' languages. A text that no emoji can turn (a
    long one, a complaint, one of a corpus without neutral texts) stays as it is.
    """
    random = np.random.default_rng(seed)
    words = {language: _first_words(language) for language in {*languages, _OTHERWISE}}
    drawn = random.random(len(mixture.order))
    order, sources = mixture.order.copy(), list[int]()
    texts, labels = list(mixture.texts), list[int]()
    for place in np.flatnonzero(drawn < variants.signed + variants.turned):
        row = int(mixture.order[place])
        text, label = mixture.texts[row], int(mixture.labels[row])
        if drawn[place] < variants.signed:
            known = words[languages[row]] or words[_OTHERWISE]
            pattern = _SIGNED[random.integers(len(_SIGNED))]
            variant = pattern.format(text=text, word=known[random.integers(len(known))])
        elif mixture.binary[row] or label == NEGATIVE or len(text) > LONGEST_TURNED:
            continue
        else:
            cheers = label == NEUTRAL and random.random() < 0.5
            emoji = CHEERING if cheers else MOCKING
            variant = f"{text} {emoji[random.integers(len(emoji))]}"
            label = POSITIVE if cheers else NEGATIVE
        order[place] = len(texts)
        texts.append(variant)
        labels.append(label)
        sources.append(row)
    return replace(
        mixture,
        texts=texts,
        labels=np.append(mixture.labels, labels).astype(np.int64),
        binary=np.append(mixture.binary, mixture.binary[sources]),
        order=order,
        taught=_taught_too(mixture, sources, labels),
    )


def _taught_too(
    mixture: Mixture, sources: Sequence[int], labels: Sequence[int]
) -> NDArray[np.float32] | None:
    """What teachers said of the texts, and of variants with the same label the same."""
    if mixture.taught is None:
        return None
    added = mixture.taught[sources]
    others = (1 - _SURE) / (added.shape[1] - 1)
    for place, (row, label) in enumerate(zip(sources, labels, strict=True)):
        if label != mixture.labels[row]:
            added[place] = others
            added[place, label] = _SURE
    return np.concatenate([mixture.taught, added])


def _first_words(language: str) -> list[str]:
    """A word for each group in each form that ``language`` has; the groups' other words are left
    to the probes, which so measure on some that no model was trained with."""
    forms: Mapping[str, Mapping[str, Sequence[str]]] = read_probe_words(language)
    return [words[0] for groups in forms.values() for words in groups.values()]
