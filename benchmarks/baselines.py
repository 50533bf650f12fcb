"""The baselines beside the embedded models, on the same texts that none of them was trained on.

    python benchmarks/baselines.py --data DIR [--models vader,char-ngrams,...] [--most 200]
        [--json FILE] [--markdown FILE]

DIR holds ``train/*.parquet`` (their test splits are used) and ``evaluate/*.parquet`` (sources
that no model was trained on in any split). Texts and figures are those of the embedded
model's card: macro-F1 on the eight-language tweet benchmark (whole test split, mean over the
languages), macro-F1 over the pooled reviews, share right between negative and positive on
the unseen sources; each with a 95 % interval, and again in English alone, which is what VADER is
made for. Speed is in texts for each second of processor time, over all of these texts.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sentiment.evaluation.intervals import wilson
from sentiment.models.catalogue import load_classifier
from sentiment.training.corpora import draw_evenly, read_corpora
from sentiment.training.corpus_records import read_corpus_records
from sentiment.training.held_out import BENCHMARK, ScoredTexts, measure_quality, score_rows
from sentiment.training.quality import binary_accuracy, mean_interval
from sentiment.training.unseen_sources import read_unseen

if TYPE_CHECKING:
    from collections.abc import Collection

    from sentiment.records import Interval

MODELS = "vader,char-ngrams,lstm,use,polytone-fast,polytone"
SEED = 0
HEADINGS = ("UMSAB", "reviews", "unseen", "UMSAB en", "reviews en", "unseen en")


def figures(
    test: ScoredTexts, unseen: ScoredTexts, *, reviews: Collection[str]
) -> tuple[Interval | None, Interval | None, Interval | None]:
    """The benchmark's mean over languages, pooled reviews, share of unseen poles right."""
    quality = measure_quality(test, reviews=reviews)
    benchmark = [group.macro_f1 for group in quality.benchmark]
    right = round(binary_accuracy(unseen.labels, unseen.chances) * len(unseen.labels))
    return (
        mean_interval(benchmark) if benchmark else None,
        quality.reviews.macro_f1 if quality.reviews else None,
        wilson(right, len(unseen.labels)),
    )


def judge(name: str, test: pd.DataFrame, unseen: pd.DataFrame, reviews: set[str]) -> dict[str, Any]:
    """What a model reaches, by heading, and how fast it was."""
    model = load_classifier(name)
    model.predict(test["text"].head(64).tolist())  # what is done once is not timed
    started = time.process_time()
    scored = score_rows(model.predict, test), score_rows(model.predict, unseen)
    seconds = time.process_time() - started
    english = [each.where(each.languages == "en") for each in scored]
    found = [*figures(*scored, reviews=reviews), *figures(*english, reviews=reviews)]
    return {
        "model": model.model_id,
        "figures": dict(zip(HEADINGS, map(in_percent, found), strict=True)),
        "texts_per_cpu_second": round((len(test) + len(unseen)) / seconds),
    }


def in_percent(interval: Interval | None) -> dict[str, Any]:
    if interval is None:
        return {"n": 0}
    shown = {key: round(100 * getattr(interval, key), 1) for key in ("value", "low", "high")}
    return {"n": interval.n, **shown}


def as_table(entries: list[dict[str, Any]]) -> str:
    counted = [f"{name} (n = {entries[0]['figures'][name]['n']:,})" for name in HEADINGS]
    lines = [
        "| model | " + " | ".join(counted) + " | texts per CPU second |",
        "|---|" + "---:|" * (len(HEADINGS) + 1),
    ]
    for entry in entries:
        cells = [
            f"{each['value']} ({each['low']} to {each['high']})" if each["n"] else "–"
            for each in (entry["figures"][name] for name in HEADINGS)
        ]
        speed = f"{entry['texts_per_cpu_second']:,}"
        lines.append(f"| `{entry['model']}` | " + " | ".join([*cells, speed]) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", default=MODELS)
    parser.add_argument("--most", type=int, default=200, help="rows of a source's language")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--markdown", type=Path)
    options = parser.parse_args()

    records = read_corpus_records(options.data / "train")
    reviews = {record.source for record in records.values() if record.is_reviews}
    rows = read_corpora(options.data / "train", split="test")
    whole = rows["source"] == BENCHMARK
    drawn = draw_evenly(rows[~whole], most=options.most, seed=SEED)
    test = pd.concat([rows[whole], drawn])
    unseen = read_unseen(options.data / "train", most=options.most, seed=SEED, records=records)
    entries = []
    for name in options.models.split(","):
        entries.append(judge(name, test, unseen, reviews))
        print(json.dumps(entries[-1]), flush=True)
    table = as_table(entries)
    print(table)
    if options.markdown:
        options.markdown.write_text(table, encoding="utf-8")
    if options.json:
        options.json.write_text(json.dumps(entries, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
