"""Every deliberate error: what was given, what was expected, what to do next."""

from __future__ import annotations


class PolytoneError(Exception):
    """Base of all deliberate errors; people see its text, never a traceback.

    ``message`` names the value and what was expected; ``hint`` is the next step.

    >>> print(PolytoneError("No file 'a.csv'.", hint="Check the path."))
    No file 'a.csv'. Check the path.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(f"{message} {hint}".strip())
        self.message = message
        self.hint = hint


class UsageError(PolytoneError):
    """The call was wrong: an unknown option, field, model or grouping (exit code 2)."""


class ReadingError(PolytoneError):
    """A file cannot be read at all, or holds nothing that is a review."""


class StorageError(PolytoneError):
    """The database cannot be opened, is locked, or is not a Polytone database."""


class ModelError(PolytoneError):
    """A model cannot be loaded or its labels are not understood."""


class TrainingError(PolytoneError):
    """Training or packing cannot go on with what it was given."""


class MissingExtraError(PolytoneError):
    """An optional package is not installed; the hint is the exact install line."""

    def __init__(self, package: str, *, extra: str) -> None:
        super().__init__(
            f"This needs the package '{package}', which is not installed.",
            hint=f"Install it with: pip install 'polytone[{extra}]'",
        )
