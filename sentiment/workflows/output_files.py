"""Files that are handed to people: whole or not there at all."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from sentiment.errors import PolytoneError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Kind = Literal["csv", "parquet"]


def output_kind(output: Path) -> Kind:
    """What the ending of ``output`` asks for: ``.csv`` or ``.parquet``, in either case.

    To be asked before long work whose result goes there. Raises as :func:`output_ending`.
    """
    return "csv" if output_ending(output, of=("csv", "parquet")) == "csv" else "parquet"


def output_ending(output: Path, *, of: tuple[str, str]) -> str:
    """Which of two endings (without dots) ``output`` has, in either case.

    Raises UsageError for another ending, for a folder and for a folder that does not exist,
    and PolytoneError where the folder may not be written to.
    """
    one, other = of
    if output.is_dir():
        raise UsageError(f"'{output}' is a folder.", hint=f"Name a .{one} or .{other} file in it.")
    ending = output.suffix.lower().removeprefix(".")
    if ending not in of:
        raise UsageError(
            f"'{output.name}' ends in neither .{one} nor .{other}.", hint="Name one of the two."
        )
    if not output.parent.is_dir():
        raise UsageError(
            f"There is no folder '{output.parent}'.", hint="Make it, or name another one."
        )
    if not os.access(output.parent, os.W_OK):
        raise PolytoneError(
            f"The folder '{output.parent}' may not be written to.",
            hint="Change its permissions, or name a file in another folder.",
        )
    return ending


@contextmanager
def whole_file(output: Path) -> Iterator[Path]:
    """A path beside ``output`` to write to; the file moves into its place at the end.

    Where writing fails nothing is left, and what the disk refused is a PolytoneError.
    """
    partial = output.with_name(f"{output.name}.partial")
    try:
        yield partial
        partial.replace(output)
    except OSError as error:
        raise PolytoneError(
            f"'{output}' could not be written: {error.strerror or error}.",
            hint="Check the free space of the disk, or name another file.",
        ) from error
    finally:
        partial.unlink(missing_ok=True)
