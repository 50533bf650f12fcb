"""How far estimates of accuracy without labels are off, by method, and keep it beside a model.

    python benchmarks/accuracy_without_labels.py --data DIR [--model polytone] [--most 200]
        [--write FOLDER]

DIR is laid out as for ``polytone benchmark``. Printed are the mean absolute error, the bias and
the spread of both methods over all sources and languages with three classes, each language left
out in turn, and the groups that are estimated worst. Chance is not taken out of the mean
absolute error: groups of 150 texts show one of 3 points where nothing is wrong. With
``--write`` what is stated goes into ``estimation.json`` in the folder of the packed model,
whose SHA256SUMS is renewed.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from sentiment.evaluation.benchmark_table import PARTS
from sentiment.models.catalogue import load_classifier
from sentiment.models.checksums import read_checksums, write_checksums
from sentiment.models.stated_estimation import ESTIMATION_FILE, write_estimation
from sentiment.training.estimation_measuring import (
    measure_methods,
    over_part,
    state_estimation,
    usable_sets,
)
from sentiment.training.labelled_sets import read_labelled_sets

WORST = 8


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", default="polytone")
    parser.add_argument("--most", type=int, default=200, help="texts of a source's language")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="a packed model's folder")
    options = parser.parse_args()

    model = load_classifier(options.model)
    sets = usable_sets(read_labelled_sets(options.data, most=options.most))
    chances = model.predict([text for one in sets for text in one.texts])
    parts = np.split(chances, np.cumsum([len(one.texts) for one in sets])[:-1])
    errors = measure_methods(sets, parts)
    stated = state_estimation(model.model_id, errors, sets=sets)
    print(f"## {model.model_id}\n\n{sum(len(one.texts) for one in sets):,} texts\n")
    print("| sources | groups | method | mean absolute error | bias | spread | threshold |")
    print("|---|---:|---|---:|---:|---:|---:|")
    rows = [("all", errors)]
    rows += [(part, over_part(errors, sets=sets, part=part)) for part in PARTS]
    for part, found in rows:
        for method, error in found.items():
            print(
                f"| {part} | {len(error.groups)} | {method} | {100 * error.mean_absolute:.1f} | "
                f"{100 * error.bias:+.1f} | {100 * error.spread:.1f} | {error.threshold:.3f} |"
            )
    print(f"\nStated: {stated.method}, {100 * stated.error.mean_absolute:.1f} points.\n")
    worst = sorted(errors[stated.method].groups, key=lambda group: -abs(group.error))[:WORST]
    for group in worst:
        print(f"{group.group}: {100 * group.estimate:.0f} for {100 * group.accuracy:.0f}")
    if options.write:
        path = write_estimation(options.write, stated)
        write_checksums(options.write, {*read_checksums(options.write), ESTIMATION_FILE})
        print(f"Written to {path}.")


if __name__ == "__main__":
    main()
