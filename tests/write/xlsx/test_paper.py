"""Forms as sheets: every core block, every word in its order, fields as open cells, no text cut, pages that end well."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from fontTools.ttLib import TTFont
from openxml_audit import OpenXmlValidator

from kalyp.lower.document import lower_document
from kalyp.model.core import (
    Block,
    Box,
    Break,
    Cell,
    Column,
    Field,
    FieldKind,
    Figure,
    Heading,
    List,
    ListItem,
    Lowered,
    Paragraph,
    Phrase,
    Row,
    Table,
)
from kalyp.model.sections import sections
from kalyp.model.walk import field_names, fields
from kalyp.write.unwritable import Unwritable
from kalyp.write.xlsx import form
from kalyp.write.xlsx.book import write
from kalyp.write.xlsx.grid import Grid, Spot
from kalyp.write.xlsx.measure import CELL_PADDING
from kalyp.write.xlsx.paper import lay
from kalyp.write.xlsx.pieces import Picture
from tests.support import need, real_content
from tests.write.sample import LANDSCAPE, Texts, connections, every_block
from tests.write.xlsx.excel import book, convert, cuts, first_lost, form_book, mapped, opened, paper, part, places

EDITIONS = [("ky",), ("kk",), ("ru",), ("ky", "ru")]
FORMS = ["kg-2.1", "kg-2.2", "kg-2.3", "kg-3.1", "kg-3.2", "kg-3.3", "kg-4.3"]
KY = Texts(("ky",))
ARIAL = Path("/usr/share/fonts/truetype/liberation2")  # its widths are Arial's


def say(text: str) -> Phrase:
    return KY(text, text, text)


def text(words: str) -> Paragraph:
    return Paragraph((say(words),))


def asked(name: str, kind: FieldKind = FieldKind.TEXT, **more: object) -> Field:
    return Field(kind, name, say("Суроо"), **more)  # type: ignore[arg-type]


def table(*rows: tuple[Cell, ...], head: tuple[Row, ...] = ()) -> Table:
    width = sum(cell.columns for cell in rows[0])
    return Table((Column(1),) * width, head, tuple(Row(cells) for cells in rows), say("Жадыбал"))


def cells(*words: str) -> tuple[Cell, ...]:
    return tuple(Cell((text(each),)) for each in words)


def real(name: str, *languages: str) -> Lowered:
    project = real_content()
    return lower_document(project, project.documents[name], languages or ("ru",))


def grids() -> Iterator[tuple[str, Grid]]:
    """The sheets of the sample and of real forms in all languages."""
    for languages in EDITIONS:
        yield "sample", lay(paper(*every_block(languages).blocks), languages[0], cuts)
        for name in FORMS:
            lowered = real(name, *languages)
            sheet = replace(paper(*lowered.blocks), page=lowered.page)
            yield f"{name} {languages}", lay(sheet, languages[0], cuts)


# What it says and asks


@pytest.mark.parametrize("languages", EDITIONS, ids="+".join)
def test_every_block_stands_on_the_sheet_with_every_word_in_order(languages: tuple[str, ...]) -> None:
    lowered = every_block(languages)
    assert not first_lost(form_book(lowered), lowered)


@pytest.mark.parametrize("languages", EDITIONS, ids="+".join)
def test_every_field_is_an_open_cell(languages: tuple[str, ...]) -> None:
    lowered = every_block(languages)
    data = form_book(lowered)
    names = [name for name, *_ in mapped(data)["inputs"]]
    assert list(dict.fromkeys(name.partition(":")[0] for name in names)) == field_names(lowered)
    marks = {f"{field.name}:{field.value}" for field in fields(lowered.blocks) if field.kind is FieldKind.MARK}
    assert marks == {name for name in names if ":" in name}
    found = opened(data)
    assert all(not found[cell].protection.locked for _, cell in places(data).values())


def test_bold_and_italic_are_kept() -> None:
    data = write(book(paper(Paragraph((KY("**Калың** жана *жантык*", "", ""),)))))
    cell = openpyxl.load_workbook(io.BytesIO(data), rich_text=True).worksheets[0]["A1"].value
    assert [(str(each), bool(each.font.b), bool(each.font.i)) for each in cell if not isinstance(each, str)] == [
        ("Калың", True, False),
        (" жана ", False, False),
        ("жантык", False, True),
    ]


def test_an_item_hangs_beside_its_marker() -> None:
    data = write(book(paper(List((ListItem("1.", (text("Биринчи"),)), ListItem("2.", (text("Экинчи"),)))))))
    found = opened(data)
    assert (found["A1"].value, found["B1"].value) == ("1.", "Биринчи")


def test_a_box_stands_before_its_words() -> None:
    marks = [item for value in ("low", "high") for item in (asked("level", FieldKind.MARK, value=value), say(value))]
    where = places(write(book(paper(Paragraph(tuple(marks), "tick")))))
    assert where == {"level:low": ("4.3", "A1"), "level:high": ("4.3", "C1")}


def test_a_picture_stands_where_the_figure_was_and_says_what_it_shows() -> None:
    figure = connections(KY)
    with pytest.raises(Unwritable):
        write(book(paper(figure)))

    def draw(_: object, width: float) -> Picture:
        from PIL import Image

        target = io.BytesIO()
        Image.new("L", (200, 100)).save(target, "PNG", dpi=(96, 96))
        return Picture(target.getvalue(), width, width / 2, figure.alt.plain)

    data = write(book(paper(figure)), draw=draw)
    assert figure.alt.plain in part(data, "xl/drawings/drawing1.xml").xpath("string(//@descr)")
    assert "1-сүрөт. Жол" in [cell.value for row in opened(data).iter_rows() for cell in row]


# Values and formulas


def test_values_stand_in_open_cells_as_forms_are_filled() -> None:
    lowered = every_block(("ky",))
    values = {"full-name": "=HYPERLINK(1)", "consent": "on", "category": "none", "level.1": "low+high"}
    values = {name: value for name, value in values.items() if name in field_names(lowered)}
    data = form_book(lowered, values)
    found, where = opened(data), places(data)
    assert found[where["full-name"][1]].value == "=HYPERLINK(1)"
    assert found[where["full-name"][1]].data_type == "s"
    assert found[where["consent"][1]].value == "×"


def test_a_formula_stands_in_place_of_an_open_cell_and_finds_others() -> None:
    row = table((Cell((asked("a"),)), Cell((asked("b"),)), Cell((asked("sum"),))))
    data = write(book(paper(row, formulas={"sum": "SUM({a},{b})"}, values={"a": "07", "b": "x"})))
    found = opened(data)
    assert [found[cell].value for cell in ("A1", "B1", "C1")] == [7, "x", "=SUM(A1,B1)"]
    assert found["C1"].protection.locked
    assert found["A1"].number_format == "General"  # text would not be added up
    with pytest.raises(Unwritable):
        write(book(paper(row, formulas={"sum": "SUM({nothing})"})))


# How it is laid out


def test_nothing_overlaps() -> None:
    for name, grid in grids():
        taken: set[tuple[int, int]] = set()
        for spot in grid.spots:
            covered = {(row, column) for row in _rows(spot) for column in _columns(spot)}
            assert not covered & taken, (name, spot)
            taken |= covered


def test_no_text_is_cut() -> None:
    """By the widths of the font itself, and with the room that Excel leaves; turned text likewise."""
    if not ARIAL.is_dir():
        need("fonts-liberation2")
    for name, grid in grids():
        for spot in grid.spots:
            if isinstance(spot.value, str):
                width = sum(grid.widths[column] for column in _columns(spot)) - CELL_PADDING
                height = sum(grid.heights[row] for row in _rows(spot))
                across, down = (height, width) if spot.look.turned else (width, height)
                assert _lines(spot, across) * spot.look.points * 96 / 72 * 1.15 <= down + 2, (name, spot.value)


def test_no_row_is_higher_than_excel_allows() -> None:
    data = write(book(paper(asked("opinion", FieldKind.LINES, lines=40))))
    assert all((row.height or 0) <= 409 for row in opened(data).row_dimensions.values())
    assert sum(row.height or 0 for row in opened(data).row_dimensions.values()) == pytest.approx(40 * 8 / 25.4 * 72, rel=0.01)


def test_tables_of_different_columns_share_the_sheet() -> None:
    data = write(book(paper(table(cells("1", "2")), table(cells("1", "2", "3")))))
    found = opened(data)
    assert [str(each) for each in sorted(found.merged_cells.ranges, key=str)] == ["A1:B1", "B3:C3", "C1:D1"]
    assert (found["C1"].value, found["D3"].value) == ("2", "3")


def test_cells_reach_over_rows_and_columns() -> None:
    tall, wide = Cell((text("бийик"),), rows=2), Cell((text("кең"),), columns=2)
    data = write(book(paper(Table((Column(1),) * 3, (), (Row((tall, wide)), Row(cells("a", "b"))), say("Жадыбал")))))
    found = opened(data)
    assert {str(each) for each in found.merged_cells.ranges} == {"A1:A2", "B1:C1"}
    assert [found[cell].value for cell in ("A1", "B1", "B2", "C2")] == ["бийик", "кең", "a", "b"]


def test_a_head_stands_again_on_each_page_and_no_last_row_alone() -> None:
    head = (Row(tuple(Cell((text(word),), head=True) for word in ("№", "Аты"))),)
    rows = [(Cell((text(f"{number}."),)), Cell((asked(f"name.{number}", FieldKind.LINES, lines=3),))) for number in range(1, 13)]
    found = opened(write(book(paper(table(*rows, head=head)))))
    breaks = [each.id for each in found.row_breaks.brk]
    heads = [cell.row - 1 for (cell,) in found.iter_rows(max_col=1) if cell.value == "№"]
    assert heads == [0, *breaks]
    assert found.max_row - breaks[-1] >= 3


def test_a_heading_stays_with_what_it_heads() -> None:
    filler = [asked(f"room.{number}", FieldKind.LINES, lines=10) for number in range(3)]
    found = opened(write(book(paper(*filler, Heading(2, say("Баш"), "head"), asked("more", FieldKind.LINES, lines=3)))))
    (end,) = found.row_breaks.brk
    assert found.cell(end.id + 1, 1).value == "Баш"


def test_a_page_ends_where_it_is_told_to() -> None:
    found = opened(write(book(paper(text("Бир"), Break(), text("Эки")))))
    (end,) = found.row_breaks.brk
    assert found.cell(end.id + 1, 1).value == "Эки"


@pytest.mark.parametrize(
    "block",
    [
        Break(page=LANDSCAPE),
        Heading(9, say("Баш"), "head"),
        Table((Column(1),), (), (Row(cells("a", "b")),), say("Жадыбал")),
        Table((Column(1), Column(1)), (), (Row(cells("a")),), say("Жадыбал")),
        Table((Column(1),), (), (Row((Cell((), rows=2),)),), say("Жадыбал")),
        asked(""),
        asked("a:b"),
        asked("level", FieldKind.MARK),
        Box((Box((), "cover"),)),
        Box((Break(),)),
        Figure((), (), say(""), "figure"),
    ],
    ids=lambda block: type(block).__name__,
)
def test_what_can_not_be_written_is_an_error(block: Block) -> None:
    with pytest.raises(Unwritable):
        write(book(paper(block)))


def test_a_field_that_stands_twice_is_an_error() -> None:
    with pytest.raises(Unwritable, match="twice"):
        write(book(paper(asked("name"), asked("name"))))


# The file


def test_a_form_says_what_it_is() -> None:
    lowered = every_block(("ky", "ru"))
    made = form.book(lowered, sections(lowered))
    assert (made.document, made.languages, made.edition) == (lowered.document, ("ky", "ru"), "3")
    assert opened(write(made)).title == "2.1"


def test_it_is_valid(tmp_path: Path) -> None:
    for languages in EDITIONS:
        (tmp_path / "form.xlsx").write_bytes(form_book(every_block(languages)))
        result = OpenXmlValidator().validate(str(tmp_path / "form.xlsx"))
        assert not [str(error) for error in result.errors]


def test_libreoffice_prints_it_on_as_many_pages_as_it_was_laid_out_for(tmp_path: Path) -> None:
    need("soffice")
    import pypdfium2

    data = form_book(real("kg-2.1"))
    breaks = opened(data).row_breaks.brk
    with pypdfium2.PdfDocument(convert(data, "pdf", tmp_path)) as pdf:
        assert len(pdf) == len(breaks) + 1


def _rows(spot: Spot) -> range:
    return range(spot.row, spot.row + spot.rows)


def _columns(spot: Spot) -> range:
    return range(spot.column, spot.column + spot.columns)


def _lines(spot: Spot, room: float) -> int:
    """How many lines a text takes by the widths of the font; words that are too long are broken."""
    widths = _widths("Bold" if spot.look.bold else "Regular")
    count = 0
    for line in str(spot.value).split("\n"):
        used, count = 0.0, count + 1
        for word in line.replace("-", "- ").split(" "):
            wide = sum(widths.get(ord(sign), 1.0) for sign in word) * spot.look.points * 96 / 72
            space = 0.0 if word.endswith("-") else 0.278 * spot.look.points * 96 / 72
            if used and used + wide > room:
                used, count = 0.0, count + 1
            while wide > room:
                wide, count = wide - room, count + 1
            used += wide + space
    return count


_FACES: dict[str, dict[int, float]] = {}


def _widths(face: str) -> dict[int, float]:
    if face not in _FACES:
        with TTFont(ARIAL / f"LiberationSans-{face}.ttf", lazy=True) as font:
            advances, size = font["hmtx"].metrics, font["head"].unitsPerEm
            _FACES[face] = {code: advances[glyph][0] / size for code, glyph in font.getBestCmap().items()}
    return _FACES[face]
