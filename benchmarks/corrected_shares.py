"""Simulate groups of which the truth is known: do corrected shares hold what they promise?

    python benchmarks/corrected_shares.py [--rounds 40]

Groups with true shares from 1 to 97 %, called by models that err equally, unequally, badly,
hardly, or know no neutral, are drawn again and again, with a random sample of labels. Where
labels are from elsewhere in the language, the model errs there at rates that differ from the
group's as Dirichlet distributions with a concentration of 100 do. Printed are, by number of
labels: how many of the 95 % intervals hold the truth (over all settings and sentiments, and in
the worst of the five settings and sentiments that come out worst, drawn again in 1,000 rounds
with new seeds, because the lowest of many is low by chance), half their width, and the mean error
of the corrected shares beside that of the shares as called, over all models and for the one that
errs unequally. Minutes.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from sentiment.evaluation.adjusted_counts import adjusted_shares
from sentiment.evaluation.corrected_shares import rates_of_language
from sentiment.evaluation.prediction_powered import share_draws

SHARES = (
    (0.1, 0.05, 0.85), (0.3, 0.2, 0.5), (0.03, 0.07, 0.9), (0.6, 0.1, 0.3), (0.9, 0.07, 0.03),
    (0.01, 0.09, 0.9), (0.97, 0.01, 0.02),
)  # fmt: skip
# Rates at which the true classes (rows) are called negative, neutral and positive.
MODELS = {
    "equal": ((0.85, 0.1, 0.05), (0.2, 0.6, 0.2), (0.05, 0.1, 0.85)),
    "unequal": ((0.6, 0.25, 0.15), (0.3, 0.4, 0.3), (0.02, 0.08, 0.9)),
    "bad": ((0.5, 0.2, 0.3), (0.35, 0.3, 0.35), (0.1, 0.15, 0.75)),
    "good": ((0.97, 0.02, 0.01), (0.1, 0.8, 0.1), (0.005, 0.015, 0.98)),
    "no neutral": ((0.85, 0.0, 0.15), (0.5, 0.0, 0.5), (0.05, 0.0, 0.95)),
}
ELSEWHERE = (0.3, 0.2, 0.5)
ALIKE = 100.0
DRAWS = 1_000  # fewer than in use, which makes the intervals shake a little
SCORED = (300, 20_000)
LABELLED = (30, 40, 50, 75, 100, 200, 500)
LABELLED_ELSEWHERE = (60, 150, 400, 1_000)
WORST, AGAIN = 5, 1_000

Setting = tuple[str, tuple[float, float, float], int]  # model, true shares, reviews scored
Rounds = Callable[["Outcome", Setting, int], list[np.ndarray]]


@dataclass
class Outcome:
    """What happened in the rounds of one number of labels."""

    held: list[float] = field(default_factory=list)
    half: list[float] = field(default_factory=list)
    error: list[float] = field(default_factory=list)
    raw: list[float] = field(default_factory=list)
    unequal: list[tuple[float, float]] = field(default_factory=list)
    refused: int = 0
    worst: float = 1.0

    def row(self, label: str) -> str:
        """A line of the table."""
        own, raw = np.mean(self.unequal, axis=0) if self.unequal else (np.nan, np.nan)
        rounds = len(self.error) + self.refused
        return (
            f"| {label} | {100 * np.mean(self.held):.1f} % | {100 * self.worst:.1f} % | "
            f"±{100 * np.mean(self.half):.1f} | {100 * np.mean(self.error):.1f} for "
            f"{100 * np.mean(self.raw):.1f} | {100 * own:.1f} for {100 * raw:.1f} | "
            f"{100 * self.refused / rounds:.0f} % |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    random = np.random.default_rng(0)
    print("| labels | intervals that hold | in the worst setting | half width, points |"
          " error for that as called | where errors are unequal | no number |")  # fmt: skip
    print("|---|---:|---:|---:|---:|---:|---:|")
    for n in LABELLED:
        print(_over(_labelled(n, random), options.rounds, least=n).row(f"{n} of the group"),
              flush=True)  # fmt: skip
    for n in LABELLED_ELSEWHERE:
        outcome = _over(_elsewhere(n, random), options.rounds // 2)
        print(outcome.row(f"{n} elsewhere in the language"), flush=True)


def _over(draw: Rounds, rounds: int, *, least: int = 0) -> Outcome:
    """All settings, then again those in which the fewest intervals held."""
    outcome = Outcome()
    settings = [(name, shares, scored) for name in MODELS for shares in SHARES
                for scored in SCORED if scored >= least]  # fmt: skip
    found: list[tuple[float, int, Setting]] = []
    for setting in settings:
        held = draw(outcome, setting, rounds)
        if len(held) >= rounds // 2:
            means = np.mean(held, axis=0)
            outcome.held += list(means)
            found += [(float(mean), place, setting) for place, mean in enumerate(means)]
    again = [
        float(np.mean(draw(Outcome(), setting, AGAIN), axis=0)[place])
        for _, place, setting in sorted(found)[:WORST]
    ]
    outcome.worst = min(again)
    return outcome


def _labelled(n: int, random: np.random.Generator) -> Rounds:
    def draw(outcome: Outcome, setting: Setting, rounds: int) -> list[np.ndarray]:
        name, shares, scored = setting
        truth = np.array(shares)
        joint = (truth[:, None] * np.array(MODELS[name])).ravel()
        held = []
        for number in range(rounds):
            table = random.multinomial(n, joint).reshape(3, 3)
            others = random.multinomial(scored - n, joint).reshape(3, 3)
            called = (table + others).sum(axis=0)
            draws, _ = share_draws(called, table, draws=DRAWS, seed=number)
            held.append(_note(outcome, draws, truth, called, name))
        return held

    return draw


def _elsewhere(n: int, random: np.random.Generator) -> Rounds:
    def rates_of_a_group(name: str) -> np.ndarray:
        return np.array(
            [random.dirichlet(np.maximum(ALIKE * np.array(row), 1e-9)) for row in MODELS[name]]
        )

    def draw(outcome: Outcome, setting: Setting, rounds: int) -> list[np.ndarray]:
        name, shares, scored = setting
        truth = np.array(shares)
        held = []
        for number in range(rounds):
            classes = np.maximum(random.multinomial(n, ELSEWHERE), 5)
            table = np.array(
                [random.multinomial(*pair)
                 for pair in zip(classes, rates_of_a_group(name), strict=True)], np.float64
            )  # fmt: skip
            called = random.multinomial(scored, truth @ rates_of_a_group(name))
            known = rates_of_language([table], name=f"{number}")
            assert known is not None
            errors = known.errors.first(3 * DRAWS)
            found = adjusted_shares(called, errors, seed=rounds + number)
            if found.why_not is not None:
                outcome.refused += 1
                continue
            held.append(_note(outcome, found.draws, truth, called, name))
        return held

    return draw


def _note(
    outcome: Outcome,
    draws: np.ndarray,
    truth: np.ndarray,
    called: np.ndarray,
    model: str,
) -> np.ndarray:
    """Keep what came of one round; whether the interval of each sentiment holds the truth."""
    low, high = np.clip(np.quantile(draws, [0.025, 0.975], axis=0), 0, 1)
    error = float(np.abs(np.clip(draws.mean(axis=0), 0, 1) - truth).mean())
    raw = float(np.abs(called / called.sum() - truth).mean())
    outcome.half.append(float((high - low).mean() / 2))
    outcome.error.append(error)
    outcome.raw.append(raw)
    if model == "unequal":
        outcome.unequal.append((error, raw))
    return (low <= truth) & (truth <= high)


if __name__ == "__main__":
    main()
