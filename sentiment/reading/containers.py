"""What a file is, told by its content, and what archives hold.

Archives are unpacked in pieces and with limits, so that a small file cannot unfold
into more than the machine holds (a "ZIP bomb").
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Literal

from sentiment.errors import ReadingError

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["text", "xlsx", "parquet", "gzip", "zip"]

UNPACKED_LIMIT = 2 << 30
"""Most bytes that one file may unfold into."""
RATIO_LIMIT = 200
_RATIO_FROM = 64 << 20
_MEMBER_LIMIT = 1_000
_PIECE = 1 << 20

_SAVE_AS = "Save or export it as CSV or XLSX."
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "an old Excel file (.xls) or a workbook with a password",
     "Open it and save it as XLSX or CSV, without a password."),
    (b"%PDF", "a PDF", _SAVE_AS),
    (b"\x89PNG", "an image (PNG)", _SAVE_AS),
    (b"\xff\xd8\xff", "an image (JPEG)", _SAVE_AS),
    (b"GIF8", "an image (GIF)", _SAVE_AS),
    (b"MZ\x90", "a Windows program", _SAVE_AS),
    (b"\x7fELF", "a program", _SAVE_AS),
    (b"SQLite format 3\0", "an SQLite database", "Export its table of reviews as CSV."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it, or pack it as ZIP."),
    (b"Rar!\x1a\x07", "a RAR archive", "Unpack it, or pack it as ZIP."),
    (b"BZh", "a bzip2 archive", "Unpack it, or pack it as ZIP or gzip."),
    (b"\xfd7zXZ\0", "an xz archive", "Unpack it, or pack it as ZIP or gzip."),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", "Unpack it, or pack it as ZIP or gzip."),
    (b"{\\rtf", "a text document (RTF)", _SAVE_AS),
    (b"RIFF", "a sound, film or image", _SAVE_AS),
    (b"OggS", "a sound", _SAVE_AS),
    (b"ID3", "a sound (MP3)", _SAVE_AS),
)  # fmt: skip
_WEB_PAGE = (b"<!doctype html", b"<html", b"<?xml", b"<table")
_SKIPPED_NAMES = {".ds_store", "thumbs.db", "desktop.ini"}
_SKIPPED_ENDINGS = {
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".pdf", ".md", ".html", ".htm", ".xml",
    ".doc", ".docx", ".rtf", ".mp4", ".mp3", ".exe", ".css", ".js", ".log", ".ini", ".yml",
}  # fmt: skip


@dataclass(frozen=True)
class Unpacked:
    """The content of a gzip file, or of one member of a zip; ``notes`` say what is amiss."""

    name: str
    data: bytes
    notes: tuple[str, ...] = ()


def identify_kind(data: bytes) -> Kind:
    """What ``data`` is; raises ReadingError for a file that cannot hold an export."""
    if not data:
        raise ReadingError("The file is empty.", hint="Export it again.")
    if data.startswith(b"\x1f\x8b"):
        return "gzip"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _identify_zip(data)
    if data.startswith(b"PAR1"):
        return "parquet"
    for magic, what, hint in _FOREIGN:
        if data.startswith(magic):
            raise ReadingError(f"The file is {what}, not an export of reviews.", hint=hint)
    if data[257:262] == b"ustar":
        raise ReadingError("The file is a tar archive.", hint="Unpack it, or pack it as ZIP.")
    if data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_WEB_PAGE):
        raise ReadingError(
            "The file is a web page or XML, not an export of reviews.",
            hint=f"Perhaps the login page was saved in its place. {_SAVE_AS}",
        )
    return "text"


def check_text(utf8: bytes) -> None:
    """Raise ReadingError where decoded text is so full of control characters that it is none."""
    head = utf8[: 1 << 16].decode("utf-8", errors="ignore")
    if not head.strip():
        if not utf8.strip():
            raise ReadingError("The file is empty.", hint="Export it again.")
        return
    odd = sum((char < " " and char not in "\t\n\r\f") or "\x7f" <= char < "\xa0" for char in head)
    if odd * 40 > len(head) or head.count("\ufffd") * 3 > len(head):
        raise ReadingError(
            "The file is binary, not text.",
            hint=f"{_SAVE_AS} If it is text, name its encoding.",
        )


def unpack_gzip(data: bytes, *, name: str) -> Unpacked:
    """The content of a gzip file; one that breaks off gives what came before.

    Raises ReadingError for a bomb, or where nothing can be unpacked.
    """
    out = io.BytesIO()
    notes: tuple[str, ...] = ()
    if not _gunzip(data, out):
        if out.tell() == 0:
            raise ReadingError("The gzip file is damaged.", hint="Download or pack it again.")
        notes = ("The gzip file breaks off; what came before was read.",)
    inner = out.getvalue()
    # A workbook is packed like a ZIP archive, and is none.
    if inner.startswith(b"\x1f\x8b") or inner[257:262] == b"ustar" or is_archive(inner):
        raise ReadingError("The gzip file holds another archive.", hint="Unpack it first.")
    return Unpacked(name, inner, notes)


def is_archive(data: bytes) -> bool:
    """Whether ``data`` is a ZIP archive and no workbook."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06")) and _identify_zip(data) == "zip"


def unpack_zip(data: bytes) -> Iterator[Unpacked]:
    """The members of a zip that may be exports; a skipped one has a note and no data.

    Raises ReadingError for a bomb, a password, a damaged or an empty archive.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ReadingError("The ZIP file is damaged.", hint="Download or pack it again.") from error
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if not members:
            raise ReadingError("The ZIP file is empty.", hint="Pack the exports into it again.")
        _check_members(members, packed=len(data))
        unpacked = 0
        for member in members:
            if _is_no_table(member.filename):
                yield Unpacked(member.filename, b"", (f"{member.filename} is no table: skipped.",))
                continue
            out = io.BytesIO()
            try:
                with archive.open(member) as stream:
                    _copy(stream, out, packed=len(data), before=unpacked)
            except (
                zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError,
                RuntimeError, ValueError,
            ) as error:  # fmt: skip
                yield Unpacked(
                    member.filename, b"", (f"{member.filename} is damaged: skipped ({error}).",)
                )
                continue
            unpacked += out.tell()
            yield Unpacked(member.filename, out.getvalue())


def _identify_zip(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ReadingError(
            "The file is a damaged ZIP archive or workbook.", hint="Download or save it again."
        ) from error
    if "[Content_Types].xml" in names:
        if any(name.startswith("xl/") for name in names):
            return "xlsx"
        raise ReadingError("The file is a text document or slides.", hint=_SAVE_AS)
    if "mimetype" in names and "content.xml" in names:
        raise ReadingError("The file is an OpenDocument file (.ods).", hint=_SAVE_AS)
    if any(name.startswith("Index/") and name.endswith(".iwa") for name in names):
        raise ReadingError("The file is an Apple Numbers file.", hint=_SAVE_AS)
    return "zip"


def check_zip_size(data: bytes) -> None:
    """Raise ReadingError where the members of a zip (or XLSX) unfold into too much.

    Goes by the sizes that the archive states; readers that unpack count as well.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_members(archive.infolist(), packed=len(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ReadingError("The file is damaged.", hint="Save it again.") from error


def _check_members(members: list[zipfile.ZipInfo], *, packed: int) -> None:
    if len(members) > _MEMBER_LIMIT:
        raise ReadingError(
            f"The archive holds {len(members):,} files; at most {_MEMBER_LIMIT:,} are read.",
            hint="Pack only the exports.",
        )
    if any(member.flag_bits & 1 for member in members):
        raise ReadingError(
            "The archive is locked with a password.", hint="Unpack it and give the files in it."
        )
    _check_unpacked(sum(member.file_size for member in members), packed=packed)


def _check_unpacked(unpacked: int, *, packed: int) -> None:
    if unpacked > UNPACKED_LIMIT or (
        unpacked > _RATIO_FROM and unpacked > RATIO_LIMIT * max(packed, 1)
    ):
        raise ReadingError(
            f"The archive of {packed:,} bytes unfolds into {unpacked:,} bytes or more, "
            "which no export does.",
            hint="If it is an export, unpack it and give the files in it.",
        )


def _gunzip(data: bytes, target: IO[bytes]) -> bool:
    """Unpack one or several gzip streams; False where they break off or are damaged."""
    unpacked, rest = 0, memoryview(data)
    while rest:
        engine = zlib.decompressobj(wbits=31)
        while not engine.eof:
            try:
                piece = engine.decompress(rest[:_PIECE], _PIECE)
            except zlib.error:
                return False
            rest = rest[min(len(rest), _PIECE) - len(engine.unconsumed_tail) :]
            unpacked += len(piece)
            _check_unpacked(unpacked, packed=len(data))
            target.write(piece)
            if not rest and not piece and not engine.eof:
                return False
        rest = memoryview(data)[len(data) - len(rest) - len(engine.unused_data) :]
        if bytes(rest[:2]) != b"\x1f\x8b":
            break  # what follows is padding
    return True


def _copy(source: IO[bytes], target: IO[bytes], *, packed: int, before: int) -> None:
    unpacked = before
    while piece := source.read(_PIECE):
        unpacked += len(piece)
        _check_unpacked(unpacked, packed=packed)
        target.write(piece)


def _is_no_table(name: str) -> bool:
    path = PurePosixPath(name)
    return (
        "__MACOSX" in path.parts
        or path.name.startswith(".")
        or path.name.lower() in _SKIPPED_NAMES
        or path.suffix.lower() in _SKIPPED_ENDINGS
        or path.stem.lower() in {"readme", "license", "licence", "changelog"}
    )
