"""Tables as CSV that a spreadsheet shows and never executes."""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

# A cell that begins with one of these is taken for a formula (OWASP, "CSV Injection"),
# also behind blanks; a number with its sign is none.
# Every blank of Unicode is named: what \s means differs between Arrow's and Python's expressions.
_BLANKS = "[\\s\\x00-\\x20\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]*"
_FORMULA = rf"^{_BLANKS}[=+\-@\t\r|%＝＋－＠]"
_NUMBER = rf"^{_BLANKS}[+-]?\d+([.,]\d+)*\s*%?\s*$"


def defuse(table: pa.Table) -> pa.Table:
    """The same table with an apostrophe before each cell and heading that looks like a formula.

    >>> import pyarrow as pa
    >>> defuse(pa.table({"a": ["=1+1", "-3", "fine", None]})).to_pydict()
    {'a': ["'=1+1", '-3', 'fine', None]}
    >>> defuse(pa.table({"=1+1": [1]})).column_names
    ["'=1+1"]
    """
    import re

    import pyarrow as pa
    import pyarrow.compute as pc

    for index, column in enumerate(table.columns):
        if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
            continue
        risky = pc.and_not(
            pc.match_substring_regex(column, _FORMULA), pc.match_substring_regex(column, _NUMBER)
        )
        if not pc.any(risky).as_py():
            continue
        empty, apostrophe = (pa.scalar(text, column.type) for text in ("", "'"))
        quoted = pc.binary_join_element_wise(apostrophe, column, empty)
        safe = pc.if_else(pc.fill_null(risky, False), quoted, column)
        table = table.set_column(index, table.schema.names[index], safe)
    names = [f"'{name}" if re.match(_FORMULA, name) else name for name in table.column_names]
    return table.rename_columns(names)


def to_csv(table: pa.Table) -> bytes:
    """The defused table as UTF-8 CSV with a byte-order mark, which spreadsheets ask for."""
    out = io.BytesIO()
    out.write(b"\xef\xbb\xbf")
    write_csv(table, out)
    return out.getvalue()


def write_csv(table: pa.Table, out: IO[bytes], *, header: bool = True) -> None:
    """Write the defused table to ``out`` as CSV, nulls as empty cells."""
    import pyarrow.csv

    options = pyarrow.csv.WriteOptions(include_header=header, quoting_style="needed")
    pyarrow.csv.write_csv(defuse(table), out, options)
