"""Books: sections set apart and stitched, as if they had been set at once; and an edit sets one of them again."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from kalyp.model.core import Break, Contents, Heading, Lowered, Page, Paragraph, Phrase, Run, Wording
from kalyp.model.sections import sections
from kalyp.model.walk import fields
from kalyp.write.parts import Parts
from kalyp.write.pdf import forms
from kalyp.write.pdf.document import Pdf, Press
from kalyp.write.pdf.faces import UnknownFace
from kalyp.write.pdf.impose import impose
from kalyp.write.pdf.stitch import UnknownAnchor
from tests.paritytext import first_difference, heads, squash, tagged_text
from tests.verapdf import failures
from tests.widgets import widgets
from tests.write import sample
from tests.write.pdf.viewers import VIEWERS

COVER, CONTENTS, TOOLS, BLANK, REQUEST, END = range(1, 7)  # the pages of the sample
PAIR = ("ky", "ru")

Written = Callable[..., tuple[Pdf, list[str]]]


@pytest.fixture(scope="module")
def book() -> Lowered:
    return sample.book(("ky",))


@pytest.fixture(scope="module")
def made(press: Press, book: Lowered) -> Pdf:
    return press.write(book)


@pytest.fixture(scope="module")
def texts(made: Pdf) -> dict[int, str]:
    """What stands on each page, as PDFium extracts it."""
    with pypdfium2.PdfDocument(made.data) as pdf:
        return {number: squash(page.get_textpage().get_text_range()) for number, page in enumerate(pdf, 1)}


@pytest.fixture
def pdf(made: Pdf) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(made.data)) as opened:
        yield opened


@pytest.fixture
def file(made: Pdf, tmp_path: Path) -> Path:
    path = tmp_path / "book.pdf"
    path.write_bytes(made.data)
    return path


def edited(book: Lowered, text: str = "Башкача.") -> Lowered:
    """The same book with another sentence at its end."""
    return replace(book, blocks=(*book.blocks, Paragraph((Phrase((Wording("ky", (Run(text),)),)),))))


def numbers(pdf: pikepdf.Pdf) -> dict[Any, int]:
    return {page.objgen: number for number, page in enumerate(pdf.pages, 1)}


class TestPages:
    def test_every_page_is_numbered_in_the_words_of_the_edition(self, texts: dict[int, str]) -> None:
        for number in (CONTENTS, TOOLS, REQUEST, END):
            assert squash(f"Колдонмо, 1-басылыш{number}-бет, баары {END}") in texts[number]

    def test_a_pair_says_it_in_both_languages(self, press: Press) -> None:
        with pypdfium2.PdfDocument(press.write(sample.book(PAIR)).data) as pdf:
            assert squash("2-бет, баары 6 / страница 2 из 6") in squash(pdf[1].get_textpage().get_text_range())

    def test_cover_and_blank_pages_bear_no_foot(self, texts: dict[int, str]) -> None:
        assert texts[COVER] == "Колдонмо"
        assert texts[BLANK] == ""

    def test_what_begins_on_the_right_has_a_blank_before_it_where_it_needs_one(self, book: Lowered, made: Pdf) -> None:
        assert [section.right for section in sections(book)] == [False, False, True, True, False]
        assert made.pages == END

    def test_the_contents_name_the_pages(self, made: Pdf) -> None:
        with pypdfium2.PdfDocument(made.data) as pdf:
            page = pdf[CONTENTS - 1].get_textpage()
            lines = rows(page)
        for title, number in (("1 Куралдар", TOOLS), ("1.1 Байланыштар", TOOLS), ("2 Суроо-талап", REQUEST), ("3 Жыйынтык", END)):
            assert squash(f"{title}{number}") in lines

    def test_paper_may_lie_across_in_the_middle(self, pdf: pikepdf.Pdf) -> None:
        across = [float(page.mediabox[2]) > float(page.mediabox[3]) for page in pdf.pages]
        assert across == [False, False, False, False, True, False]

    def test_numbers_are_artifacts_and_not_read_aloud(self, file: Path, book: Lowered) -> None:
        wanted = squash("".join(sample.words(book)))
        assert not first_difference(wanted, tagged_text(file), heads(book))


class TestLinks:
    def test_each_leads_to_its_page(self, pdf: pikepdf.Pdf) -> None:
        at = numbers(pdf)
        found = [
            (number, str(link.Contents), at[link.Dest[0].objgen])
            for number, page in enumerate(pdf.pages, 1)
            for link in page.get("/Annots", [])
            if link.Subtype == "/Link"
        ]
        assert found == [
            (CONTENTS, "1 Куралдар", TOOLS),
            (CONTENTS, "1.1 Байланыштар", TOOLS),
            (CONTENTS, "2 Суроо-талап", REQUEST),
            (CONTENTS, "3 Жыйынтык", END),
            (TOOLS, "матрицаны", REQUEST),
            (END, "сүрөткө", TOOLS),
        ]

    def test_and_to_the_height_where_its_target_begins(self, pdf: pikepdf.Pdf) -> None:
        link = next(link for link in pdf.pages[CONTENTS - 1].Annots if link.Contents == "2 Суроо-талап")
        top = float(pdf.pages[REQUEST - 1].mediabox[3]) - 15 * 72 / 25.4  # the heading begins the page
        assert abs(float(link.Dest[3]) - top) < 25

    def test_a_link_to_nothing_is_an_error(self, press: Press, book: Lowered) -> None:
        lost = sample.linked(sample.Texts(("ky",))("эч нерсе", "", ""), "nowhere")
        with pytest.raises(UnknownAnchor, match="nowhere"):
            press.write(replace(book, blocks=(*book.blocks, Paragraph((lost,)))))

    def test_a_link_to_another_piece_of_a_pack_waits_for_the_pack(self, press: Press, book: Lowered) -> None:
        out = sample.linked(sample.Texts(("ky",))("форма", "", ""), "piece:form")
        with pikepdf.open(BytesIO(press.write(replace(book, blocks=(*book.blocks, Paragraph((out,))))).data)) as pdf:
            assert [str(link.A.URI) for link in pdf.pages[-1].Annots if "/A" in link] == ["#piece:form"]


def test_the_outline_holds_the_listed_headings_nested(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        (title,) = outline.root
        assert title.title == "Колдонмо"
        assert [item.title for item in title.children] == ["1 Куралдар", "2 Суроо-талап", "3 Жыйынтык"]
        assert [item.title for item in title.children[0].children] == ["1.1 Байланыштар"]


class TestTags:
    @pytest.mark.parametrize("languages", [("ky",), PAIR])
    @pytest.mark.parametrize("fillable", [True, False])
    def test_veraPDF_passes(self, press: Press, tmp_path: Path, languages: tuple[str, ...], fillable: bool) -> None:  # noqa: N802
        path = tmp_path / "book.pdf"
        path.write_bytes(press.write(replace(sample.book(languages), fillable=fillable)).data)
        assert failures([path]) == {path: []}

    def test_a_section_is_an_element(self, pdf: pikepdf.Pdf, book: Lowered) -> None:
        document = pdf.Root.StructTreeRoot.K[0]
        assert [str(part.S) for part in document.K] == ["/Sect"] * len(sections(book))

    def test_every_marked_piece_is_found_from_its_page(self, pdf: pikepdf.Pdf) -> None:
        owners = {int(key): value for leaf in pdf.Root.StructTreeRoot.ParentTree.Kids for key, value in pairs(leaf.Nums)}
        for page in pdf.pages:
            if "/StructParents" in page:
                for mcid, owner in enumerate(owners[int(page.StructParents)]):
                    assert owner is None or (mcid in list(owner.K) and owner.Pg.objgen == page.objgen)
            for annotation in page.get("/Annots", []):
                owner = owners[int(annotation.StructParent)]
                assert annotation.objgen in [kid.Obj.objgen for kid in owner.K if not isinstance(kid, int)]

    def test_a_figure_is_read_by_its_description_with_its_caption_after_it(self, pdf: pikepdf.Pdf) -> None:
        element = next(each for each in elements(pdf.Root.StructTreeRoot.K[0]) if each.S == "/Figure")
        assert str(element.Alt) == "Байкоодон план чыгат."
        assert [str(kid.S) for kid in element.P.K] == ["/Figure", "/Caption"]

    def test_the_caption_of_a_table_belongs_to_it(self, pdf: pikepdf.Pdf) -> None:
        tables = [each for each in elements(pdf.Root.StructTreeRoot.K[0]) if each.S == "/Table"]
        assert [str(table.K[0].S) for table in tables] == ["/Caption", "/THead"]


class TestFields:
    def test_a_book_may_be_filled_in(self, made: Pdf, book: Lowered, file: Path, tmp_path: Path) -> None:
        wanted = {"full-name": "Өмүр", "opinion": "Ңү", "need.2": "on"}
        asked = list(fields(book.blocks))
        assert made.fields == ("need.1", "need.2", "need.3", "need.4", "full-name", "opinion")
        VIEWERS["PDFium"].fill(file, tmp_path / "filled.pdf", widgets(file, asked), wanted)
        with pikepdf.open(tmp_path / "filled.pdf") as pdf:
            assert {name: value for name, value in forms.read(pdf).items() if value} == wanted

    def test_in_one_for_a_pen_they_are_printed_only(self, press: Press, book: Lowered, made: Pdf) -> None:
        printed = press.write(replace(book, fillable=False))
        assert printed.fields == ()
        with pikepdf.open(BytesIO(printed.data)) as pdf:
            assert "/AcroForm" not in pdf.Root
        assert pictures(printed) == pictures(made)


class TestTurnedHeads:
    def test_run_bottom_up_inside_their_cells(self, made: Pdf) -> None:
        """Each word is higher than wide, and stands in its column, in the row's 40 mm."""
        with pypdfium2.PdfDocument(made.data) as pdf:
            page = pdf[REQUEST - 1].get_textpage()
            boxes = [word_box(page, word) for word in sample.SUBJECTS]
        width = (297 - 30) * 72 / 25.4 * 11 / (100 + 11 * len(boxes))
        for left, bottom, right, top in boxes:
            assert right - left < width
            assert 3 * (right - left) < top - bottom < 40 * 72 / 25.4
        assert all(abs(after[0] - before[0] - width) < 2 for before, after in pairwise(boxes))


class TestTheStore:
    @pytest.fixture
    def write(self, press: Press, tmp_path: Path) -> Written:
        def written(book: Lowered, look: str = "1") -> tuple[Pdf, list[str]]:
            parts = Parts(tmp_path / "store", "pdf", look, book)
            found = tuple(part.without_blocks() if parts.has(part) else part for part in sections(book))
            return press.write(replace(book, blocks=()), cut=found, parts=parts), parts.used

        return written

    def test_cold_or_kept_a_book_has_the_same_bytes(self, write: Written, made: Pdf, book: Lowered) -> None:
        cold = write(book)
        assert write(book) == cold
        assert cold[0].data == made.data

    def test_holds_one_file_a_section(self, write: Written, book: Lowered, tmp_path: Path) -> None:
        _, parts = write(book)
        assert sorted(path.name for path in (tmp_path / "store").iterdir()) == sorted(parts)
        assert len(parts) == len(sections(book))

    def test_an_edit_sets_one_section_again(self, write: Written, book: Lowered) -> None:
        assert len(set(write(edited(book))[1]) - set(write(book)[1])) == 1

    def test_of_what_the_whole_says_of_itself_no_section_knows(self, write: Written, book: Lowered) -> None:
        before, parts = write(book)
        after, same = write(replace(book, date="2027-01-01", title=book.subject))
        assert same == parts
        assert after.data != before.data

    def test_a_new_heading_changes_its_section_and_the_contents(self, write: Written, book: Lowered) -> None:
        heading = Heading(3, book.title, "new")
        assert len(set(write(replace(book, blocks=(*book.blocks, heading)))[1]) - set(write(book)[1])) == 2

    def test_another_look_sets_all_again(self, write: Written, book: Lowered) -> None:
        assert not set(write(book)[1]) & set(write(book, look="2")[1])

    def test_may_be_lost(self, write: Written, book: Lowered, tmp_path: Path) -> None:
        before = write(book)
        shutil.rmtree(tmp_path / "store")
        assert write(book) == before


class TestFonts:
    def test_each_face_is_in_the_file_once(self, pdf: pikepdf.Pdf) -> None:
        names = [str(item.FontName) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/FontName" in item]
        assert len(names) == len(set(names)) == 3  # upright, bold, and that of the fields

    def test_a_letter_that_they_lack_is_an_error_and_no_other_font_is_taken(self, press: Press, book: Lowered) -> None:
        with pytest.raises(UnknownFace):
            press.write(edited(book, "漢"))

    def test_hyphens_are_those_of_the_face(self, press: Press, book: Lowered) -> None:
        """PT Sans lacks the sign that is made for hyphens: with that, this would be an unknown face."""
        narrow = Page(60, 200, (10, 10, 10, 10))
        blocks = edited(book, "Үзгүлтүксүздүктүн уюштуруучулары " * 9).blocks[-1:]
        with pypdfium2.PdfDocument(press.write(replace(book, page=narrow, blocks=blocks)).data) as pdf:
            text = pdf[0].get_textpage().get_text_range()
        assert "\ufffe" in text or "-\r\n" in text  # how PDFium gives a hyphen at the end of a line


def test_it_can_be_imposed(made: Pdf) -> None:
    assert impose(made.data)[1] == 4


def test_a_document_of_sections_without_contents_is_stitched_as_well(press: Press, book: Lowered) -> None:
    blocks = tuple(block for block in book.blocks if not isinstance(block, Contents))
    assert press.write(replace(book, blocks=tuple(block for block in blocks if block != Break(right=True)))).pages > 1


def pairs(array: Any) -> Iterator[tuple[Any, Any]]:
    items = list(array)
    return iter(zip(items[::2], items[1::2], strict=True))


def elements(start: Any) -> Iterator[Any]:
    yield start
    for kid in start.get("/K", []):
        if not isinstance(kid, int) and "/S" in kid:
            yield from elements(kid)


def pictures(made: Pdf) -> list[bytes]:
    with pypdfium2.PdfDocument(made.data) as pdf:
        return [page.render(scale=1, grayscale=True, may_draw_forms=False).to_pil().tobytes() for page in pdf]


def word_box(page: Any, word: str) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of a word in points."""
    index, count = page.search(word).get_next()
    boxes = [page.get_charbox(place) for place in range(index, index + count)]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def rows(page: Any) -> list[str]:
    """The lines of a page as they stand side by side, squashed."""
    found: dict[int, list[tuple[float, str]]] = {}
    for index in range(page.count_rects()):
        left, bottom, right, top = page.get_rect(index)
        found.setdefault(round(bottom / 6), []).append((left, page.get_text_bounded(left, bottom, right, top)))
    return [squash("".join(text for _, text in sorted(line))) for line in found.values()]
