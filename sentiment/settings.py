"""The only reader of the environment, and where the product's own files are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal, TypeVar, get_args

from sentiment.errors import UsageError

DEFAULT_DATABASE = "polytone.duckdb"
DEFAULT_MODEL = "polytone"
FAST_MODEL = "polytone-fast"
APP_PACKAGE = "polytone_app"
Engine = Literal["torch", "openvino"]
ENGINES: tuple[Engine, ...] = get_args(Engine)
Precision = Literal["float32", "bfloat16", "int8"]
PRECISIONS: tuple[Precision, ...] = get_args(Precision)
Known = TypeVar("Known", bound=str)


def database_path(named: Path | None = None) -> Path:
    """The database to use: as named, else ``POLYTONE_DB``, else ``polytone.duckdb`` here."""
    return named or Path(os.environ.get("POLYTONE_DB") or DEFAULT_DATABASE)


def model_id(named: str | None = None) -> str:
    """The model to use: as named, else ``POLYTONE_MODEL``, else the embedded one."""
    return named or os.environ.get("POLYTONE_MODEL") or DEFAULT_MODEL


def scoring_engine(named: str | None = None) -> Engine:
    """What computes the embedded model: as named, else ``POLYTONE_ENGINE``, else torch.

    Raises :class:`UsageError` where there is no such engine.
    """
    wanted = named or os.environ.get("POLYTONE_ENGINE") or "torch"
    return _one_of(ENGINES, wanted, what="engine", variable="POLYTONE_ENGINE")


def scoring_precision() -> Precision | None:
    """The number format that the embedded model is computed in, ``POLYTONE_PRECISION``; without
    it None, for whichever is fastest on this CPU.

    In float32 two machines agree within .01 of a probability, in int8 not on every text.
    Raises :class:`UsageError` where there is no such format.
    """
    wanted = os.environ.get("POLYTONE_PRECISION")
    if not wanted:
        return None
    return _one_of(PRECISIONS, wanted, what="precision", variable="POLYTONE_PRECISION")


def _one_of(known: tuple[Known, ...], wanted: str, *, what: str, variable: str) -> Known:
    for one in known:
        if one == wanted:
            return one
    raise UsageError(
        f"There is no {what} {wanted!r} to score with.",
        hint=f"{variable} can be {' or '.join(known)}.",
    )


def benchmark_path() -> Path | None:
    """The file or folder with results of a benchmark that ``POLYTONE_BENCHMARK`` names, if any."""
    named = os.environ.get("POLYTONE_BENCHMARK")
    return Path(named) if named else None


def app_folder() -> Path:
    """The folder with ``app.py``, ``pages/`` and ``data/``: the checkout's or the package's."""
    beside = Path(__file__).resolve().parent.parent
    return beside if (beside / "app.py").is_file() else beside / APP_PACKAGE


def sample_folder() -> Path:
    """The folder with the sample exports."""
    return app_folder() / "data"


def embedded_model_folder() -> Path:
    """The folder with the packed default model."""
    return Path(__file__).resolve().parent / "models" / "embedded_weights"


def fast_model_folder() -> Path:
    """The folder with the packed fast model, inside that of the model whose vocabulary it has."""
    return embedded_model_folder() / "fast"


def baselines_folder() -> Path:
    """The folder with the packed baselines, each in a folder of its name."""
    return Path(__file__).resolve().parent / "models" / "baseline_weights"


def cpu_count() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
