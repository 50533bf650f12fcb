"""How good a model is, by language and by source, on labelled texts it has not trained on.

    python benchmarks/model_quality.py --data DIR [--model polytone] [--most 2000]
        [--json FILE] [--markdown FILE]

DIR holds ``train/*.parquet`` (their test splits are used) and, if there,
``evaluate/*.parquet``: sources that the model never saw in any split. Three tables:
macro-F1 by language on the eight-language tweet benchmark, macro-F1 by language over
the pooled other sources, and accuracy between negative and positive on the unseen
sources that have no neutral examples. Every figure has its n and a 95 % interval (bootstrap
for macro-F1, Wilson for accuracy).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sentiment.evaluation.intervals import wilson
from sentiment.models.catalogue import load_classifier
from sentiment.training.corpora import COLUMNS, read_corpora
from sentiment.training.quality import binary_accuracy, quality_by_group

if TYPE_CHECKING:
    from sentiment.models.classifier import Classifier

BENCHMARK = "umsab_xlmt"


def at_most(rows: pd.DataFrame, *, by: str, most: int) -> pd.DataFrame:
    """At most ``most`` rows of each group, drawn with a fixed seed."""
    shuffled = rows.sample(frac=1.0, random_state=5)
    return shuffled.groupby(by).head(most).sort_index().reset_index(drop=True)


def judge(model: Classifier, rows: pd.DataFrame, *, by: str) -> list[dict[str, Any]]:
    """Macro-F1 in percent of each group of ``rows``."""
    predicted = model.predict(rows["text"].tolist()).argmax(axis=1)
    groups = quality_by_group(rows["label"].to_numpy(), predicted, groups=rows[by].tolist())
    return [
        {
            "group": group.group,
            "n": group.macro_f1.n,
            "value": round(100 * group.macro_f1.value, 1),
            "low": round(100 * group.macro_f1.low, 1),
            "high": round(100 * group.macro_f1.high, 1),
        }
        for group in groups
    ]


def judge_binary(model: Classifier, rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Accuracy in percent between negative and positive, by source and language."""
    chances = model.predict(rows["text"].tolist())
    results = []
    for name, index in rows.groupby(rows["source"] + " " + rows["lang"]).indices.items():
        labels = rows["label"].to_numpy()[index]
        right = binary_accuracy(labels, chances[index]) * len(index)
        share = wilson(round(right), len(index))
        shown = {key: round(100 * getattr(share, key), 1) for key in ("value", "low", "high")}
        results.append({"group": name, "n": share.n, **shown})
    return results


def read_unseen(folder: Path) -> pd.DataFrame:
    """The rows of sources that have no neutral examples, of every split."""
    frames = [pd.read_parquet(path, columns=COLUMNS) for path in sorted(folder.glob("*.parquet"))]
    rows = pd.concat(frames, ignore_index=True)
    rows = rows[rows["text"].str.strip() != ""]
    neutral = rows["label"].eq(1).groupby([rows["source"], rows["lang"]]).transform("any")
    return rows[~neutral].reset_index(drop=True)


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
    parser.add_argument("--most", type=int, default=2_000, help="rows of a language or source")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--markdown", type=Path)
    options = parser.parse_args()

    model = load_classifier(options.model)
    test = read_corpora(options.data / "train", split="test")
    tweets, pooled = test[test["source"] == BENCHMARK], test[test["source"] != BENCHMARK]
    report = {
        "tweet benchmark, macro-F1": judge(
            model, at_most(tweets, by="lang", most=options.most), by="lang"
        ),
        "other sources pooled, macro-F1": judge(
            model, at_most(pooled, by="lang", most=options.most), by="lang"
        ),
    }
    if (options.data / "evaluate").is_dir():
        unseen = at_most(read_unseen(options.data / "evaluate"), by="source", most=options.most)
        report["unseen sources, accuracy negative against positive"] = judge_binary(model, unseen)
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
