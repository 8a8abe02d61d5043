"""The press: from a lowered document to a PDF, with nothing from outside and nothing but text from texts."""

from __future__ import annotations

import gc
import shutil
import socket
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from weasyprint.urls import FatalURLFetchingError

from kalyp.model.core import (
    Block,
    Cell,
    Column,
    Field,
    FieldKind,
    Heading,
    Lowered,
    Page,
    Paragraph,
    Phrase,
    Row,
    Run,
    Table,
    Wording,
)
from kalyp.write.fonts import Fonts
from kalyp.write.pdf import forms
from kalyp.write.pdf.document import Pdf, Press
from kalyp.write.unwritable import Unwritable
from tests.paritytext import squash
from tests.support import ROOT
from tests.write import sample

MM = 72 / 25.4


def phrase(text: str) -> Phrase:
    return Phrase((Wording("ky", (Run(text),)),))


def document(*blocks: Block, title: str = "Калып") -> Lowered:
    return Lowered(
        document="kg-9",
        kind="form",
        code="9",
        languages=("ky",),
        title=phrase(title),
        subject=phrase("Сыноо"),
        foot=phrase("9-форма"),
        page_of=phrase("{page}-бет, баары {pages}"),
        date="2026-09-01",
        edition="1",
        page=Page(210, 297, (15, 15, 18, 20)),
        blocks=(Heading(1, phrase(title), "title"), *blocks),
    )


def text(pdf: Pdf) -> str:
    with pypdfium2.PdfDocument(pdf.data) as opened:
        return squash("".join(page.get_textpage().get_text_range() for page in opened))


class TestNothingFromOutside:
    @pytest.mark.parametrize(
        "url",
        [
            "http://127.0.0.1:9/a.ttf",
            "https://example.org/a.css",
            "ftp://example.org/a",
            "file:///etc/passwd",
            "file://localhost/etc/passwd",
            (ROOT / "content/words.yaml").as_uri(),
            "data:text/css,p{}",
            "words.yaml",
        ],
    )
    def test_no_address_is_fetched(self, press: Press, url: str) -> None:
        with pytest.raises(PermissionError):
            press._setter.fetcher.fetch(url)

    def test_but_those_of_the_fonts(self, press: Press, fonts: Fonts) -> None:
        for face in fonts.page:
            assert press._setter.fetcher.fetch(face.path.resolve().as_uri()).read() == face.path.read_bytes()

    @pytest.mark.parametrize("rule", ["@font-face {{ font-family: a; src: url({url}) }}", "p {{ background: url({url}) }}"])
    def test_a_style_sheet_that_asks_for_more_is_an_error_and_asks_nobody(
        self, rule: str, fonts: Fonts, font: Path, tmp_path: Path
    ) -> None:
        shutil.copytree(ROOT / "layouts", tmp_path / "layouts")
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(0.2)
            style = tmp_path / "layouts/css/print.css"
            style.write_text(rule.format(url=f"http://127.0.0.1:{server.getsockname()[1]}/a") + style.read_text(encoding="utf-8"))
            with pytest.raises(FatalURLFetchingError, match=r"127\.0\.0\.1"):
                Press(tmp_path, fonts, font).write(document(Paragraph((phrase("Текст"),))))
            with pytest.raises(TimeoutError):
                server.accept()


class TestTextsAreTexts:
    SAID = (
        "<script>alert(1)</script>",
        "</style></head><body>",
        "{{ 7 * 7 }} {% include 'fonts.yaml' %}",
        '<img src="file:///etc/passwd"> &amp; &#1178; a',
        "{page} {pages}",
        "<!-- ]]> 'a' \"b\"",
    )

    @pytest.mark.parametrize("said", SAID)
    def test_markup_is_printed_as_it_is_written(self, press: Press, said: str) -> None:
        table = Table((Column(1),), (), (Row((Cell((Paragraph((phrase(said),)),), head=True),)),), phrase(said))
        field = Field(FieldKind.TEXT, "a", phrase(said))
        made = press.write(document(Paragraph((phrase(said),)), table, field, title=said))
        assert text(made).count(squash(said)) == 3
        with pikepdf.open(BytesIO(made.data)) as pdf:
            assert str(pdf.docinfo.Title) == said
            assert str(pdf.Root.AcroForm.Fields[0].TU) == said
            assert not any(word in made.data for word in (b"/JavaScript", b"/Launch", b"/EmbeddedFile"))


class TestFieldsFillTheirCells:
    @pytest.mark.parametrize("kind", [FieldKind.TEXT, FieldKind.LINES, FieldKind.DATE])
    @pytest.mark.parametrize("label", ["", "Жооп:"])
    def test_down_to_the_rule(self, press: Press, kind: FieldKind, label: str) -> None:
        long = "Бул суроо узун, ошондуктан сап бийик. " * 6
        field = Field(kind, "answer", phrase("Жооп"))
        above = (Paragraph((phrase(label),), "label"),) if label else ()
        cells = (Cell((Paragraph((phrase(long),)),)), Cell((*above, field)))
        made = press.write(document(Table((Column(1), Column(1)), (), (Row(cells), Row(cells[:1] * 2)), phrase("Суроолор"))))
        with pikepdf.open(BytesIO(made.data)) as pdf:
            widget = pdf.pages[0].Annots[0]
            left, bottom, right, top = (float(side) for side in widget.Rect)
            height = float(pdf.pages[0].mediabox[3])
        assert top - bottom > 12 * MM  # a pen line is 8 mm: the row is higher
        assert 0 < rule_below(made, (left + right) / 2, height - bottom) < 1 * MM

    def test_the_anchors_of_cells_leave_no_trace(self, press: Press) -> None:
        field = Field(FieldKind.LINES, "answer", phrase("Жооп"))
        made = press.write(document(Table((Column(1),), (), (Row((Cell((field,)),)),), phrase("Суроолор"))))
        with pikepdf.open(BytesIO(made.data)) as pdf:
            assert b"cell-answer" not in b"".join(bytes(item.unparse(resolved=True)) for item in names(pdf))
            assert list(forms.read(pdf)) == ["answer"]


def names(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """The objects in which destinations have names."""
    return [pdf.Root[key] for key in ("/Names", "/Dests") if key in pdf.Root]


def rule_below(made: Pdf, x: float, y: float) -> float:
    """How far (pt) below a place of the first page, both from the top left, the next black line is."""
    scale = 8
    with pypdfium2.PdfDocument(made.data) as pdf:
        picture = pdf[0].render(scale=scale, grayscale=True, may_draw_forms=False).to_pil()
    column = [picture.getpixel((round(x * scale), row)) for row in range(round(y * scale), picture.height)]
    return next(index for index, grey in enumerate(column) if isinstance(grey, int) and grey < 128) / scale


def test_the_same_document_gives_the_same_bytes_whatever_came_before(press: Press, fonts: Fonts, font: Path) -> None:
    lowered = document(Paragraph((phrase("Текст"),)), Field(FieldKind.TEXT, "a", phrase("А")))
    first = press.write(lowered)
    press.write(sample.every_block(("ru",)))
    assert press.write(lowered) == first
    assert Press(ROOT, fonts, font).write(lowered) == first


def test_the_only_date_is_that_of_the_edition(press: Press) -> None:
    made = press.write(document(Paragraph((phrase("Текст"),))))
    with pikepdf.open(BytesIO(made.data)) as pdf:
        assert {str(pdf.docinfo[key])[:10] for key in ("/CreationDate", "/ModDate")} == {"D:20260901"}


def test_pages_and_names_of_fields_are_counted(press: Press) -> None:
    lowered = sample.every_block(("ky", "ru"))
    made = press.write(lowered)
    with pikepdf.open(BytesIO(made.data)) as pdf:
        assert made.pages == len(pdf.pages)
        assert sorted(made.fields) == sorted(forms.read(pdf))


def test_an_unknown_block_is_an_error_and_not_a_gap(press: Press) -> None:
    with pytest.raises(Unwritable):
        press.write(document(Run("not a block")))  # type: ignore[arg-type]
    assert gc.isenabled()
