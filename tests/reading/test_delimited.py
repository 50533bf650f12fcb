import pytest

from sentiment.errors import ReadingError, UsageError


def rows_of(count, *, start=1):
    return [
        f"{n},a plain text number {n},2024-01-{n % 28 + 1:02},{n % 5 + 1}"
        for n in range(start, start + count)
    ]


HEAD = "id,text,date,stars"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(read, delimiter, end):
    lines = ["stars|review text|date", '5|"good, fine; ok"|2024-01-02', "4|so so|2024-01-03"]
    found = read(end.join(line.replace("|", delimiter) for line in lines) + end)
    assert found.table.delimiter == delimiter
    assert found.table.headings == ("stars", "review text", "date")
    assert found.rows == [("5", "good, fine; ok", "2024-01-02"), ("4", "so so", "2024-01-03")]
    assert found.lines == [2, 3]
    assert found.rejected == []


def test_delimiter_inside_quotes_does_not_decide(read):
    found = read('stars;text\n5;"a, b, c"\n1;"d, e, f"\n3;"g, h, i"\n')
    assert found.table.delimiter == ";"
    assert found.rows[0] == ("5", "a, b, c")


def test_decimal_commas_do_not_decide(read):
    found = read("Puan;Yorum\n4,5;iyi\n3,0;fena\n2,5;orta, biraz\n")
    assert found.table.delimiter == ";"
    assert found.rows == [("4,5", "iyi"), ("3,0", "fena"), ("2,5", "orta, biraz")]


def test_excel_announces_its_delimiter(read):
    found = read("sep=;\r\nid;text\r\n1;a,b\r\n2;c,d\r\n")
    assert found.table.delimiter == ";"
    assert found.table.headings == ("id", "text")
    assert found.lines == [3, 4]


def test_an_override_of_the_delimiter_wins(read):
    found = read("a;b,c\n1;2,3\n", delimiter=";")
    assert found.table.headings == ("a", "b,c")
    assert read("a\tb\n1\t2\n", delimiter="tab").table.headings == ("a", "b")


@pytest.mark.parametrize("delimiter", [";;", '"', "\n", "§", ""])
def test_an_impossible_delimiter_is_refused(read, delimiter):
    if not delimiter:
        assert read("a,b\n1,2\n", delimiter=delimiter).table.delimiter == ","
        return
    with pytest.raises(UsageError, match="is no delimiter"):
        read("a,b\n1,2\n", delimiter=delimiter)


def test_one_column(read):
    found = read('review\nGreat, nice\n\n"Bad, ""really"""\nOk\n')
    assert found.table.delimiter is None
    assert found.rows == [("Great, nice",), ('Bad, "really"',), ("Ok",)]
    assert found.lines == [2, 4, 5]


def test_quoted_newlines_and_doubled_quotes(read):
    found = read('id,text\r\n1,"two\r\nlines, ""so"""\r\n2,"\r\n\r\n"\r\n3,x\r\n')
    assert found.rows == [("1", 'two\r\nlines, "so"'), ("2", "\r\n\r\n"), ("3", "x")]
    assert found.lines == [2, 4, 7]


def test_backslash_escapes(read):
    found = read('id,text,stars\n1,"she said \\"wow, ok\\"",5\n2,"a \\\\ b",4\n3,plain,3\n')
    assert found.rows == [
        ("1", 'she said "wow, ok"', "5"),
        ("2", "a \\ b", "4"),
        ("3", "plain", "3"),
    ]
    assert found.rejected == []


def test_a_backslash_at_the_end_of_a_cell_is_a_backslash(read):
    found = read('id,path\n1,"C:\\temp\\"\n2,"D:\\"\n')
    assert found.rows == [("1", "C:\\temp\\"), ("2", "D:\\")]


def test_blank_lines_and_blank_rows_are_no_rows(read):
    found = read("id,text\n\n1,a\n\r\n,\n   \n2,b\n\n\n")
    assert found.rows == [("1", "a"), ("2", "b")]
    assert found.lines == [3, 7]
    assert found.table.read == 2


def test_empty_cells_are_null(read):
    assert read('a,b,c\n1,,""\n').rows == [("1", None, None)]


def test_values_that_look_like_null_stay(read):
    assert read("a,b\nNA,null\nNone,nan\n").rows == [("NA", "null"), ("None", "nan")]


def test_unnamed_and_repeated_headings(read):
    found = read(",text,text,Text \n0,a,b,c\n1,d,e,f\n")
    assert found.table.headings == ("column 1", "text", "text (2)", "Text")


def test_an_index_column_without_any_heading(read):
    found = read("text,stars\n0,good,5\n1,bad,1\n")
    assert found.table.headings == ("column 1", "text", "stars")
    assert found.rows[1] == ("1", "bad", "1")


def test_headings_over_two_lines(read):
    found = read('id,"review\ntext",stars\n1,a,5\n2,b,4\n')
    assert found.table.headings == ("id", "review text", "stars")
    assert found.lines == [3, 4]


def test_a_file_without_headings_loses_no_row(read):
    found = read("5,2024-01-03,good\n4,2024-01-04,fine\n")
    assert found.table.headings == ("column 1", "column 2", "column 3")
    assert len(found.rows) == 2
    assert "no headings" in found.table.notes[0]


def test_lines_before_the_headings_are_told_by_their_width(read):
    found = read(
        "Hotel Sonne\nExported 2024-02-01\n\nReview date,Guest,Review,Score\n"
        + "1.2.2024,A,nice,8\n" * 3
    )
    assert found.table.headings == ("Review date", "Guest", "Review", "Score")
    assert found.lines == [5, 6, 7]
    assert found.table.notes == ("2 lines before the headings were skipped.",)


def test_lines_before_the_headings_are_told_by_is_header(read):
    text = "Property,Hotel Sonne\nFrom,2024\nReview date,Review\n2024-01-02,nice\n2024-01-03,bad\n"
    found = read(text, is_header=lambda cells: "Review date" in cells)
    assert found.table.headings == ("Review date", "Review")
    assert found.lines == [4, 5]


def test_limit_gives_the_first_rows(read):
    text = "\n".join([HEAD, *rows_of(5_000), "broken", *rows_of(5_000)])
    found = read(text, limit=10)
    assert len(found.rows) == 10
    assert found.lines == list(range(2, 12))


def test_three_thousand_columns(read):
    head = ",".join(f"h{n}" for n in range(3_000))
    found = read(head + "\n" + ",".join("x" for _ in range(3_000)) + "\n")
    assert len(found.table.headings) == 3_000
    assert found.rows == [("x",) * 3_000]


def test_too_many_columns(read):
    with pytest.raises(ReadingError, match=r"6,000 columns; at most 5,000"):
        read(",".join(f"h{n}" for n in range(6_000)) + "\n" + "x," * 5_999 + "x\n")


# --- damaged files: every row is kept, or rejected with its line ---------------


def test_an_unterminated_quote_costs_no_other_row(read):
    lines = rows_of(2_000)
    lines[999] = '1000,"a quote that never closes,2024-01-05,3'
    found = read("\n".join([HEAD, *lines]) + "\n")
    assert len(found.rows) == 2_000
    assert found.rows[999] == ("1000", "a quote that never closes", "2024-01-05", "3")
    assert found.lines == list(range(2, 2_002))
    assert found.table.notes == ("1 damaged row was repaired.",)


def test_an_unterminated_quote_that_cannot_be_repaired_is_one_rejected_row(read):
    lines = rows_of(50)
    lines[20] = '21,"never closes'
    found = read("\n".join([HEAD, *lines]) + "\n")
    assert len(found.rows) == 49
    assert [(line, raw) for line, _, raw in found.rejected] == [(22, '21,"never closes')]
    assert "never closed" in found.rejected[0][1]
    assert found.lines == [n for n in range(2, 52) if n != 22]


def test_an_unterminated_quote_in_the_last_line(read):
    found = read("\n".join([HEAD, *rows_of(5), '6,"open end,2024-01-02,4']))
    assert found.rows[-1] == ("6", "open end", "2024-01-02", "4")


def test_two_unterminated_quotes_do_not_close_each_other(read):
    lines = rows_of(30)
    lines[4] = '5,"first,2024-01-05,3'
    lines[9] = '10,"second,2024-01-05,3'
    lines[14] = '15,"proper, quoted ""cell""",2024-01-05,3'
    found = read("\n".join([HEAD, *lines]))
    assert [row[0] for row in found.rows] == [str(n) for n in range(1, 31)]
    assert found.rows[14][1] == 'proper, quoted "cell"'


def test_unescaped_quotes_inside_a_quoted_cell(read):
    lines = rows_of(30)
    lines[3] = '4,"he said "wow", and left",2024-01-05,3'
    lines[7] = '8,"a "word"",2024-01-05,3'
    lines[9] = '10,"over\ntwo "lines" here",2024-01-05,3'
    found = read("\n".join([HEAD, *lines]))
    assert found.rows[3][1] == 'he said "wow", and left'
    assert found.rows[7][1] == 'a "word"'
    assert found.rows[9][1] == 'over\ntwo "lines" here'
    assert found.lines[:12] == [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14]


def test_inches_without_quotes(read):
    lines = [f'{n},a {n}" screen,2024-01-05,3' for n in range(1, 20)]
    found = read("\n".join([HEAD, *lines]))
    assert found.rows[4][1] == 'a 5" screen'
    assert found.rejected == []
    lines[3] = '4,"quoted, but a 5"" screen",2024-01-05,3'
    found = read("\n".join([HEAD, *lines]))
    assert len(found.rows) == 19
    assert found.rows[3][1] == 'quoted, but a 5" screen'


def test_unquoted_delimiters_are_repaired_by_the_known_columns(read):
    lines = rows_of(30)
    lines[6] = "7,nice, small, and cheap,2024-01-05,3"
    found = read("\n".join([HEAD, *lines]))
    assert found.rows[6] == ("7", "nice, small, and cheap", "2024-01-05", "3")
    assert found.lines == list(range(2, 32))


def test_a_row_that_can_be_divided_in_two_ways_is_rejected(read):
    lines = [f"{n},title {n} x,text {n} y,{n % 5 + 1}" for n in range(1, 30)]
    lines[6] = "7,a b,c d,e f,3"
    found = read("\n".join(["id,title,text,stars", *lines]))
    assert found.rejected == [(8, "has 5 cells, expected 4", "7,a b,c d,e f,3")]
    assert len(found.rows) == 28


def test_short_rows(read):
    lines = [f"{n},text number {n},2024-01-05,{'a reply' if n % 3 else ''}" for n in range(1, 30)]
    lines[6] = "7,lacks the reply that others lack too,2024-01-05"
    lines[8] = "9,lacks its date"
    found = read("\n".join(["id,text,date,reply", *lines]))
    assert found.rows[6] == ("7", "lacks the reply that others lack too", "2024-01-05", None)
    assert found.rejected == [(10, "has 2 cells, expected 4", "9,lacks its date")]
    assert found.table.notes == ("1 row lacks the last cells.",)


def test_a_row_broken_by_a_newline_without_quotes_is_joined(read):
    lines = rows_of(30)
    lines[6] = "7,first line\nand the second,2024-01-05,3"
    found = read("\n".join([HEAD, *lines]))
    assert found.rows[6] == ("7", "first line\nand the second", "2024-01-05", "3")
    assert found.lines == [*range(2, 9), *range(10, 33)]


def test_everything_at_once_adds_up(read):
    lines = rows_of(300)
    lines[10] = '11,"open,2024-01-05,3'
    lines[20] = '21,"a "b" c",2024-01-05,3'
    lines[30] = "31,x, y,2024-01-05,3"
    lines[40] = "41"
    lines[50] = '51,"two\nlines",2024-01-05,3'
    lines[60] = ""
    lines[70] = "71,a,b,c,d,e,f"
    found = read("\r\n".join([HEAD, *lines]))
    assert found.table.read == 299
    assert [row[0] for row in found.rejected] == [42, 73]
    assert {row[0] for row in found.rows} == {str(n) for n in range(1, 301)} - {"41", "61", "71"}


def test_only_damaged_rows(read):
    found = read('id,text,stars\n1,"a "x" b\n2,"c "y" d\n')
    assert found.table.read == 2


def test_a_huge_cell_is_rejected_and_the_rest_kept(read):
    huge = "x" * 1_200_000
    lines = rows_of(4)
    lines[1] = f'2,"{huge}",2024-01-05,3'
    found = read("\n".join([HEAD, *lines]))
    assert [row[0] for row in found.rows] == ["1", "3", "4"]
    ((line, reason, raw),) = found.rejected
    assert (line, reason) == (3, "has a cell of more than 1,000,000 characters")
    assert len(raw) < 3_000


def test_a_long_row_of_short_cells_is_kept(read):
    head = ",".join(f"h{n}" for n in range(400))
    row = ",".join(["y" * 4_000] * 400)
    found = read(f"{head}\n{row}\nz{',z' * 399}\n")
    assert len(found.rows) == 2
    assert found.lines == [2, 3]


def test_a_huge_cell_that_never_closes(read):
    lines = rows_of(3)
    found = read("\n".join([HEAD, *lines, '4,"' + "x" * 1_500_000]))
    assert len(found.rows) == 3
    assert found.rejected[0][0] == 5
    assert len(found.rejected[0][2]) < 3_000


def test_a_sentence_is_no_heading_of_a_single_column(read):
    found = read("Works as it should.\nBroke after a day!\nI would buy it again\n")
    assert found.table.headings == ("column 1",)
    assert len(found.rows) == 3
    assert read("How was your stay?\nQuiet and clean.\n").rows == [("Quiet and clean.",)]
