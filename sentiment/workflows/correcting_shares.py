"""Shares of sentiment by group and period, corrected for the model's own errors there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.adjusted_counts import ErrorRates
from sentiment.evaluation.corrected_shares import (
    KnownErrors,
    KnownRates,
    correct_shares,
    rates_of_labelled,
    rates_of_language,
)
from sentiment.evaluation.findings import ordered_findings
from sentiment.evaluation.labelled_strata import RepresentativeTable, representative_table
from sentiment.evaluation.labelling_gain import LabellingGain as LabellingGain
from sentiment.evaluation.labelling_gain import labelling_gain as labelling_gain
from sentiment.evaluation.share_ranking import MarketRanking as MarketRanking
from sentiment.evaluation.share_ranking import rank_groups
from sentiment.evaluation.transferred_rates import SourceSpread, transferred_rates
from sentiment.language.names import language_name
from sentiment.reading.known_profiles import source_domains
from sentiment.records import SENTIMENTS, UNDETERMINED, Filters
from sentiment.workflows.share_sentences import gain_sentence as gain_sentence
from sentiment.workflows.share_sentences import share_findings, what_cannot_be_corrected

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from numpy.typing import NDArray

    from sentiment.evaluation.corrected_shares import CorrectedShares, DrawnShares
    from sentiment.evaluation.findings import Finding
    from sentiment.models.stated_confusion import StatedConfusion
    from sentiment.records import Grain
    from sentiment.storage.database import Database
    from sentiment.storage.share_counts import CallCounts

    Tables = dict[tuple[str, str, str], NDArray[np.float64]]

MOST_GROUPS = 100
NOT_TRANSFERABLE = (
    "the filters choose reviews by what the model, the stars or the words say, so that error "
    "rates of other reviews do not hold for them"
)


@dataclass(frozen=True)
class CorrectedAnswer:
    """Raw and corrected shares of all reviews together, and of the groups, largest first.

    With a grain ``periods`` are those of each group (of all reviews where ``by`` is None), by
    group and date; they are corrected with the group's error rates over all time. ``ranking``
    tells which differences between groups survive the correction. ``model_id`` is None where
    nothing is scored.
    """

    model_id: str | None
    by: str | None
    overall: CorrectedShares
    groups: tuple[CorrectedShares, ...]
    ranking: MarketRanking
    findings: tuple[Finding, ...]
    unsaid: tuple[str, ...]
    periods: tuple[CorrectedShares, ...] = ()


def corrected_shares(
    database: Database,
    *,
    by: str | None,
    filters: Filters | None = None,
    grain: Grain | None = None,
) -> CorrectedAnswer:
    """The shares of the groups of ``by``, as the model calls them and corrected.

    ``by`` is a grouping of reviews ("market", "language", "product", "source", "domain",
    "month"), "column:NAME", or None for all together. At most 100 groups, the largest. Raises
    :class:`sentiment.errors.UsageError` for an unknown grouping or grain.
    """
    from sentiment.storage.predictions import active_model
    from sentiment.storage.share_counts import call_counts, count_answered, labelled_tables

    filters = filters or Filters()
    domains = source_domains()
    calls = call_counts(database, by=by, filters=filters, domains=domains, most=MOST_GROUPS)
    tables = labelled_tables(database, by=by, filters=filters, domains=domains)
    known = _known_errors(database, filters)
    of_group: dict[str, list[CallCounts]] = {}
    for one in calls:
        of_group.setdefault(one.group, []).append(one)
    drawn = sorted(
        (_corrected(group, own, tables, known) for group, own in of_group.items()),
        key=lambda one: (-one.shares.scored, one.shares.group),
    )
    every = calls
    if len(of_group) == MOST_GROUPS:
        every = call_counts(database, by=None, filters=filters)
    overall = _corrected("", every, _merged(tables), known)
    groups = tuple(one.shares for one in drawn) if by else ()
    ranking = rank_groups(drawn if by else [])
    answer = CorrectedAnswer(
        model_id=active_model(database),
        by=by,
        overall=overall.shares,
        groups=groups,
        ranking=ranking,
        findings=ordered_findings(share_findings(drawn, ranking, by=by)),
        unsaid=tuple(
            what_cannot_be_corrected(
                overall.shares,
                groups,
                by=by,
                answered=count_answered(database, filters=filters),
                is_cut=len(of_group) == MOST_GROUPS,
            )
        ),
    )
    if grain is None:
        return answer
    periods = _periods(database, by=by, filters=filters, grain=grain, known=known)
    return replace(answer, periods=periods)


def _periods(
    database: Database, *, by: str | None, filters: Filters, grain: Grain, known: KnownErrors
) -> tuple[CorrectedShares, ...]:
    from sentiment.storage.share_counts import call_counts, labelled_tables

    domains = source_domains()
    ever = replace(filters, since=None, until=None)
    calls = call_counts(
        database, by=by, filters=filters, grain=grain, domains=domains, most=MOST_GROUPS
    )
    tables = labelled_tables(database, by=by, filters=ever, domains=domains)
    of_group: dict[str, NDArray[np.float64]] = {}
    for (group, _, _), counts in tables.items():
        of_group[group] = of_group.get(group, 0) + counts
    nobody = np.zeros((len(SENTIMENTS),) * 2)
    rates = {
        group: rates_of_labelled(table, method="group errors", name=group)
        for group, table in of_group.items()
    }
    of_period: dict[tuple[str, date | None], list[CallCounts]] = {}
    for one in calls:
        of_period.setdefault((one.group, one.period), []).append(one)
    return tuple(
        correct_shares(
            group,
            called=_by_language(counted),
            labels=RepresentativeTable(
                of_group.get(group, nobody), int(of_group.get(group, nobody).sum())
            ),
            known=known,
            period=period,
            own=rates.get(group),
        ).shares
        for (group, period), counted in of_period.items()
    )


def _corrected(
    group: str, calls: list[CallCounts], tables: Tables, known: KnownErrors
) -> DrawnShares:
    scored: dict[tuple[str, str], float] = {}
    for one in calls:
        stratum = (one.market, one.language)
        scored[stratum] = scored.get(stratum, 0.0) + float(one.calls.sum())
    own = {(market, language): table for (name, market, language), table in tables.items()
           if name == group}  # fmt: skip
    return correct_shares(
        group, called=_by_language(calls), labels=representative_table(scored, own), known=known
    )


def _by_language(calls: Iterable[CallCounts]) -> dict[str, NDArray[np.float64]]:
    called: dict[str, NDArray[np.float64]] = {}
    for one in calls:
        called[one.language] = called.get(one.language, 0) + one.calls
    return called


def _merged(tables: Tables) -> Tables:
    """The tables of all groups together, as those of the group ""."""
    merged: Tables = {}
    for (_, market, language), table in tables.items():
        key = ("", market, language)
        merged[key] = merged.get(key, np.zeros_like(table)) + table
    return merged


def _known_errors(database: Database, filters: Filters) -> KnownErrors:
    """What is known of the model's errors by language, outside the groups."""
    from sentiment.models.catalogue import find_confusions
    from sentiment.storage.predictions import active_model
    from sentiment.storage.share_counts import labelled_tables

    if _depends_on_the_answer(filters):
        return KnownErrors(not_transferable=NOT_TRANSFERABLE)
    tables: dict[str, list[NDArray[np.float64]]] = {}
    for (language, _, _), table in labelled_tables(database, by="language").items():
        tables.setdefault(language, []).append(table)
    model = active_model(database)
    stated = find_confusions(model) if model else None

    @cache
    def rates_in(language: str) -> KnownRates | None:
        if language in ("", UNDETERMINED):
            return None
        found = None
        if language in tables:
            found = rates_of_language(tables[language], name=language)
        return _published(stated, language) if found is None and stated is not None else found

    return KnownErrors(rates_in)


def _published(stated: StatedConfusion, language: str) -> KnownRates | None:
    own = stated.of_language(language)
    if not own:
        return None
    rates = transferred_rates(
        [np.array(one.table, np.float64) for one in own],
        [np.array(one.table, np.float64) for one in stated.sources],
        spread=SourceSpread(stated.language_spread, stated.source_spread),
    )
    texts = sum(one.texts for one in own)
    why_not = None
    if not stated.holds:
        why_not = (
            "the model's errors differ too much from source to source to use those that it "
            f"states for other texts in {language_name(language)} ({stated.tried} sources were "
            f"left out in turn; {stated.answered} of them could be corrected by the others)"
        )
    return KnownRates("published errors", ErrorRates.of(rates), texts, why_not)


def _depends_on_the_answer(filters: Filters) -> bool:
    """Whether reviews are chosen by something that goes with the model's being right."""
    return bool(
        filters.text
        or filters.stars
        or filters.sentiments
        or filters.confidence is not None
        or filters.uncertain_language is not None
        or filters.disagree
        or filters.unsure is not None
    )
