"""Is a packed model complete and unchanged? Its SHA-256 sums travel beside it.

``SHA256SUMS`` is in the format of coreutils, so that ``sha256sum --check SHA256SUMS``
in the folder says the same as Polytone does.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from sentiment.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

CHECKSUMS_FILE = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


def how_to_get_back(folder: Path) -> str:
    """What to do when the model in ``folder`` cannot be used, in one sentence."""
    return (
        "Install Polytone again from where you got it (pip install --force-reinstall --no-deps); "
        f"in a checkout, run 'git checkout -- {folder}'; or build the model with "
        "'polytone build-default', a baseline with 'polytone build-baselines'."
    )


def write_checksums(folder: Path, names: Iterable[str]) -> Path:
    """Write the sums of the files ``names`` of ``folder`` and return the path of the list."""
    path = folder / CHECKSUMS_FILE
    lines = [f"{_sha256(folder / name)}  {name}\n" for name in sorted(names)]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def read_checksums(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file of the model in ``folder``, in hexadecimal, by its name.

    Raises :class:`ModelError` where the list is missing or no such list.
    """
    path = folder / CHECKSUMS_FILE
    if not path.is_file():
        raise ModelError(
            f"The model in {folder} cannot be checked: no file {path}.",
            hint=how_to_get_back(folder),
        )
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    found = [_LINE.fullmatch(line) for line in lines]
    if not lines or None in found:
        raise ModelError(
            f"{path} is damaged: expected lines of a SHA-256 and a file's name.",
            hint=how_to_get_back(folder),
        )
    return {match[2]: match[1] for match in found if match}


def verify_checksums(folder: Path, *, required: Iterable[str]) -> None:
    """Check every listed file of ``folder``, among them the ``required`` ones.

    Raises :class:`ModelError` where a file is missing, not listed, or not the one
    that was packed; the message says how to get it back.
    """
    sums = read_checksums(folder)
    for name in sorted({*sums, *required}):
        path = folder / name
        if not path.is_file():
            raise ModelError(
                f"The model is incomplete: no file {path}.", hint=how_to_get_back(folder)
            )
        if name not in sums:
            raise ModelError(
                f"{folder / CHECKSUMS_FILE} does not list {name}.", hint=how_to_get_back(folder)
            )
        found = _sha256(path)
        if found != sums[name]:
            raise ModelError(
                f"{path} is damaged, cut short or of another version: its {path.stat().st_size:,} "
                f"bytes have the SHA-256 {found[:12]}…, expected {sums[name][:12]}….",
                hint=how_to_get_back(folder),
            )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
