"""Packs: a cover and forms in one file, each as it was, and none in the way of another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from kalyp.loop.model import Origin
from kalyp.model.core import Field, Heading, Lowered, Paragraph
from kalyp.model.walk import fields
from kalyp.write import stamp
from kalyp.write.pdf import forms, properties
from kalyp.write.pdf.document import Pdf, Press
from kalyp.write.pdf.merge import Piece, merge
from kalyp.write.pdf.stitch import UnknownAnchor
from tests.paritytext import tagged_text
from tests.verapdf import failures
from tests.widgets import widgets
from tests.write import sample
from tests.write.pdf import pictures
from tests.write.pdf.viewers import VIEWERS
from tests.write.sample import Texts

ONE, TWO, BOOK = "kg-2.1", "kg-2.2", "kg-handbook"  # the second form is the first again
SENTENCE = "Үзгүлтүксүз өнүгүү ҢңӘә"


def cover(*targets: str) -> Lowered:
    """A page with a link to each piece."""
    t = Texts(("ky",))
    links = [Paragraph((sample.linked(t(f"Форма {target}", "", ""), f"piece:{target}"),)) for target in targets]
    form = sample.every_block(("ky",))
    return replace(form, blocks=(Heading(1, t("Топтом", "", ""), "title"), *links))


@pytest.fixture(scope="module")
def form() -> Lowered:
    whole = sample.every_block(("ky",))
    return replace(whole, blocks=whole.blocks[:-1])  # its last heading skips a level, which no form of ours does


@pytest.fixture(scope="module")
def pieces(press: Press, form: Lowered) -> list[Piece]:
    made = press.write(form).data
    book = press.write(sample.book(("ru",))).data
    first = Piece(press.write(cover(ONE, BOOK)).data, "cover", "Мукаба")
    return [first, Piece(made, ONE, "Биринчи форма"), Piece(made, TWO, "Экинчи форма"), Piece(book, BOOK, "Колдонмо")]


def merged(pieces: list[Piece]) -> Pdf:
    return merge(pieces, title="Мугалимдин топтому", subject="Кесиптик өсүү", language="ky", date="2026-09-01")


@pytest.fixture(scope="module")
def pack(pieces: list[Piece]) -> Pdf:
    return merged(pieces)


@pytest.fixture
def pdf(pack: Pdf) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(pack.data)) as opened:
        yield opened


@pytest.fixture
def file(pack: Pdf, tmp_path: Path) -> Path:
    path = tmp_path / "pack.pdf"
    path.write_bytes(pack.data)
    return path


def begins(pieces: list[Piece]) -> dict[str, int]:
    """The page from 0 on which each piece begins."""
    found, at = {}, 0
    for piece in pieces:
        found[piece.prefix] = at
        with pikepdf.open(BytesIO(piece.data)) as opened:
            at += len(opened.pages)
    return found


def page_of(pdf: pikepdf.Pdf, destination: Any) -> int:
    return [page.objgen for page in pdf.pages].index(destination[0].objgen)


def test_a_pack_says_what_it_is_made_as_and_the_editions_of_its_forms(pieces: list[Piece]) -> None:
    with pikepdf.open(BytesIO(merged(pieces).data)) as pdf:
        told = properties.read(pdf)
    assert stamp.stamped(told) == Origin("forms/kg/2.1", "3", "ky")
    assert stamp.pieces(told) == {ONE: "3", TWO: "3", BOOK: "1"}  # the cover has no fields


def test_every_page_is_there_at_its_size(pdf: pikepdf.Pdf, pieces: list[Piece], pack: Pdf) -> None:
    wanted: list[list[float]] = []
    for piece in pieces:
        with pikepdf.open(BytesIO(piece.data)) as opened:
            wanted += [[float(side) for side in page.mediabox] for page in opened.pages]
    assert [[float(side) for side in page.mediabox] for page in pdf.pages] == wanted
    assert pack.pages == len(wanted)


def test_the_same_pieces_give_the_same_bytes(pack: Pdf, pieces: list[Piece]) -> None:
    assert merged(pieces) == pack


def test_it_says_what_it_is(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.docinfo.Title) == "Мугалимдин топтому"
    assert str(pdf.Root.Lang) == "ky"
    with pdf.open_metadata() as metadata:
        assert (metadata["dc:title"], metadata["pdfuaid:part"]) == ("Мугалимдин топтому", "1")


class TestTags:
    def test_veraPDF_passes(self, file: Path) -> None:  # noqa: N802
        assert failures([file]) == {file: []}

    def test_a_piece_is_a_part_in_its_own_language(self, pdf: pikepdf.Pdf) -> None:
        parts = pdf.Root.StructTreeRoot.K[0].K
        assert [(str(part.S), str(part.Lang)) for part in parts] == [("/Part", "ky")] * 3 + [("/Part", "ru")]

    def test_it_is_read_piece_by_piece(self, file: Path, pieces: list[Piece], tmp_path: Path) -> None:
        wanted = ""
        for piece in pieces:
            path = tmp_path / f"{piece.prefix}.pdf"
            path.write_bytes(piece.data)
            wanted += tagged_text(path)
        assert tagged_text(file) == wanted


class TestLinks:
    def test_the_cover_leads_to_the_pieces(self, pdf: pikepdf.Pdf, pieces: list[Piece]) -> None:
        at = begins(pieces)
        assert [page_of(pdf, link.Dest) for link in pdf.pages[0].Annots] == [at[ONE], at[BOOK]]

    def test_those_within_a_piece_stay_in_it(self, pdf: pikepdf.Pdf, pieces: list[Piece]) -> None:
        at = begins(pieces)
        for prefix in (ONE, TWO, BOOK):
            contents = pdf.pages[at[prefix] + 1]
            ends = [page_of(pdf, link.Dest) for link in contents.Annots if link.Subtype == "/Link"]
            assert ends
            assert all(at[prefix] < end <= at[prefix] + 8 for end in ends)

    def test_one_to_a_piece_that_is_not_there_is_an_error(self, press: Press) -> None:
        with pytest.raises(UnknownAnchor, match="piece:lost"):
            merged([Piece(press.write(cover("lost")).data, "cover", "Мукаба")])


def test_the_bookmarks_of_a_piece_are_under_its_own(pdf: pikepdf.Pdf, pieces: list[Piece]) -> None:
    with pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == [piece.title for piece in pieces]
        one, two = outline.root[1:3]
        assert [item.title for item in one.children] == [item.title for item in two.children] == ["Мугалимдин өзүн-өзү баалоосу"]
        assert [item.title for item in one.children[0].children] == ["1 Жалпы маалымат", "2 Кадамдар"]
        assert page_of(pdf, one.children[0].children[1].destination) != page_of(pdf, two.children[0].children[1].destination)


def test_fonts_are_there_once(pdf: pikepdf.Pdf) -> None:
    names = [str(item.FontName) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/FontName" in item]
    assert len(names) == len(set(names))


class TestFields:
    def test_are_called_by_their_piece(self, pdf: pikepdf.Pdf, form: Lowered, pack: Pdf) -> None:
        own = {field.name for field in fields(form.blocks)}
        wanted = {f"{prefix}.{name}" for prefix in (ONE, TWO) for name in own}
        wanted |= {f"{BOOK}.{field.name}" for field in fields(sample.book(("ru",)).blocks)}
        assert set(forms.read(pdf)) == wanted
        assert set(pack.fields) == wanted
        assert len(pack.fields) == len(wanted)

    @pytest.mark.parametrize("engine", VIEWERS)
    def test_fill_in_each_engine_and_stay_apart(self, file: Path, form: Lowered, tmp_path: Path, engine: str) -> None:
        asked = [replace(field, name=f"{prefix}.{field.name}") for prefix in (ONE, TWO) for field in fields(form.blocks)]
        asked += [replace(field, name=f"{BOOK}.{field.name}") for field in fields(sample.book(("ru",)).blocks)]
        wanted = {
            f"{ONE}.full-name": SENTENCE,
            f"{TWO}.full-name": "Өмүр",
            f"{ONE}.level.1": "low",
            f"{TWO}.level.1": "high",
            f"{TWO}.consent": "on",
            f"{BOOK}.opinion": SENTENCE,
            f"{BOOK}.need.3": "on",
        }
        target = tmp_path / "filled.pdf"
        VIEWERS[engine].fill(file, target, widgets(file, asked), wanted)
        with pikepdf.open(target) as filled:
            assert {name: value for name, value in forms.read(filled).items() if value} == wanted

    def test_what_is_filled_in_already_is_kept_and_drawn(self, press: Press, tmp_path: Path) -> None:
        t = Texts(("ky",))
        field = next(field for field in fields(sample.book(("ky",)).blocks) if field.name == "full-name")
        blocks = (Heading(1, t("Форма", "", ""), "title"), Paragraph((field,)))
        with pikepdf.open(BytesIO(press.write(replace(sample.book(("ky",)), blocks=blocks)).data)) as single:
            forms.fill(single, {"full-name": SENTENCE})
            target = BytesIO()
            single.save(target)
        empty = Piece(press.write(replace(sample.book(("ky",)), blocks=blocks)).data, "a", "А")
        filled = Piece(target.getvalue(), "b", "Б")
        path = tmp_path / "pack.pdf"
        for order in ([filled, empty], [empty, filled]):
            path.write_bytes(merged(order).data)
            with pikepdf.open(path) as pdf:
                assert forms.read(pdf) == {"a.full-name": "", "b.full-name": SENTENCE}
                fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item]
                assert len({str(item.FontName) for item in fonts}) == len(fonts) == 3
        path.write_bytes(merged([filled, empty]).data)
        named = widgets(path, [_called(field, "a"), _called(field, "b")])
        drawn = VIEWERS["PDFium"].draw(path)
        assert pictures.extent(drawn, named[0])[0] > 100


def _called(field: Field, prefix: str) -> Field:
    return replace(field, name=f"{prefix}.{field.name}")
