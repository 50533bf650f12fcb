"""Every figure of docs/bias-study.md, from the corpora.

    python benchmarks/bias_study.py --data DIR --cache DIR [--write docs/bias-study.md]

DIR of the data is laid out as for ``polytone benchmark``; about 38,000 texts are scored and kept
in the cache, so that it can be stopped at any time and goes on. Tables are printed; with
``--write`` they replace those between ``<!-- table: NAME -->`` and ``<!-- end -->`` in the study,
and its pictures are drawn beside it (needs kaleido, and a browser named by BROWSER_PATH).
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from bias_groups import (
    languages_table,
    origin_table,
    probes_table,
    standing_table,
    style_table,
    styles_of,
)
from bias_pictures import draw_pictures
from bias_scores import read_probes, read_study
from bias_tables import (
    BY_STARS,
    all_trials,
    carried_table,
    consistency_of,
    consistency_table,
    corpora_table,
    errors_table,
    language_tables,
    likeness_table,
    pairs_table,
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True, help="where scores are kept")
    parser.add_argument("--write", type=Path, metavar="FILE", help="the study to renew")
    options = parser.parse_args()

    options.cache.mkdir(parents=True, exist_ok=True)
    study = read_study(options.data, cache=options.cache)
    trials = all_trials(study)
    tables = {
        "corpora": corpora_table(study, data=options.data),
        "same words": consistency_table(study),
        "same words by language": language_tables(study),
        "raw and corrected": errors_table(trials),
        "pairs": pairs_table(trials),
        "carried over": carried_table(study),
        "alike groups": likeness_table(study),
        "rating style": style_table(study),
        "fairness by origin": origin_table(study),
        "gaps that are clear": standing_table(study),
        "languages": languages_table(study),
        "probes": probes_table(*read_probes(options.cache)),
    }
    for name, table in tables.items():
        print(f"\n## {name}\n\n{table}")
    if options.write:
        text = options.write.read_text(encoding="utf-8")
        for name, table in tables.items():
            text = _replaced(text, name, table)
        options.write.write_text(text, encoding="utf-8")
        draw_pictures(
            options.write.parent,
            consistency=consistency_of(study["mabsa_parallel"]),
            trials=trials["mabsa_parallel"],
            styles={name: styles_of(study[name]) for name in BY_STARS},
        )
        print(f"\nWritten to {options.write}.")


def _replaced(text: str, name: str, table: str) -> str:
    pattern = re.compile(rf"(<!-- table: {re.escape(name)} -->\n).*?(\n<!-- end -->)", re.DOTALL)
    if not pattern.search(text):
        raise SystemExit(f"The study has no place for the table '{name}'.")
    return pattern.sub(lambda found: f"{found[1]}\n{table}\n{found[2]}", text)


if __name__ == "__main__":
    main()
