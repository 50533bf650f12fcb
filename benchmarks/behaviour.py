"""How often a model fails the behaviour list, by kind of behaviour and by language.

    python benchmarks/behaviour.py [--model polytone] [--failures] [--languages en sw]
        [--markdown FILE] [--json FILE] [--freeze]

The list and what passes are described in ``sentiment/evaluation/behaviour_cases.py`` and
``sentiment/evaluation/behaviour.py``. ``--failures`` prints each failing case with its
probabilities. ``--freeze`` makes the failures of the embedded model the ceilings that the
tests hold it to, and says which ceilings rose.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from sentiment.errors import ReadingError
from sentiment.evaluation.behaviour import BehaviourReport, CaseOutcome, Chances, check_behaviour
from sentiment.evaluation.behaviour_cases import read_cases
from sentiment.evaluation.behaviour_ceilings import (
    Ceilings,
    freeze,
    read_ceilings,
    write_ceilings,
)
from sentiment.models.catalogue import load_classifier
from sentiment.settings import DEFAULT_MODEL
from sentiment.training.behaviour_report import behaviour_section, kind_by_language_table

CEILINGS = Path(__file__).parents[1] / "tests" / "evaluation" / "behaviour_ceilings.json"


def as_percentages(chances: Chances) -> str:
    return "/".join(f"{100 * chance:.0f}" for chance in chances)


def describe_failure(outcome: CaseOutcome) -> str:
    case = outcome.case
    lines = [f"- {case.id} ({case.expectation})  {as_percentages(outcome.chances)}  {case.text}"]
    if outcome.variant_chances is not None:
        lines.append(f"    variant  {as_percentages(outcome.variant_chances)}  {case.variant}")
    return "\n".join(lines)


def as_json(report: BehaviourReport, *, model: str) -> dict[str, Any]:
    def shown(rate: Any) -> dict[str, Any]:
        share = rate.share
        return {
            "failures": rate.failures,
            "n": share.n,
            **{key: round(getattr(share, key), 4) for key in ("value", "low", "high")},
        }

    return {
        "model": model,
        "all": shown(report.overall),
        "kinds": {rate.group: shown(rate) for rate in report.by_kind},
        "languages": {rate.group: shown(rate) for rate in report.by_language},
        "kinds and languages": {
            f"{kind} {code}": shown(rate)
            for (kind, code), rate in report.by_kind_and_language.items()
        },
        "failing cases": [outcome.case.id for outcome in report.failures],
    }


def describe_changes(old: Ceilings, new: Ceilings) -> str:
    """One line for each ceiling that is not what it was."""
    lines = []
    for group, (failures, n) in new.groups.items():
        was, of = old.groups.get(group, (0, 0))
        if (was, of) != (failures, n):
            rose = "ROSE" if of and failures * of > was * n else "fell" if of else "new"
            lines.append(f"{rose:5} {group}: {was} of {of} -> {failures} of {n}")
    return "\n".join(lines) or "No ceiling changed."


def freeze_ceilings(report: BehaviourReport, *, model: str) -> None:
    new = freeze(report, model=model)
    try:
        print(describe_changes(read_ceilings(CEILINGS), new))
    except ReadingError as error:
        print(f"No ceilings to compare with: {error}")
    write_ceilings(new, CEILINGS)
    print(f"Ceilings of {model} are frozen in {CEILINGS}.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default=DEFAULT_MODEL)
    parser.add_argument("--languages", nargs="+", help="only these, by code")
    parser.add_argument("--failures", action="store_true", help="print each failing case")
    parser.add_argument("--markdown", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--freeze", action="store_true", help="make these the ceilings of CI")
    options = parser.parse_args()
    if options.freeze and (options.languages or options.model != DEFAULT_MODEL):
        parser.error("--freeze takes the whole list and the embedded model")

    cases = [
        case for case in read_cases() if not options.languages or case.language in options.languages
    ]
    if not cases:
        parser.error(f"no cases in {', '.join(options.languages)}")
    model = load_classifier(options.model)
    report = check_behaviour(model.predict, cases)
    markdown = behaviour_section(report)
    print(f"# {model.model_id}\n\n{markdown}\n{kind_by_language_table(report)}")
    if options.failures:
        print("\nProbabilities of negative/neutral/positive in percent:\n")
        print("\n".join(describe_failure(outcome) for outcome in report.failures))
    if options.markdown:
        options.markdown.write_text(markdown, encoding="utf-8")
    if options.json:
        content = as_json(report, model=model.model_id)
        options.json.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    if options.freeze:
        freeze_ceilings(report, model=model.model_id)


if __name__ == "__main__":
    main()
