"""Find the encoding of a file and bring its text to UTF-8.

Order of evidence: what a person said, byte order mark, the pattern of NUL bytes
(UTF-16 without a mark), strict UTF-8, UTF-8 with a few stray bytes, and only then
legacy encodings, where chardet and the plausibility of each decoded text vote.
Everything runs in pieces, so that memory beyond the file itself stays bounded.
"""

from __future__ import annotations

import codecs
import difflib
import io
import re
from dataclasses import dataclass
from itertools import pairwise

from sentiment.errors import ReadingError, UsageError
from sentiment.reading.plausibility import ALPHABETS, plausibility
from sentiment.reading.threads import map_side_by_side

PIECE = 1 << 22
SAMPLE = 1 << 16

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# The name that people see → the codec that reads most of what such files hold.
_CODECS = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "euc-jp": "euc_jp",
    "gb18030": "gb18030",
    "big5": "cp950",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "iso-8859-2": "iso8859-2",
    "latin-1": "latin-1",
    "iso-2022-jp": "iso2022_jp",
    **{f"windows-{page}": f"cp{page}" for page in (874, *range(1250, 1259))},
}
_EAST_ASIAN = ("shift_jis", "euc-jp", "euc-kr", "gb18030", "big5")
# In a tie the encoding met more often wins; the step is smaller than one odd letter.
_CANDIDATES = (
    "windows-1252", "windows-1251", "windows-1254", "windows-1250", "shift_jis", "gb18030",
    "euc-kr", "big5", "windows-1256", "windows-1253", "windows-1255", "windows-874",
    "windows-1257", "windows-1258", "koi8-r", "euc-jp", "iso-8859-2",
)  # fmt: skip
_NAME_OF_CODEC = {
    **{codecs.lookup(codec).name: name for name, codec in reversed(_CODECS.items())},
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8-sig",
    "ascii": "utf-8",
    "shift_jis": "shift_jis",
    "euc_kr": "euc-kr",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5",
    "big5hkscs": "big5",
    "iso8859-1": "latin-1",
    "utf-16": "utf-16-le",
    "utf-32": "utf-32-le",
}


@dataclass(frozen=True)
class DecodedText:
    """The text of a file as UTF-8 without byte order mark and NUL bytes."""

    utf8: bytes
    encoding: str
    notes: tuple[str, ...] = ()


def check_encoding(name: str) -> str:
    """The name that Polytone uses for an encoding that a person named.

    Raises UsageError with close names where Python knows no such text encoding.

    >>> check_encoding("CP1254")
    'windows-1254'
    """
    try:
        info = codecs.lookup(name.strip())
        is_text = info._is_text_encoding
    except (LookupError, ValueError):
        is_text = False
    if not is_text:
        names = sorted({*_CODECS, "utf-16-le", "utf-16-be"})
        close = difflib.get_close_matches(name.lower(), names, n=3, cutoff=0.5)
        raise UsageError(
            f"There is no encoding '{name}'.",
            hint=f"Did you mean {' or '.join(close)}?" if close else f"Known: {', '.join(names)}.",
        )
    return _NAME_OF_CODEC.get(info.name, info.name)


def detect_encoding(data: bytes) -> str:
    """The encoding in which ``data`` most plausibly is text, under Polytone's names."""
    return _detect(data)[0]


def _detect(data: bytes) -> tuple[str, bool]:
    """The encoding, and whether ``data`` is known to be strict UTF-8."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name, False
    by_nulls = _detect_by_nulls(data)
    if by_nulls:
        return by_nulls, False
    if data[:SAMPLE].find(b"\x1b$") >= 0 and data.isascii():
        return "iso-2022-jp", False
    if _is_utf8(data):
        return "utf-8", True
    if _is_mostly_utf8(data):
        return "utf-8", False
    return _detect_legacy(_telling_sample(data)), False


def decode(data: bytes, *, encoding: str | None = None) -> DecodedText:
    """The text of ``data``, in ``encoding`` where it is named, else in the one found.

    Bytes that are no text in the encoding never stop the reading: stray bytes in
    UTF-8 are read as Windows-1252, others become U+FFFD; both are counted in a note,
    and so are NUL bytes, which are dropped.
    """
    name, is_strict = (check_encoding(encoding), False) if encoding else _detect(data)
    body = data
    for mark, marked in _MARKS:
        if data.startswith(mark) and marked.split("-")[:2] == name.split("-")[:2]:
            body = data[len(mark) :]
            name = marked if name.startswith(("utf-16", "utf-32")) else name
            break
    notes: list[str] = []
    if _CODECS.get(name) == "utf-8":
        utf8 = body if is_strict or _is_utf8(body) else _mend_utf8(body, notes)
    else:
        utf8 = _transcode(body, name, notes)
    if b"\0" in utf8:
        count = utf8.count(0)
        notes.append(f"{count:,} NUL byte{'s were' if count != 1 else ' was'} dropped.")
        utf8 = utf8.replace(b"\0", b"")
    return DecodedText(utf8, name, tuple(notes))


def _detect_by_nulls(data: bytes) -> str | None:
    """UTF-16 without a mark: NULs are half of each ASCII character, and there are some.

    Text in Latin letters shows it by the side on which the NULs stand. In other
    scripts they are few, and the byte order is the one that gives ends of lines and
    delimiters; there the text must not be UTF-8 into which NULs strayed.
    """
    head = data[: SAMPLE - SAMPLE % 2]
    head = head[: len(head) - len(head) % 2]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if even + odd < 2 or (even + odd) * 200 < len(head):
        return None
    if max(even, odd) * 5 >= len(head) and min(even, odd) * 10 <= max(even, odd):
        name = "utf-16-le" if odd > even else "utf-16-be"
        return name if _marks_of_tables(head, name) >= 0 else None
    if _is_utf8(data[: SAMPLE - 4].replace(b"\0", b"")) or _is_mostly_utf8(head):
        return None
    marks = {name: _marks_of_tables(head, name) for name in ("utf-16-le", "utf-16-be")}
    best = max(marks, key=lambda name: marks[name])
    return best if marks[best] > 0 and len(set(marks.values())) == 2 else None


def _marks_of_tables(head: bytes, name: str) -> int:
    """How many line ends and delimiters the text has; -1 where it is no clean text."""
    text = head.decode(name, errors="replace")
    strange = sum(1 for char in text if _is_strange(char))
    if strange * 20 > len(text):
        return -1
    return sum(text.count(mark) for mark in "\n\r,;\t|")


def _is_strange(char: str) -> bool:
    return char == "\ufffd" or (char < " " and char not in "\t\r\n") or "\ue000" <= char <= "\uf8ff"


def _is_utf8(data: bytes) -> bool:
    """Whether all is strict UTF-8; Arrow checks it several times as fast as a decoder."""
    if data.isascii():
        return True
    cuts = [_begin_of_character(data, place) for place in range(0, len(data), PIECE)]
    pieces = pairwise([*dict.fromkeys(cuts), len(data)])
    return all(map_side_by_side(lambda piece: _is_utf8_between(data, *piece), pieces))


def _begin_of_character(data: bytes, place: int) -> int:
    """The place, or up to three bytes before it, where no character goes on."""
    for begin in range(place, max(place - 4, -1), -1):
        if data[begin] & 0xC0 != 0x80:
            return begin
    return place


def _is_utf8_between(data: bytes, begin: int, end: int) -> bool:
    import pyarrow as pa

    ends = pa.array([begin, end], pa.int64()).buffers()[1]
    try:
        pa.LargeStringArray.from_buffers(1, ends, pa.py_buffer(data)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether several characters are right UTF-8 for each byte that is not."""
    sample = _telling_sample(data)
    stray: list[int] = []
    _decode_counting(sample, stray)
    cut_at_end = bool(stray) and stray[-1] >= len(sample) - 3
    wrong = len(stray) - cut_at_end
    right = len(re.findall(rb"[\xc2-\xf4][\x80-\xbf]+", sample)) - wrong
    return right >= 1 and wrong * 4 <= right


def _decode_counting(data: bytes, stray: list[int]) -> str:
    """Decode UTF-8; a stray byte is read as Windows-1252 and its place is noted."""

    def mend(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        byte = error.object[error.start : error.start + 1]
        stray.append(error.start)
        return byte.decode("cp1252", errors="replace"), error.start + 1

    codecs.register_error("polytone-stray", mend)
    return data.decode("utf-8", errors="polytone-stray")


def _mend_utf8(data: bytes, notes: list[str]) -> bytes:
    out = io.BytesIO()
    stray: list[int] = []
    start = 0
    while start < len(data):
        # Cut where a character begins, so that no piece ends inside one.
        end = min(start + PIECE, len(data))
        while end < len(data) and end > start + PIECE - 4 and data[end] & 0xC0 == 0x80:
            end -= 1
        out.write(_decode_counting(data[start:end], stray).encode("utf-8", errors="replace"))
        start = end
    notes.append(
        f"{len(stray):,} stray byte{'s are' if len(stray) != 1 else ' is'} not UTF-8 "
        "and read as Windows-1252."
    )
    return out.getvalue()


def _transcode(data: bytes, name: str, notes: list[str]) -> bytes:
    try:
        decoder = codecs.getincrementaldecoder(_CODECS.get(name, name))(errors="replace")
    except LookupError as error:
        raise ReadingError(f"Text in '{name}' cannot be read.", hint="Save it as UTF-8.") from error
    out = io.BytesIO()
    view = memoryview(data)
    bad = 0
    for start in range(0, len(data), PIECE):
        end = start + PIECE
        text = decoder.decode(bytes(view[start:end]), final=end >= len(data))
        bad += text.count("\ufffd")
        out.write(text.encode("utf-8", errors="replace"))
    if bad:
        notes.append(f"{bad:,} characters could not be decoded as {name} and read as \ufffd.")
    return out.getvalue()


def _telling_sample(data: bytes) -> bytes:
    """Whole lines with non-ASCII bytes from all over the file, about ``SAMPLE`` bytes."""
    if len(data) <= SAMPLE:
        return data
    step = max(len(data) // 32, 4096)
    kept: list[bytes] = []
    for start in range(0, len(data), step):
        found = re.compile(rb"[\x80-\xff]").search(data, start)
        if not found:
            break
        if found.start() >= start + step:
            continue
        begin = max(data.rfind(b"\n", start, found.start()) + 1, found.start() - 200, start)
        piece = data[begin : begin + SAMPLE // 32]
        whole = piece.rfind(b"\n")
        kept.append(piece[: whole + 1] if whole > found.start() - begin else piece)
    return b"".join(kept)


def _detect_legacy(sample: bytes) -> str:
    guessed = _ask_chardet(sample)
    scores: dict[str, float] = {}
    for rank, name in enumerate(_CANDIDATES):
        try:
            text = sample.decode(_CODECS[name])
        except UnicodeDecodeError as error:
            # A sample may end inside a character; otherwise the encoding is out.
            if name not in _EAST_ASIAN or error.start < len(sample) - 4:
                text = _forgive(sample, name)
                if not text:
                    continue
            else:
                text = sample[: error.start].decode(_CODECS[name])
        scores[name] = plausibility(text, encoding=name) - rank * 0.004
        if name == guessed:
            scores[name] += 0.08
    if not scores:
        return "latin-1"
    best = max(scores, key=lambda name: scores[name])
    return "koi8-r" if best == "koi8-r" else best


def _forgive(sample: bytes, name: str) -> str:
    """The text where no more than one character in a hundred is wrong, else ""."""
    text = sample.decode(_CODECS[name], errors="replace")
    wrong = text.count("\ufffd")
    high = sum(1 for char in text if char > "\x7f")
    return text if wrong * 100 <= high else ""


def _ask_chardet(sample: bytes) -> str | None:
    import chardet

    found = chardet.detect(sample, prefer_superset=True, compat_names=False)["encoding"]
    if not found:
        return None
    try:
        return _NAME_OF_CODEC.get(codecs.lookup(found).name)
    except LookupError:
        return None


assert set(_CANDIDATES) <= {*ALPHABETS, *_EAST_ASIAN}
