"""The handbook as it is built: links lead where they say, contents and pages are right, and it shows the forms' own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import cast

import docx
import pypdfium2
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from lxml import etree, html

from kalyp.model.blocks import ReadTable
from kalyp.model.core import Block, Box, Break, Contents, Figure, Heading, Table
from kalyp.model.walk import fields, walk
from kalyp.write.docx.names import anchor
from tests.built import Built
from tests.handbook import HEADINGS, Book, Piece, label, named, words
from tests.paritytext import squash
from tests.test_outputs import LANGUAGES
from tests.write.docx.word import find, part, values
from tests.write.docx.word import said as word_said
from tests.write.sample import said
from tests.write.test_html import ADDED

FOOT = 17 * 72 / 25.4  # pt: the foot stands below, all else above
LINE = 4.0  # pt: signs whose lower edges are less apart stand on one line
LYING = {"kg-4.1", "kg-4.3", "kg-4.4", "kg-4.5"}  # appendices on pages that lie
OTHERWISE_NAMED = {"4.3"}  # the table of tools says what it is for, as the source's does
WORD_STYLES = {1: "Title", 2: "Heading 1", 3: "Heading 2", 4: "Heading 3"}


@pytest.fixture(scope="module")
def books(built: Built) -> dict[str, Book]:
    return {language: Book(built, language) for language in LANGUAGES}


@pytest.fixture(scope="module", params=LANGUAGES)
def book(books: dict[str, Book], request: pytest.FixtureRequest) -> Book:
    return books[request.param]


# The PDF


def test_headings_and_captions_stand_in_the_pdf_as_in_the_model(book: Book) -> None:
    title, *rest = [(f"H{heading.level}", squash(named(heading))) for heading in book.headings]
    found = [(piece.kind, piece.text) for piece in book.pieces if piece.kind in HEADINGS]
    assert found == [title, ("H2", squash(book.contents.title.plain)), *rest]
    captions = [piece.text for piece in book.pieces if piece.kind == "Caption"]
    assert captions == [squash(label(caption)) for _, caption in book.captions]


def links(book: Book) -> tuple[list[Piece], list[Piece]]:
    """The links of the PDF: those in the contents, and those in the text."""
    pieces = [piece for piece in book.pieces if piece.kind in ("Link", "H2")]
    _, first, *_ = (number for number, piece in enumerate(pieces) if piece.kind == "H2")
    return [piece for piece in pieces[:first] if piece.kind == "Link"], [
        piece for piece in pieces[first:] if piece.kind == "Link"
    ]


def all_lead(found: list[Piece], wanted: list[tuple[str, str]], places: dict[str, int]) -> None:
    """Each link says the words that it should and leads to the page of its anchor; one that goes on in a new line is two."""
    left = list(found)
    for text, target in wanted:
        read = ""
        while read != squash(text):
            piece = left.pop(0)
            read += piece.text
            assert squash(text).startswith(read), (text, read)
            assert piece.leads == (places[target],), (text, target)
    assert not left


def test_every_cross_reference_is_a_link_to_the_page_on_which_its_target_stands(book: Book) -> None:
    assert len(book.links) > 50
    all_lead(links(book)[1], book.links, book.places)


def test_lines_of_the_contents_are_links_to_their_headings(book: Book) -> None:
    all_lead(links(book)[0], [(named(heading), heading.anchor) for heading in book.listed], book.places)


def seen(page: pypdfium2.PdfPage, below: float = float("inf")) -> str:
    """The text of a page below a height (pt) as the eye reads it: line by line, each from the left. The foot is left out."""
    text = page.get_textpage()
    signs = [(text.get_charbox(place, loose=True), text.get_text_range(place, 1)) for place in range(text.count_chars())]
    kept = sorted((found for found in signs if FOOT < found[0][1] < below), key=lambda found: -found[0][1])
    lines: list[list[tuple[float, str]]] = []
    edge = float("inf")
    for (left, bottom, _, _), sign in kept:
        if edge - bottom > LINE:
            lines.append([])
            edge = bottom
        lines[-1].append((left, sign))
    return "".join(sign for line in lines for _, sign in sorted(line, key=lambda found: found[0]))


def test_the_contents_list_every_heading_with_the_page_on_which_it_stands(book: Book) -> None:
    places = book.places
    wanted = [book.contents.title.plain, *(f"{named(heading)} {places[heading.anchor]}" for heading in book.listed)]
    first = next(piece for piece in book.pieces if piece.kind == "H2").pages[0]
    with pypdfium2.PdfDocument(book.path("pdf")) as pdf:
        found = "".join(seen(pdf[number - 1]) for number in range(first, places[book.listed[0].anchor]))
    assert squash(found) == squash("".join(wanted))
    assert len(wanted) > 40


def test_bookmarks_are_the_listed_headings_with_their_levels_and_pages(book: Book) -> None:
    title, *rest = (heading for heading in book.headings if heading.listed)
    assert title.level == 1
    assert rest == book.listed
    with pypdfium2.PdfDocument(book.path("pdf")) as pdf:
        found = [(item.level, item.get_title(), item.get_dest().get_index() + 1) for item in pdf.get_toc()]
    assert found == [(heading.level - 1, named(heading), book.places[heading.anchor]) for heading in (title, *rest)]


def test_bookmarks_lead_to_the_very_line_of_their_heading(book: Book) -> None:
    with pypdfium2.PdfDocument(book.path("pdf")) as pdf:
        for item in pdf.get_toc():
            target = item.get_dest()
            text = squash(seen(pdf[target.get_index()], below=target.get_view()[1][1]))
            assert text.startswith(squash(item.get_title())), item.get_title()


def test_the_foot_of_each_page_but_the_cover_says_its_number_of_all(book: Book) -> None:
    with pypdfium2.PdfDocument(book.path("pdf")) as pdf:
        feet = [squash(page.get_textpage().get_text_bounded(0, 0, page.get_width(), FOOT)) for page in pdf]
    for number, foot in enumerate(feet[1:], start=2):
        page_of = book.lowered.page_of.plain.replace("{page}", str(number)).replace("{pages}", str(len(feet)))
        assert foot == squash(book.lowered.foot.plain + page_of), number
    assert feet[0] == ""


def test_the_head_of_a_table_stands_again_on_each_page_where_it_goes_on(book: Book) -> None:
    """On each page the part of the table that stands there is tagged as a table of its own."""
    parts = [piece for piece in book.pieces if piece.kind == "Table"]
    goes_on = 0
    for table in (found for found in walk(book.lowered.blocks) if isinstance(found, Table)):
        head = squash("".join(said([Table((), table.head, (), table.label)], ())))
        body = squash("".join(said([Table((), (), table.body, table.label)], ())))
        begin = (squash(label(table.caption)) if table.caption else "") + head
        first = parts.pop(0)
        assert first.text.startswith(begin), table.label.plain
        read, page = first.text.removeprefix(begin), first.pages
        while read != body:
            piece = parts.pop(0)
            assert piece.text.startswith(head), (table.label.plain, piece.pages)
            assert piece.pages != page
            read, page = read + piece.text.removeprefix(head), piece.pages
            assert body.startswith(read), (table.label.plain, piece.pages)
            goes_on += bool(head)
    assert not parts
    assert goes_on > 10


def test_pages_lie_where_their_appendix_lies(book: Book) -> None:
    with pypdfium2.PdfDocument(book.path("pdf")) as pdf:
        found = {number for number, page in enumerate(pdf, start=1) if page.get_width() > page.get_height()}
        end = len(pdf) + 1
    wanted = set()
    for heading in reversed([heading for heading in book.listed if heading.level == 2]):
        start = book.places[heading.anchor]
        wanted |= set(range(start, end)) if heading.anchor in LYING else set()
        end = start
    assert found == wanted


def test_forms_that_lie_are_those_that_lie_alone(book: Book) -> None:
    project = book.built.project
    sizes = {name: project.pages[project.documents[name].page] for name in book.document.appendices}
    assert {name for name, size in sizes.items() if size.width > size.height} == LYING


# The Word file


@pytest.fixture(scope="module")
def body(book: Book) -> etree._Element:
    return part(book.path("docx").read_bytes())


def test_headings_in_word_are_headings(book: Book, body: etree._Element) -> None:
    names = {style.style_id: style.name or "" for style in docx.Document(str(book.path("docx"))).styles}
    paragraphs = [(names.get("".join(values(found, "w:pPr/w:pStyle")), ""), found) for found in find(body, "//w:p")]
    found = [(style, squash(word_said(each))) for style, each in paragraphs if style in WORD_STYLES.values()]
    assert found == [(WORD_STYLES[each.level], squash(named(each))) for each in book.headings if each.listed]


def test_word_has_one_table_of_contents_with_all_headings(book: Book, body: etree._Element) -> None:
    orders = [(each.text or "").split() for each in find(body, "//w:instrText")]
    assert [order[0] for order in orders if order[0] not in ("SEQ", "PAGEREF")] == ["TOC"]
    pages = [order[1] for order in orders if order[0] == "PAGEREF"]
    assert pages == [anchor(heading.anchor) for heading in book.listed]


def test_captions_in_word_are_counted_by_fields(book: Book, body: etree._Element) -> None:
    captions = find(body, "//w:p[w:pPr/w:pStyle/@w:val='Caption']")
    assert [squash(word_said(caption)) for caption in captions] == [squash(label(caption)) for _, caption in book.captions]
    orders = [[(order.text or "").split()[:2] for order in find(caption, ".//w:instrText")] for caption in captions]
    assert orders == [[["SEQ", caption.kind.capitalize()]] for _, caption in book.captions]
    assert Counter(caption.kind for _, caption in book.captions) == {"table": 6, "figure": 2}


def test_links_in_word_lead_to_bookmarks_at_their_targets(book: Book, body: etree._Element) -> None:
    marks = Counter(values(body, "//w:bookmarkStart", "w:name"))
    assert [name for name, count in marks.items() if count > 1] == []
    links = find(body, "//w:hyperlink")
    assert {link.get(qn("w:anchor")) for link in links} <= set(marks)
    outside = [link for link in links if not find(link, ".//w:instrText")]
    found = [(squash(word_said(link)), link.get(qn("w:anchor")) or "") for link in outside]
    assert found == [(squash(text), anchor(target)) for text, target in book.links]
    wanted = {anchor(heading.anchor): squash(named(heading)) for heading in book.headings}
    wanted |= {anchor(block.anchor): squash(label(caption)) for block, caption in book.captions if isinstance(block, Table)}
    wanted |= {anchor(block.anchor): "" for block, _ in book.captions if isinstance(block, Figure)}  # at the picture itself
    for _, name in found:
        (target,) = find(body, f"//w:p[.//w:bookmarkStart[@w:name='{name}']]")
        assert squash(word_said(target)) == wanted[name]


def test_sections_in_word_lie_where_their_appendix_lies(book: Book, body: etree._Element) -> None:
    sections = docx.Document(str(book.path("docx"))).sections
    chapters = {anchor(heading.anchor): heading.anchor for heading in book.listed if heading.level == 2}
    found: list[tuple[str, bool]] = []
    section = 0
    for element in body.iter(qn("w:bookmarkStart"), qn("w:sectPr")):
        if element.tag == qn("w:sectPr"):
            section += 1
        elif name := chapters.get(element.get(qn("w:name")) or ""):
            found.append((name, sections[section].orientation == WD_ORIENT.LANDSCAPE))
    assert found == [(name, name in LYING) for name in chapters.values()]
    assert section == len(sections)


# The page to read on a screen


@pytest.fixture(scope="module")
def page(book: Book) -> html.HtmlElement:
    return html.document_fromstring(book.path("html").read_bytes())


def test_links_of_the_page_resolve(book: Book, page: html.HtmlElement) -> None:
    ids = Counter(cast(list[str], page.xpath("//@id")))
    assert [name for name, count in ids.items() if count > 1] == []
    assert {link.removeprefix("#") for link in cast(list[str], page.xpath("//a/@href"))} <= set(ids)
    links = cast(list[html.HtmlElement], page.xpath("//main//a[not(parent::*/@class='up')]"))
    found = [(squash(link.text_content()), link.get("href")) for link in links]
    assert found == [(squash(text), f"#{target}") for text, target in book.links]
    assert page.xpath("//nav//a/@href") == [f"#{heading.anchor}" for heading in book.listed]


def test_the_page_has_all_words_in_order(book: Book) -> None:
    page = html.document_fromstring(book.path("html").read_bytes())
    (shown,) = cast(list[html.HtmlElement], page.xpath("//body"))
    for added in cast(list[html.HtmlElement], shown.xpath(ADDED)):
        added.drop_tree()
    assert squash("".join(shown.itertext())) == squash("".join(words(book.lowered.blocks, book.lowered.blocks)))


def test_structure_is_the_same_in_every_language(books: dict[str, Book]) -> None:
    first, *others = (
        (
            [(heading.level, heading.anchor, heading.number, heading.listed) for heading in book.headings],
            [(block.anchor, caption.kind, caption.number) for block, caption in book.captions],
            Counter(target for _, target in book.links),
            [piece.kind for piece in book.pieces if piece.kind in HEADINGS],
        )
        for book in books.values()
    )
    assert others == [first] * 2


def test_headings_of_the_page_are_those_of_the_model(book: Book, page: html.HtmlElement) -> None:
    tags = cast(list[html.HtmlElement], page.xpath("//h1 | //h2 | //h3 | //h4"))
    assert [(tag.tag, tag.get("id")) for tag in tags] == [(f"h{heading.level}", heading.anchor) for heading in book.headings]


# What it shows of other documents


def appendices(book: Book) -> dict[str, list[Block]]:
    """The blocks of each appendix after its title."""
    found: dict[str, list[Block]] = {}
    chapter = ""
    for block in book.lowered.blocks:
        if isinstance(block, Heading) and block.level == 2 and block.listed:
            chapter = block.anchor
        elif chapter in book.document.appendices and not isinstance(block, Break):
            found.setdefault(chapter, []).append(block)
    return found


def apart(block: Block) -> bool:
    """Whether a document has a block only where it stands alone: its title or cover, its contents, its pages."""
    titled = (isinstance(block, Heading) and block.level == 1) or (isinstance(block, Box) and block.style == "cover")
    return titled or isinstance(block, Contents | Break)


def uncounted(blocks: Iterable[Block]) -> list[Block]:
    """The blocks without the numbers of tables and figures: a book counts on where a document that stands alone begins."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Table | Figure) and block.caption:
            found.append(replace(block, caption=replace(block.caption, number=0)))
        else:
            found.append(block)
    return found


def test_appendices_show_the_forms_own_words_and_fields(book: Book) -> None:
    found = appendices(book)
    assert list(found) == book.document.appendices
    titles = {heading.anchor: heading.text.plain for heading in book.listed}
    for name, blocks in found.items():
        form = book.alone(name)
        own = [block for block in form.blocks if not apart(block)]
        assert list(words(uncounted(blocks), ())) == list(words(uncounted(own), ())), name
        asked, own_asked = ([(each.name, each.kind, each.label) for each in fields(found)] for found in (blocks, own))
        assert asked == own_asked, name
        assert titles[name].endswith(f". {form.title.plain}")


def test_titles_of_tools_in_the_text_are_those_of_their_documents(book: Book) -> None:
    """Tables and headings of the chapters are typed by hand: a title that changes must change there, too."""
    documents = [book.built.project.documents[name] for name in book.document.appendices]
    titles = {each.code: each.title[book.language] for each in documents if each.code}
    (table,) = (block for block in book.chapters["appendices"].blocks if isinstance(block, ReadTable))
    shown = [(row.cells[0][book.language], row.cells[1][book.language]) for row in table.rows]
    assert shown == [(each.code or "–", f"[{each.title[book.language]}](#{each.id})") for each in documents]
    found = {}
    for heading in book.listed:
        if heading.anchor.startswith("tool-"):
            found[".".join(heading.anchor.split("-")[1:])] = heading.text.plain.partition(". ")[2]
    assert len(found) == 14
    assert {code: title for code, title in found.items() if not titles.get(code, title).startswith(title)} == {}


def test_links_in_the_table_of_tools_lead_to_the_tools_that_they_name(book: Book) -> None:
    (table,) = (block for block in book.chapters["components"].blocks if isinstance(block, ReadTable))
    texts = (row.cells[0][book.language] for row in table.rows if row.cells)
    named = [cast(re.Match[str], re.fullmatch(r"\*\*([\d.]+)\.\*\* \[(.*)\]\(#(.*)\)", text)).groups() for text in texts]
    documents = book.built.project.documents
    assert [target for _, _, target in named if target in documents] == book.document.appendices[:-1]  # but the guide
    for code, title, target in named:
        if target in documents:
            assert code == documents[target].code
            assert documents[target].title[book.language].startswith(title) or code in OTHERWISE_NAMED, title
