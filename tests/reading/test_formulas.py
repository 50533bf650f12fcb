from __future__ import annotations

import io

import pytest

from sentiment.reading.formulas import find_formulas, is_formula


def sheet(*cells: str) -> io.BytesIO:
    return io.BytesIO(f"<sheetData><row r='1'>{''.join(cells)}</row></sheetData>".encode())


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="C7"><f>A1&amp;B1</f></c>',
        '<c r="C7" s="2"><f>A1&amp;B1</f><v/></c>',
        "<c s='2' r='C7'><f>A1&amp;B1</f><v></v></c>",
        '<x:c r="C7"><x:f ca="1">A1&amp;B1</x:f><x:v /></x:c>',
    ],
)
def test_a_formula_without_a_result(cell: str) -> None:
    found = find_formulas(sheet('<c r="A7"><v>1</v></c>', cell))
    assert found.formulas == {7: {2: "=A1&B1"}}


def test_results_are_left_alone_also_empty_texts() -> None:
    found = find_formulas(
        sheet(
            '<c r="A1"><f>1+1</f><v>2</v></c>',
            '<c r="B1" t="str"><f>IF(A1,"",A2)</f><v></v></c>',
            '<c r="C1" t="inlineStr"><is><t>=A1</t></is></c>',
        )
    )
    assert (found.formulas, found.texts) == ({}, {})


def test_a_shared_formula_is_one() -> None:
    found = find_formulas(sheet('<c r="AB2"><f t="shared" si="0"/></c>'))
    assert found.formulas == {2: {27: "="}}


def test_cells_are_found_across_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sentiment.reading.formulas._PIECE", 7)
    cells = [f'<c r="A{n}"><f>B{n}</f><v/></c>' for n in range(1, 30)]
    assert find_formulas(sheet(*cells)).formulas == {n: {0: f"=B{n}"} for n in range(1, 30)}


@pytest.mark.parametrize(
    "text",
    ["=) love it", "=)", "=== GREAT ===", "= the best of all", "=très bien, merci", "=> avoid v2"],
)
def test_what_cannot_be_a_formula_is_a_text(text: str) -> None:
    assert not is_formula(text)
    assert find_formulas(sheet(f'<c r="A1"><f>{text[1:].replace(">", "&gt;")}</f><v/></c>')).texts


@pytest.mark.parametrize("text", ["=A2", "=$B$3&C4", '=VLOOKUP("a b c",D:E,2)', "=1+1", "=Total"])
def test_formulas(text: str) -> None:
    assert is_formula(text)
