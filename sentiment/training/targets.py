"""What the embedded model is meant to reach, beside what it reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentiment.training.held_out import quality_by_language
from sentiment.training.quality import mean_interval
from sentiment.training.unseen_sources import LARGEST_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sentiment.records import Interval
    from sentiment.training.held_out import HeldOutQuality, ScoredTexts
    from sentiment.training.unseen_sources import LanguageAccuracy

SWAHILI_SOURCE = "afrisenti"


@dataclass(frozen=True)
class Target:
    """``wanted`` and ``reached`` in percent; ``at_most`` where less is better.

    ``low`` and ``high`` are the 95 % interval, None where there is none; ``note`` says
    what else is to be known. ``reached`` is None where there was nothing to measure with.
    """

    name: str
    wanted: float
    reached: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    at_most: bool = False
    note: str = ""

    @property
    def missed_by(self) -> float:
        """Percentage points to the target; 0 where it was reached or not measured."""
        if self.reached is None:
            return 0.0
        short = self.reached - self.wanted if self.at_most else self.wanted - self.reached
        return max(0.0, short)


def compare_with_targets(
    test: HeldOutQuality,
    *,
    dev: ScoredTexts,
    unseen: Sequence[LanguageAccuracy],
    trained_on: Collection[str],
) -> list[Target]:
    """The targets in the order in which a reader of the card asks for them.

    ``unseen`` are the accuracies on sources that were never trained on;
    ``trained_on`` the languages that have training texts.
    """
    benchmark = mean_interval([group.macro_f1 for group in test.benchmark])
    reviews = test.reviews.macro_f1 if test.reviews else None
    binary = [each for each in unseen if not each.graded]
    new = [each for each in binary if each.language not in trained_on]
    large = [each for each in binary if each.language in LARGEST_LANGUAGES]
    worst = min(large, key=lambda each: each.accuracy.value) if large else None
    swahili = dev.where((dev.languages == "sw") & (dev.sources == SWAHILI_SOURCE))
    of_swahili = quality_by_language(swahili)[0].macro_f1 if len(swahili.labels) else None
    pooled = test.pooled.calibration or 0.0
    return [
        _target("Tweet benchmark, mean macro-F1, at least XLM-R's", 66.8, benchmark),
        _target("Tweet benchmark, mean macro-F1, aim: XLM-T's", 69.4, benchmark),
        _target("Reviews pooled, macro-F1", 78.0, reviews),
        _target(
            "Unseen sources in languages without training texts, mean accuracy of the poles",
            90.0,
            mean_interval([each.accuracy for each in new]) if new else None,
            note=", ".join(each.language for each in new),
        ),
        _target(
            "Unseen sources, lowest accuracy of the poles in a language of the 25 largest",
            80.0,
            worst.accuracy if worst else None,
            note=f"{worst.language}; measured: {', '.join(e.language for e in large)}"
            if worst
            else "",
        ),
        _target(
            "Swahili tweets (dev split), macro-F1",
            60.0,
            of_swahili,
            note="in training" if "sw" in trained_on else "left out of training",
        ),
        Target(
            "Expected calibration error, all test texts pooled",
            3.0,
            100 * pooled,
            n=test.pooled.macro_f1.n,
            at_most=True,
        ),
    ]


def _target(name: str, wanted: float, reached: Interval | None, *, note: str = "") -> Target:
    if reached is None:
        return Target(name, wanted, None, note=note)
    return Target(
        name,
        wanted,
        100 * reached.value,
        100 * reached.low,
        100 * reached.high,
        reached.n,
        note=note,
    )
