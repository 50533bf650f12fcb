"""The tables of docs/bias-study.md, in Markdown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from bias_corpora import ORIGIN, PARALLEL
from bias_markdown import markdown_table, percent, points, signed, signed_number, star
from bias_scores import Scored, Study
from bias_trials import (
    CarriedOver,
    GroupTrials,
    carry_over,
    corrected_pairs,
    group_likeness,
    raw_pairs,
    run_trials,
    share_errors,
)
from numpy.typing import NDArray

from sentiment.evaluation.confusion import confusion_table
from sentiment.evaluation.labelled_quality import without_neutral
from sentiment.evaluation.parallel_consistency import Consistency, parallel_consistency
from sentiment.language.group_names import group_name
from sentiment.models.stated_confusion import read_confusion
from sentiment.settings import embedded_model_folder
from sentiment.training.corpus_records import read_corpus_records
from sentiment.workflows.published_consistency import published_consistency

SMALLEST = 200  # texts of a group whose labels are drawn from
HOTELS = ("opener_multibooked", "de_hotel_absa", "it_absita2018", "zh_chnsenticorp_hotel")
BY_STARS = ("booking_515k", "disneyland_tripadvisor", "skytrax_british_airways", "tripadvisor_bcn")
TITLES = {
    "mabsa_parallel": "mabsa_parallel, 21 languages, same texts",
    "nusax": "nusax, 12 languages, same texts",
    "umsab_xlmt": "umsab_xlmt, tweets, 8 languages",
    "hotels": "hotel sentences, 7 languages",
    "tripadvisor_bcn": "tripadvisor_bcn, 7 languages, stars",
    "booking_515k": "booking_515k, origin in English, stars",
    "disneyland_tripadvisor": "disneyland_tripadvisor, origin in English, stars",
    "skytrax_british_airways": "skytrax_british_airways, origin in English, stars",
}


def corpora_table(study: Study, *, data: Path) -> str:
    records = read_corpus_records(data)
    rows = []
    for name, one in study.items():
        record = records[name]
        truth = "stars" if name in BY_STARS or name == "skytrax_lounge_seat" else "label"
        if name == "booking_515k_sections":
            truth = "which section it is"
        groups = one.rows["reviewer_origin" if one.corpus in ORIGIN else "lang"].nunique()
        kind = "countries" if one.corpus in ORIGIN else "languages" if groups > 1 else "language"
        rows.append(
            (
                name,
                record.repository.replace(" ; ", ", "),
                record.licence or "none stated",
                one.corpus.exposure,
                truth,
                f"{groups} {kind}",
                f"{len(one.rows):,}",
            )
        )
    headings = ("corpus", "from", "licence", "what the model saw of it", "truth", "groups", "texts")
    return markdown_table(headings, rows)


def consistency_of(one: Scored) -> Consistency:
    """Two-class corpora without neutral answers, as everywhere in Polytone."""
    binary = not (one.truth == 1).any()
    return parallel_consistency(
        one.rows["parallel_id"].tolist(),
        one.rows["lang"].tolist(),
        chances=without_neutral(one.chances) if binary else one.chances,
        truth=one.truth.tolist(),
    )


def consistency_table(study: Study) -> str:
    """All languages of a corpus together; polytone-fast as it is published beside its weights."""
    measured = [
        (corpus.name, "polytone", consistency_of(study[corpus.name])) for corpus in PARALLEL
    ]
    measured += [
        (one.corpus.name, one.model, one.consistency)
        for one in published_consistency()
        if one.model != "polytone"
    ]
    rows = []
    for name, model, found in measured:
        overall = found.overall
        assert overall is not None
        clear = sum(p.shift.q < 0.05 and abs(p.shift.difference.value) >= 0.05 for p in found.pairs)
        rows.append(
            (
                name,
                model,
                f"{overall.ids:,}",
                overall.languages,
                percent(overall.disagreement),
                percent(overall.not_alike),
                f"{clear} of {len(found.pairs)}",
            )
        )
    headings = (
        "corpus",
        "model",
        "different texts",
        "languages",
        "two versions get two labels, %",
        "texts with more than one label, %",
        "pairs of languages with a clear shift",
    )
    return markdown_table(headings, rows)


def language_tables(study: Study) -> str:
    parts = []
    for corpus in PARALLEL:
        found = consistency_of(study[corpus.name])
        rows = [
            (
                group_name(one.language, by="language"),
                one.n,
                signed(one.shift.difference, digits=2) + star(one.shift.q),
                percent(one.flipped) + star(one.flip_shift.q if one.flip_shift else 1),
                percent(one.made_wrong),
                percent(one.accuracy) + star(one.accuracy_shift.q if one.accuracy_shift else 1),
            )
            for one in found.languages
        ]
        headings = (
            corpus.name,
            "n",
            "shift of the score",
            "another label than most, %",
            "of these made wrong, %",
            "right, %",
        )
        parts.append(markdown_table(headings, rows))
    return "\n\n".join(parts)


def all_trials(study: Study) -> dict[str, list[GroupTrials]]:
    found: dict[str, list[GroupTrials]] = {}
    for name in TITLES:
        parts = [study[part] for part in (HOTELS if name == "hotels" else (name,))]
        found[name] = []
        for one in parts:
            for group in sorted(set(one.groups)):
                chosen = one.groups == group
                if chosen.sum() >= SMALLEST:
                    place = len(found[name])
                    trial = run_trials(
                        one.truth[chosen], one.called[chosen], group=group, seed=10_000 * place
                    )
                    found[name].append(trial)
    return found


def errors_table(trials: dict[str, list[GroupTrials]]) -> str:
    rows = []
    for name, each in trials.items():
        errors = share_errors(each)
        by = "market" if "origin" in TITLES[name] else "language"
        rows.append(
            (
                TITLES[name],
                errors.groups,
                f"{errors.texts:,}",
                points(errors.raw),
                points(errors.corrected),
                points(errors.labels_only),
                f"{100 * errors.covered:.1f}",
                f"{100 * errors.raw_covered:.0f}",
                f"±{50 * errors.width:.1f}",
                f"±{50 * errors.labels_width:.1f}",
                f"{group_name(errors.worst_group, by=by)} "
                f"{signed_number(100 * errors.worst_raw, 0)}",
            )
        )
    headings = (
        "corpus",
        "groups",
        "texts",
        "error of raw shares",
        "of corrected ones",
        "of 100 labels alone",
        "corrected intervals that hold, %",
        "raw ones, %",
        "width corrected",
        "width labels alone",
        "raw negatives furthest off",
    )
    return markdown_table(headings, rows)


def pairs_table(trials: dict[str, list[GroupTrials]]) -> str:
    rows = []
    for name, each in trials.items():
        raw, corrected = raw_pairs(each), corrected_pairs(each)
        rows.append(
            (
                TITLES[name],
                f"{raw.pairs:.0f}",
                f"{raw.real:.0f}",
                f"{raw.clear:.1f}",
                f"{raw.nothing + raw.reversed:.1f}",
                f"{raw.found:.1f}",
                f"{corrected.clear:.1f}",
                f"{corrected.nothing + corrected.reversed:.1f}",
                f"{corrected.found:.1f}",
            )
        )
    headings = (
        "corpus",
        "pairs",
        "truly 5 points apart",
        "raw: said to differ",
        "raw: falsely",
        "raw: true ones found",
        "corrected: said to differ",
        "corrected: falsely",
        "corrected: true ones found",
    )
    return markdown_table(headings, rows)


def carried_table(study: Study) -> str:
    tables = {name: _confusions(study[name]) for name in TITLES if name != "hotels"}
    rows = [
        (f"{TITLES[name]}: rates of the other groups", *_carried(carry_over(tables[name])))
        for name in ("disneyland_tripadvisor", "booking_515k", "skytrax_british_airways")
    ]
    english = ("disneyland_tripadvisor", "booking_515k", "skytrax_british_airways")
    for name in english:
        others = {
            f"{other} {group}": table
            for other in english
            if other != name
            for group, table in tables[other].items()
        }
        found = carry_over(tables[name], elsewhere=others)
        rows.append((f"{TITLES[name]}: rates of the two other corpora", *_carried(found)))
    rows += [
        (f"{TITLES[name]}: rates of the other languages", *_carried(carry_over(tables[name])))
        for name in ("mabsa_parallel", "umsab_xlmt")
    ]
    stated = read_confusion(embedded_model_folder())
    if stated is not None:
        held = "–" if stated.covered is None else f"{100 * stated.covered:.0f}"
        answered = (str(stated.tried), str(stated.answered), "–", "–", held, "–")
        rows.append(("each source of the published error rates by the others", *answered))
    headings = (
        "corrected with",
        "groups",
        "with an answer",
        "error of raw shares",
        "of corrected ones",
        "intervals that hold, %",
        "width",
    )
    return markdown_table(headings, rows)


def likeness_table(study: Study) -> str:
    """How alike the model's error rates are in the groups of one source."""
    english = ("disneyland_tripadvisor", "booking_515k", "skytrax_british_airways")
    tables = {name: list(_confusions(study[name]).values()) for name in english}
    parts = {TITLES[name]: [one] for name, one in tables.items()} | {
        "all three": list(tables.values())
    }
    rows = []
    for title, corpora in parts.items():
        best, least = group_likeness(corpora)
        rows.append((title, sum(map(len, corpora)), f"{best:,.0f}", f"{least:,.0f}"))
    return markdown_table(("corpus", "groups", "concentration", "at least (95 %)"), rows)


def _carried(found: CarriedOver) -> tuple[str, ...]:
    return (
        str(found.groups),
        str(found.answered),
        points(found.raw),
        points(found.corrected),
        f"{100 * found.covered:.0f}" if found.answered else "–",
        f"±{50 * found.width:.0f}" if found.answered else "–",
    )


def _confusions(one: Scored) -> dict[str, NDArray[np.int64]]:
    return {
        group: confusion_table(one.truth[chosen], one.called[chosen])
        for group in sorted(set(one.groups))
        for chosen in [one.groups == group]
        if chosen.sum() >= 100
    }
