"""A benchmark's results as they are kept: one JSON file, read by scripts and by the app.

The file is an object with

- ``format`` (:data:`FORMAT`), ``data`` (the name of the folder), ``made_at`` (UTC), ``most``
  (the most texts of a test set, or null) and ``complete`` (false where the last run was stopped);
- ``models``: for each its ``model`` as it was named, ``model_id``, and

  - ``sets``: one entry a test set with ``source``, ``part`` ("in-domain" or "never seen"),
    ``language``, ``classes`` (2 or 3), ``n``, ``available`` (texts before drawing),
    ``fingerprint`` of the texts, ``macro_f1`` with its ``interval`` [low, high], ``accuracy`` with
    ``accuracy_interval``, ``calibration_error``, ``calibration_error_by_chance`` and ``table``
    (truth in rows);
  - ``by_language`` and ``by_source``: unweighted means of those, with ``group``, ``part``,
    ``classes``, ``macro_f1``, ``interval``, ``n`` and ``members``;
  - ``averages``: means of those again, with ``over`` ("languages" or "sources") and ``groups``;

- ``published``: what others published on sources among these, with ``model``, ``source``,
  ``citation``, ``n`` of each language, ``mean`` and ``macro_f1`` by language;
- ``transfer``: tables with ``features``, ``features_id``, ``source``, ``note``, ``trained_on``
  (texts a language), ``languages``, ``macro_f1`` and ``intervals`` (rows: trained in), ``n``, and
  ``same``, ``cross``, ``gap``, ``lost_from``, ``lost_in`` as in
  :class:`sentiment.evaluation.transfer_table.TransferTable`.

All figures are in 0..1.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sentiment.errors import UsageError
from sentiment.evaluation.benchmark_table import SetQuality, averages, group_means
from sentiment.evaluation.published_figures import PublishedFigures, read_published_figures
from sentiment.evaluation.transfer_table import TransferTable
from sentiment.records import Interval
from sentiment.workflows.output_files import whole_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

FORMAT = "polytone-benchmark-1"
_DIGITS = 4


@dataclass(frozen=True)
class MeasuredSet:
    """What ``model`` reached on one test set, of which ``available`` texts there were.

    ``fingerprint`` is that of the texts that were scored, see
    :class:`sentiment.training.labelled_sets.LabelledSet`.
    """

    model: str
    model_id: str
    quality: SetQuality
    available: int
    fingerprint: str

    @property
    def is_whole(self) -> bool:
        """Whether the whole set was scored."""
        return self.quality.n == self.available


@dataclass(frozen=True)
class MeasuredTransfer:
    """A transfer table on ``source`` with the vectors called ``features``.

    ``trained_on`` counts the training texts of each language; ``note`` says how the
    table has to be read.
    """

    features: str
    features_id: str
    source: str
    note: str
    trained_on: tuple[int, ...]
    fingerprint: str
    table: TransferTable


@dataclass(frozen=True)
class BenchmarkReport:
    """All results of a benchmark over the folder named ``data``."""

    data: str
    most: int | None
    made_at: datetime
    complete: bool
    measured: tuple[MeasuredSet, ...]
    transfers: tuple[MeasuredTransfer, ...] = ()

    @property
    def models(self) -> tuple[str, ...]:
        """The models in the order in which they were measured."""
        return tuple(dict.fromkeys(one.model for one in self.measured))

    def of(self, model: str) -> tuple[MeasuredSet, ...]:
        """The results of one model."""
        return tuple(one for one in self.measured if one.model == model)

    @property
    def published(self) -> list[PublishedFigures]:
        """What others published on sources that were measured."""
        sources = {one.quality.source for one in self.measured}
        return [figures for figures in read_published_figures() if figures.source in sources]


def write_benchmark(report: BenchmarkReport, output: Path) -> None:
    """Write ``report`` to ``output``, whole or not at all."""
    with whole_file(output) as partial:
        content = json.dumps(benchmark_content(report), ensure_ascii=False, indent=1)
        partial.write_text(content + "\n", encoding="utf-8")


def read_benchmark(path: Path) -> BenchmarkReport:
    """The report in ``path``; :class:`UsageError` where it is no benchmark's file."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise ValueError(f"its format is {content['format']!r}, expected {FORMAT!r}")
        measured = [
            _read_set(entry, model=model["model"], model_id=model["model_id"])
            for model in content["models"]
            for entry in model["sets"]
        ]
        return BenchmarkReport(
            data=content["data"],
            most=content["most"],
            made_at=datetime.fromisoformat(content["made_at"]),
            complete=content["complete"],
            measured=tuple(measured),
            transfers=tuple(_read_transfer(entry) for entry in content["transfer"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"'{path}' is no result of a benchmark ({error}).",
            hint="Name a file that 'polytone benchmark' wrote, or another one with --output.",
        ) from error


def benchmark_content(report: BenchmarkReport) -> dict[str, Any]:
    """The report as the JSON object that this module describes."""
    return {
        "format": FORMAT,
        "data": report.data,
        "made_at": report.made_at.isoformat(timespec="seconds"),
        "most": report.most,
        "complete": report.complete,
        "models": [_model(report.of(model)) for model in report.models],
        "published": [
            {
                "model": one.model,
                "source": one.source,
                "citation": one.citation,
                "n": one.n,
                "mean": one.mean,
                "macro_f1": dict(one.macro_f1),
            }
            for one in report.published
        ],
        "transfer": [_transfer(one) for one in report.transfers],
    }


def _model(sets: Sequence[MeasuredSet]) -> dict[str, Any]:
    qualities = [one.quality for one in sets]
    return {
        "model": sets[0].model,
        "model_id": sets[0].model_id,
        "sets": [_set(one) for one in sets],
        "by_language": _means(qualities, "languages"),
        "by_source": _means(qualities, "sources"),
        "averages": [
            {
                "over": one.over,
                "part": one.part,
                "classes": one.classes,
                **_figure("macro_f1", one.macro_f1),
                "groups": one.groups,
            }
            for one in averages(qualities)
        ],
    }


def _means(qualities: Iterable[SetQuality], over: Any) -> list[dict[str, Any]]:
    return [
        {
            "group": one.group,
            "part": one.part,
            "classes": one.classes,
            **_figure("macro_f1", one.macro_f1),
            "members": list(one.members),
        }
        for one in group_means(qualities, over=over)
    ]


def _set(one: MeasuredSet) -> dict[str, Any]:
    quality = one.quality
    return {
        "source": quality.source,
        "part": quality.part,
        "language": quality.language,
        "classes": quality.classes,
        **_figure("macro_f1", quality.macro_f1),
        "accuracy": round(quality.accuracy.value, _DIGITS),
        "accuracy_interval": _ends(quality.accuracy),
        "calibration_error": round(quality.calibration_error, _DIGITS),
        "calibration_error_by_chance": round(quality.by_chance, _DIGITS),
        "table": [list(row) for row in quality.table],
        "available": one.available,
        "fingerprint": one.fingerprint,
    }


def _read_set(entry: dict[str, Any], *, model: str, model_id: str) -> MeasuredSet:
    quality = SetQuality(
        source=entry["source"],
        part=entry["part"],
        language=entry["language"],
        classes=entry["classes"],
        macro_f1=_interval(entry["macro_f1"], entry["interval"], entry["n"]),
        accuracy=_interval(entry["accuracy"], entry["accuracy_interval"], entry["n"]),
        calibration_error=entry["calibration_error"],
        by_chance=entry["calibration_error_by_chance"],
        table=tuple(tuple(row) for row in entry["table"]),
    )
    return MeasuredSet(model, model_id, quality, entry["available"], entry["fingerprint"])


def _transfer(one: MeasuredTransfer) -> dict[str, Any]:
    table = one.table
    return {
        "features": one.features,
        "features_id": one.features_id,
        "source": one.source,
        "note": one.note,
        "fingerprint": one.fingerprint,
        "languages": list(table.languages),
        "trained_on": list(one.trained_on),
        "n": [cell.n for cell in table.macro_f1[0]],
        "macro_f1": [[round(cell.value, _DIGITS) for cell in row] for row in table.macro_f1],
        "intervals": [[_ends(cell) for cell in row] for row in table.macro_f1],
        **{name: _figure("value", getattr(table, name)) for name in ("same", "cross", "gap")},
        "lost_from": [_figure("value", one) for one in table.lost_from],
        "lost_in": [_figure("value", one) for one in table.lost_in],
    }


def _read_transfer(entry: dict[str, Any]) -> MeasuredTransfer:
    def figure(part: dict[str, Any]) -> Interval:
        return _interval(part["value"], part["interval"], part["n"])

    rows = zip(entry["macro_f1"], entry["intervals"], strict=True)
    table = TransferTable(
        languages=tuple(entry["languages"]),
        macro_f1=tuple(
            tuple(_interval(*cell) for cell in zip(values, ends, entry["n"], strict=True))
            for values, ends in rows
        ),
        same=figure(entry["same"]),
        cross=figure(entry["cross"]),
        gap=figure(entry["gap"]),
        lost_from=tuple(figure(part) for part in entry["lost_from"]),
        lost_in=tuple(figure(part) for part in entry["lost_in"]),
    )
    return MeasuredTransfer(
        features=entry["features"],
        features_id=entry["features_id"],
        source=entry["source"],
        note=entry["note"],
        trained_on=tuple(entry["trained_on"]),
        fingerprint=entry["fingerprint"],
        table=table,
    )


def _figure(name: str, interval: Interval) -> dict[str, Any]:
    value = round(interval.value, _DIGITS)
    return {name: value, "interval": _ends(interval), "n": interval.n}


def _ends(interval: Interval) -> list[float]:
    return [round(interval.low, _DIGITS), round(interval.high, _DIGITS)]


def _interval(value: float, ends: Sequence[float], n: int) -> Interval:
    low, high = ends
    return Interval(value, low, high, n)
