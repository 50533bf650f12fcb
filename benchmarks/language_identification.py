"""Accuracy and speed of language identification on labelled reviews.

    python benchmarks/language_identification.py --data DIR [--json FILE]

DIR holds ``train/`` and ``evaluate/`` with Parquet files (columns ``text`` and
``lang``). The languages with the most rows are measured, an equal number of
texts from each; machine translations and code-mixed romanised corpora are left
out. Three runs: the text alone; with the corpus's commonest language as
majority; with the label as the declared language, which says how much a
correct column would help and is no measure of the detector. Speed is taken
beside langdetect on the same texts in the same process, in processor time,
so that other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sentiment.language.codes import canonical_code
from sentiment.language.detectors import warm_up
from sentiment.language.identification import identify_many
from sentiment.language.scripts import count_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LEFT_OUT = ("mabsa_parallel", "ta_ml_dravidian_codemix")
LENGTHS = (0, 5, 10, 20, 50, 100, 10**9)
LETTERS = (-1, 12, 25, 60, 10**9)


def read_corpora(data: Path) -> pd.DataFrame:
    frames = []
    for folder in ("train", "evaluate"):
        for path in sorted((data / folder).glob("*.parquet")):
            if path.stem not in LEFT_OUT:
                frame = pd.read_parquet(path, columns=["text", "lang"])
                frames.append(frame.assign(source=path.stem))
    if not frames:
        raise SystemExit(f"No Parquet files in {data}/train or {data}/evaluate.")
    corpora = pd.concat(frames, ignore_index=True)
    corpora["language"] = corpora["lang"].map(canonical_code)
    commonest = corpora.groupby("source")["language"].agg(lambda column: column.mode().iloc[0])
    corpora["majority"] = corpora["source"].map(commonest)
    return corpora


def draw(corpora: pd.DataFrame, *, languages: Sequence[str], each: int, seed: int) -> pd.DataFrame:
    parts = []
    for language in languages:
        rows = corpora[corpora["language"] == language]
        parts.append(rows.sample(min(each, len(rows)), random_state=seed))
    sample = pd.concat(parts, ignore_index=True).sample(frac=1, random_state=seed)
    sample["characters"] = pd.cut(sample["text"].str.len(), LENGTHS)
    sample["letters"] = pd.cut([sum(count_letters(t).values()) for t in sample["text"]], LETTERS)
    return sample.reset_index(drop=True)


def identify_sample(sample: pd.DataFrame, *, run: str) -> pd.DataFrame:
    texts = list(sample["text"])
    if run == "declared":
        guesses = identify_many(texts, declared=list(sample["language"]))
    elif run == "majority":
        guesses = [None] * len(texts)
        for majority, rows in sample.groupby("majority"):
            found = identify_many(list(rows["text"]), majority=str(majority))
            for index, guess in zip(rows.index, found, strict=True):
                guesses[index] = guess
    else:
        guesses = identify_many(texts)
    result = sample.assign(
        guess=[guess.language for guess in guesses],
        rule=[guess.decided_by for guess in guesses],
        uncertain=[guess.uncertain for guess in guesses],
        confidence=[guess.confidence for guess in guesses],
    )
    return result.assign(right=result["guess"] == result["language"])


def tabulate(result: pd.DataFrame, columns: str | list[str]) -> pd.DataFrame:
    table = result.groupby(columns, observed=True).agg(
        n=("right", "size"), accuracy=("right", "mean"), stated=("confidence", "mean")
    )
    table.insert(1, "share", table["n"] / len(result))
    return table.round(4)


def weigh_by_rows(result: pd.DataFrame, rows: pd.Series) -> float:
    accuracy = result.groupby("language")["right"].mean()
    weights = rows[accuracy.index]
    return float((accuracy * weights).sum() / weights.sum())


def texts_per_second(work: Callable[[list[str]], object], texts: list[str]) -> float:
    began = time.process_time()
    work(texts)
    return len(texts) / (time.process_time() - began)


def detect_with_langdetect_as_it_comes(texts: list[str]) -> None:
    from langdetect import LangDetectException, detect

    for text in texts:
        try:
            detect(text)
        except LangDetectException:
            continue


def measure_speed(texts: list[str]) -> dict[str, float]:
    """Side by side and interleaved, so that both meet the same machine."""
    detect_with_langdetect_as_it_comes(texts[:1])
    ours, theirs = [], []
    for start in range(0, 1200, 300):
        part = texts[start : start + 300]
        theirs.append(texts_per_second(detect_with_langdetect_as_it_comes, part))
        ours.append(texts_per_second(identify_many, part))
    ours.append(texts_per_second(identify_many, texts))
    polytone, langdetect = ours.pop(), sum(theirs) / len(theirs)
    return {"polytone": polytone, "langdetect": langdetect, "ratio": polytone / langdetect}


def show(title: str, table: pd.DataFrame) -> None:
    print(f"\n{title}\n{table.to_string()}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--languages", type=int, default=18, help="how many of the largest")
    parser.add_argument("--each", type=int, default=1500, help="texts drawn from each language")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    options = parser.parse_args()

    corpora = read_corpora(options.data)
    rows = corpora["language"].value_counts()
    largest = list(rows.index[: options.languages])
    print(f"The {len(largest)} largest languages by rows: {', '.join(largest)}")
    sample = draw(corpora, languages=largest, each=options.each, seed=options.seed)
    warm_up()

    figures: dict[str, Any] = {"languages": largest, "texts": len(sample), "runs": {}}
    for run in ("text alone", "majority", "declared"):
        result = identify_sample(sample, run=run)
        under_20 = result[result["text"].str.len() < 20]
        certain = result[~result["uncertain"]]
        found = {
            "accuracy": float(result["right"].mean()),
            "accuracy_weighted_by_rows": weigh_by_rows(result, rows),
            "accuracy_under_20_characters": float(under_20["right"].mean()),
            "texts_under_20_characters": len(under_20),
            "uncertain_share": float(result["uncertain"].mean()),
            "accuracy_of_certain": float(certain["right"].mean()),
        }
        figures["runs"][run] = found
        print(f"\n=== {run}: " + ", ".join(f"{key} {value:.4g}" for key, value in found.items()))
        by_rule = tabulate(result, "rule").sort_values("n", ascending=False)
        show("by rule", by_rule)
        found["by_rule"] = by_rule.to_dict("index")
        if run == "text alone":
            by_language = tabulate(result, "language").reindex(largest)
            show("by language", by_language)
            show("by length in characters", tabulate(result, "characters"))
            show("by rule and letters", tabulate(result, ["rule", "letters"]))
            found["by_language"] = by_language.to_dict("index")

    others = [language for language in rows.index if language not in largest]
    result = identify_sample(
        draw(corpora, languages=others, each=300, seed=options.seed), run="text alone"
    )
    by_language = tabulate(result, "language").reindex(others)
    show("the other languages, text alone", by_language)
    figures["others"] = by_language.to_dict("index")

    speed = measure_speed(list(sample["text"])[:6000])
    figures["texts_per_second"] = speed
    print(
        f"\n{speed['polytone']:.0f} texts a second of processor time, "
        f"langdetect {speed['langdetect']:.0f}: {speed['ratio']:.1f} times"
    )
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2, default=str), encoding="utf-8")


if __name__ == "__main__":
    main()
