"""How good a model is, by language and by source, on labelled texts it has not trained on.

    python benchmarks/model_quality.py --data DIR [--model polytone] [--most 2000]
        [--json FILE] [--markdown FILE]

DIR holds ``train/*.parquet`` (their test splits are used) and, if there,
``evaluate/*.parquet``: sources that the model never saw in any split. Tables: macro-F1 by
language on the eight-language tweet benchmark and over the pooled other sources, and
accuracy between negative and positive on the unseen sources, those without neutral examples
apart from the others; machine translations are left out. Every figure has its n and a 95 %
interval (bootstrap for macro-F1, Wilson for accuracy).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sentiment.models.catalogue import load_classifier
from sentiment.training.corpora import draw_evenly, read_corpora
from sentiment.training.corpus_records import read_corpus_records
from sentiment.training.held_out import BENCHMARK, ScoredTexts, quality_by_language, score_rows
from sentiment.training.unseen_sources import UNSEEN, accuracy_by_language, read_unseen

if TYPE_CHECKING:
    from sentiment.records import Interval

SEED = 5


def judge(scored: ScoredTexts) -> list[dict[str, Any]]:
    """Macro-F1 in percent of each language, and its expected calibration error."""
    return [
        {
            "group": group.group,
            **in_percent(group.macro_f1),
            "calibration_error": round(group.calibration or 0.0, 3),
            "calibration_error_by_chance": round(group.by_chance or 0.0, 3),
        }
        for group in quality_by_language(scored)
    ]


def judge_binary(scored: ScoredTexts) -> list[dict[str, Any]]:
    """Accuracy in percent between negative and positive, by language."""
    return [
        {
            "group": each.language,
            **in_percent(each.accuracy),
            "sources": list(each.sources),
        }
        for each in accuracy_by_language(scored)
    ]


def in_percent(interval: Interval) -> dict[str, Any]:
    shown = {key: round(100 * getattr(interval, key), 1) for key in ("value", "low", "high")}
    return {"n": interval.n, **shown}


def as_table(title: str, groups: list[dict[str, Any]]) -> str:
    mean = sum(group["value"] for group in groups) / max(1, len(groups))
    lines = [f"### {title}", "", "| group | n | value | 95 % |", "|---|---:|---:|---|"]
    for group in groups:
        spread = f"{group['low']} to {group['high']}"
        lines.append(f"| {group['group']} | {group['n']:,} | {group['value']} | {spread} |")
    lines.append(f"| **mean** | {sum(g['n'] for g in groups):,} | **{mean:.1f}** | |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", default="polytone")
    parser.add_argument("--most", type=int, default=2_000, help="rows of a source's language")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--markdown", type=Path)
    options = parser.parse_args()

    model = load_classifier(options.model)
    test = read_corpora(options.data / "train", split="test")
    tweets, pooled = test[test["source"] == BENCHMARK], test[test["source"] != BENCHMARK]
    report = {
        "tweet benchmark, macro-F1": judge(
            score_rows(model.predict, draw_evenly(tweets, most=options.most, seed=SEED))
        ),
        "other sources pooled, macro-F1": judge(
            score_rows(model.predict, draw_evenly(pooled, most=options.most, seed=SEED))
        ),
    }
    if (options.data / UNSEEN).is_dir():
        records = read_corpus_records(options.data / "train")
        rows = read_unseen(options.data / "train", most=options.most, seed=SEED, records=records)
        scored = score_rows(model.predict, rows)
        graded = rows["graded"].to_numpy(bool)
        report["unseen sources, accuracy negative against positive"] = judge_binary(
            scored.where(~graded)
        )
        report["unseen sources, neutral texts left out, accuracy"] = judge_binary(
            scored.where(graded)
        )
    tables = [as_table(title, groups) for title, groups in report.items()]
    markdown = f"## {model.model_id}\n\n" + "\n\n".join(tables) + "\n"
    print(markdown)
    if options.markdown:
        options.markdown.write_text(markdown, encoding="utf-8")
    if options.json:
        content = {"model": model.model_id, **report}
        options.json.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
