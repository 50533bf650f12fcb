"""Models of the laboratory: answers to probes that are fair but noisy, or unfair by plan."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sentiment.evaluation.probe_cases import ProbeText

TONES = {"negative": -1.0, "neutral": 0.0, "positive": 1.0}


def made_texts(
    *,
    languages: int = 8,
    groups: Sequence[str] = ("english", "turkish", "arabic", "indian", "chinese"),
    templates: int = 8,
    words: int = 3,
    attribute: str = "name",
) -> list[ProbeText]:
    """Probes of made-up languages; a third of the templates complain, a third praise."""
    tones = [tuple(TONES)[3 * number // templates] for number in range(templates)]
    return [
        ProbeText(
            language=f"l{language:02}",
            attribute=attribute,
            template=template,
            tone=tones[template],
            group=group,
            position=position,
            word=f"{group}{position}",
            text=f"{language} {template} {group} {position}",
        )
        for language in range(languages)
        for template in range(templates)
        for group in groups
        for position in range(words)
    ]


def answers(
    texts: Sequence[ProbeText],
    *,
    seed: int,
    of_words: float = 0.4,
    of_sentences: float = 0.2,
    of_texts: float = 0.2,
    shared: bool = False,
    bias: float = 0.0,
    biased: str = "",
    in_language: str = "",
) -> NDArray[np.float64]:
    """Chances (n, 3) of a model that words, and groups in single sentences, move by chance.

    The noises are standard deviations of the logits, all with mean 0, so that no group is
    treated better; ``bias`` is added to the logits of the texts of the group ``biased``. With
    ``shared`` a word moves the score alike in all languages, as a name does that is written
    the same in many.
    """
    random = np.random.default_rng(seed)

    def noise(keys: list[tuple[object, ...]], scale: float) -> NDArray[np.float64]:
        drawn = {key: random.normal(0, scale) for key in dict.fromkeys(keys)}
        return np.array([drawn[key] for key in keys])

    template = [(one.language, one.template) for one in texts]
    shift = noise(
        [("" if shared else one.language, one.group, one.position) for one in texts], of_words
    )
    shift += noise([(one.language, one.template, one.group) for one in texts], of_sentences)
    shift += random.normal(0, of_texts, len(texts))
    shift += bias * np.array(
        [one.group == biased and in_language in ("", one.language) for one in texts]
    )
    tone = np.array([TONES[one.tone] for one in texts])
    logits = np.stack([-1.5 * tone, np.where(tone == 0, 1.2, 0.0), 1.5 * tone], axis=1)
    logits += np.stack([noise(template, 0.5) for _ in range(3)], axis=1)
    logits[:, 0] -= shift
    logits[:, 2] += shift
    powers = np.exp(logits)
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
