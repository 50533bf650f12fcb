"""Count how a model calls texts of many sources, and keep the counts beside it.

    python benchmarks/stated_confusion.py --data DIR [--model polytone] [--most 200]
        [--write FOLDER]

DIR is laid out as for ``polytone benchmark``. Printed are the fitted concentrations of the
error rates between languages and between sources, and of the sources that the model never saw,
each left out in turn: how many can be corrected with the others at all, and how many of the
95 % intervals held the truth. With ``--write`` the counts go into ``confusion.json`` in the
folder of the packed model, whose SHA256SUMS is renewed.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from sentiment.models.catalogue import load_classifier
from sentiment.models.checksums import read_checksums, write_checksums
from sentiment.models.stated_confusion import CONFUSION_FILE, write_confusion
from sentiment.training.confusion_measuring import count_confusions, state_confusions
from sentiment.training.labelled_sets import read_labelled_sets


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", default="polytone")
    parser.add_argument("--most", type=int, default=200, help="texts of a source's language")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="a packed model's folder")
    options = parser.parse_args()

    model = load_classifier(options.model)
    sets = read_labelled_sets(options.data, most=options.most)
    called = [model.predict(list(one.texts)).argmax(axis=1) for one in sets]
    stated = state_confusions(model.model_id, count_confusions(sets, called))
    languages = {one.language for one in stated.sources}
    print(
        f"{stated.model_id}: {sum(one.texts for one in stated.sources):,} texts, "
        f"{len(stated.sources)} sources in {len(languages)} languages."
    )
    print(
        f"Concentration of languages {stated.language_spread}, of sources {stated.source_spread}."
    )
    covered = "-" if stated.covered is None else f"{100 * stated.covered:.0f} %"
    print(
        f"Left out: {stated.tried}, corrected: {stated.answered}, intervals that hold: {covered}."
    )
    if options.write:
        path = write_confusion(options.write, stated)
        write_checksums(options.write, {*read_checksums(options.write), CONFUSION_FILE})
        print(f"Written to {path}.")


if __name__ == "__main__":
    main()
