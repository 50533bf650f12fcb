"""The only reader of the environment, and where the product's own files are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal, get_args

from sentiment.errors import UsageError

DEFAULT_DATABASE = "polytone.duckdb"
DEFAULT_MODEL = "polytone"
FAST_MODEL = "polytone-fast"
APP_PACKAGE = "polytone_app"
Engine = Literal["torch", "openvino"]
ENGINES: tuple[Engine, ...] = get_args(Engine)
Precision = Literal["float32", "bfloat16", "int8"]
PRECISIONS: tuple[Precision, ...] = get_args(Precision)
FASTEST = "fastest"


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
    for engine in ENGINES:
        if engine == wanted:
            return engine
    raise UsageError(
        f"There is no engine {wanted!r} to score with.",
        hint=f"POLYTONE_ENGINE can be {' or '.join(ENGINES)}.",
    )


def scoring_precision(named: str | None = None) -> Precision | None:
    """The number format that the embedded model is computed in: as named, else
    ``POLYTONE_PRECISION``, else None for whichever is fastest on this CPU.

    In float32 two machines agree within .01 of a probability, in int8 not on every text.
    Raises :class:`UsageError` where there is no such format.
    """
    wanted = named or os.environ.get("POLYTONE_PRECISION") or FASTEST
    if wanted == FASTEST:
        return None
    for precision in PRECISIONS:
        if precision == wanted:
            return precision
    raise UsageError(
        f"There is no precision {wanted!r} to score in.",
        hint=f"POLYTONE_PRECISION can be {', '.join(PRECISIONS)} or {FASTEST}.",
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
