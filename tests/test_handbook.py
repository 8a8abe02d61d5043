"""The handbooks as they are built: links lead where they say, contents and pages are right, they show the forms' own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import replace
from itertools import product
from typing import cast

import pypdfium2
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from lxml import etree, html

from kalyp.model import blocks as rich
from kalyp.model.blocks import ReadTable
from kalyp.model.core import Block, Box, Break, Contents, Figure, Heading, Table
from kalyp.model.walk import fields, walk
from kalyp.write.docx.names import anchor
from tests.built import Built
from tests.counts import under
from tests.handbook import FOOT, HANDBOOKS, HEADINGS, Book, Piece, label, named, words
from tests.paritytext import squash
from tests.test_outputs import LANGUAGES
from tests.wanted import HANDBOOK
from tests.write.docx.word import find, part, values
from tests.write.docx.word import said as word_said
from tests.write.sample import said
from tests.write.test_html import ADDED

LINE = 4.0  # pt: signs whose lower edges are less apart stand on one line
OTHERWISE_NAMED = {"4.3"}  # the table of tools says what it is for, as the source's does
WORD_STYLES = {1: "Title", 2: "Heading 1", 3: "Heading 2", 4: "Heading 3"}


@pytest.fixture(scope="module")
def books(built: Built) -> dict[tuple[str, str], Book]:
    return {(name, language): Book(built, name, language) for name in HANDBOOKS for language in LANGUAGES}


@pytest.fixture(scope="module", params=list(product(HANDBOOKS, LANGUAGES)), ids="-".join)
def book(books: dict[tuple[str, str], Book], request: pytest.FixtureRequest) -> Book:
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


def seen(book: Book, page: int, below: float = float("inf")) -> str:
    """The text of a page (from 0) below a height (pt) as the eye reads it: line by line, each from the left."""
    lines: list[list[tuple[float, str]]] = []
    edge = float("inf")
    for (left, bottom, _, _), sign in book.signs[page]:
        if bottom >= below:
            continue
        if edge - bottom > LINE:
            lines.append([])
            edge = bottom
        lines[-1].append((left, sign))
    return "".join(sign for line in lines for _, sign in sorted(line, key=lambda found: found[0]))


def test_the_contents_list_every_heading_with_the_page_on_which_it_stands(book: Book) -> None:
    places = book.places
    wanted = [book.contents.title.plain, *(f"{named(heading)} {places[heading.anchor]}" for heading in book.listed)]
    first = next(piece for piece in book.pieces if piece.kind == "H2").pages[0]
    found = "".join(seen(book, number - 1) for number in range(first, places[book.listed[0].anchor]))
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
            text = squash(seen(book, target.get_index(), below=target.get_view()[1][1]))
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
        wanted |= set(range(start, end)) if heading.anchor in book.lying else set()
        end = start
    assert found == wanted
    assert found


# The Word file


@pytest.fixture(scope="module")
def body(book: Book) -> etree._Element:
    return part(book.path("docx").read_bytes())


def test_headings_in_word_are_headings(book: Book, body: etree._Element) -> None:
    names = {style.style_id: style.name or "" for style in book.word.styles}
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
    texts = [found for chapter in book.chapters.values() for found in chapter.blocks]
    texts += [found for appendix in book.appendices for found in appendix.blocks]
    wanted = Counter(type(found).__name__ for found in texts if isinstance(found, ReadTable | rich.Figure) and found.caption)
    assert Counter(caption.kind for _, caption in book.captions) == {"table": wanted["ReadTable"], "figure": wanted["Figure"]}


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
    targets = {str(mark.get(qn("w:name"))): mark for mark in body.iter(qn("w:bookmarkStart"))}
    for _, name in found:
        assert squash(word_said(next(targets[name].iterancestors(qn("w:p"))))) == wanted[name]


def test_sections_in_word_lie_where_their_appendix_lies(book: Book, body: etree._Element) -> None:
    sections = book.word.sections
    chapters = {anchor(heading.anchor): heading.anchor for heading in book.listed if heading.level == 2}
    found: list[tuple[str, bool]] = []
    section = 0
    for element in body.iter(qn("w:bookmarkStart"), qn("w:sectPr")):
        if element.tag == qn("w:sectPr"):
            section += 1
        elif name := chapters.get(element.get(qn("w:name")) or ""):
            found.append((name, sections[section].orientation == WD_ORIENT.LANDSCAPE))
    assert found == [(name, name in book.lying) for name in chapters.values()]
    assert section == len(sections)


# The page to read on a screen


def test_links_of_the_page_resolve(book: Book) -> None:
    page = book.page
    ids = Counter(cast(list[str], page.xpath("//@id")))
    assert [name for name, count in ids.items() if count > 1] == []
    assert {link.removeprefix("#") for link in cast(list[str], page.xpath("//a/@href"))} <= set(ids)
    links = cast(list[html.HtmlElement], page.xpath("//main//a[not(parent::*/@class='up')]"))
    found = [(squash(link.text_content()), link.get("href")) for link in links]
    assert found == [(squash(text), f"#{target}") for text, target in book.links]
    assert page.xpath("//nav//a/@href") == [f"#{heading.anchor}" for heading in book.listed]


def test_the_page_has_all_words_in_order(book: Book) -> None:
    (shown,) = cast(list[html.HtmlElement], deepcopy(book.page).xpath("//body"))
    for added in cast(list[html.HtmlElement], shown.xpath(ADDED)):
        added.drop_tree()
    assert squash("".join(shown.itertext())) == squash("".join(words(book.lowered.blocks, book.lowered.blocks)))


@pytest.mark.parametrize("name", HANDBOOKS)
def test_structure_is_the_same_in_every_language(books: dict[tuple[str, str], Book], name: str) -> None:
    first, *others = (
        (
            [(heading.level, heading.anchor, heading.number, heading.listed) for heading in book.headings],
            [(block.anchor, caption.kind, caption.number) for block, caption in book.captions],
            Counter(target for _, target in book.links),
            [piece.kind for piece in book.pieces if piece.kind in HEADINGS],
        )
        for book in (books[name, language] for language in LANGUAGES)
    )
    assert others == [first] * 2


def test_headings_of_the_page_are_those_of_the_model(book: Book) -> None:
    tags = cast(list[html.HtmlElement], book.page.xpath("//h1 | //h2 | //h3 | //h4"))
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


def rows_of_documents(book: Book) -> dict[str, list[tuple[str, str, str]]]:
    """The rows of tools by tables of the chapters: the code that a row begins with, the words and the target of its link."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for table in (block for chapter in book.chapters.values() for block in chapter.blocks if isinstance(block, ReadTable)):
        for row in table.rows:
            text = " ".join(cell[book.language] for cell in row.cells)
            begin, link = re.match(r"\**([\d.]*\d|–)", text), re.search(r"\[(.*?)\]\(#(.*?)\)", text)
            if begin and link and link[2] in book.built.project.documents:
                found.setdefault(table.id, []).append((begin[1], link[1], link[2]))
    return found


def test_a_table_lists_every_appendix_in_order(book: Book) -> None:
    assert book.document.appendices in [[target for _, _, target in rows] for rows in rows_of_documents(book).values()]


def test_codes_lead_to_the_documents_that_bear_them(book: Book) -> None:
    found = [(code, target) for rows in rows_of_documents(book).values() for code, _, target in rows]
    documents = book.built.project.documents
    assert found == [(documents[target].code or "–", target) for _, target in found]
    linked = [
        (text, documents[target].code) for text, target in book.links if re.fullmatch(r"\d(\.\d)?", text) and target in documents
    ]
    assert linked == [(code, code) for code, _ in linked]


def test_headings_of_tools_say_their_codes_and_usage_cards_are_theirs(book: Book) -> None:
    placed = [
        (chapter, found) for chapter in book.chapters.values() for found in chapter.blocks if isinstance(found, rich.Heading)
    ]
    tools = [(chapter, heading) for chapter, heading in placed if heading.id.startswith("tool-")]
    assert len(tools) > 10
    for chapter, heading in tools:
        code = heading.id.removeprefix("tool-").replace("-", ".")
        said_code = re.search(r"\d+(\.\d+)*", heading.text[book.language])
        assert said_code
        assert said_code[0] == code
        cards = [found for found in under(chapter.blocks, heading.id) if isinstance(found, rich.UsageCardBlock)]
        codes = [card.code or book.built.project.documents[card.document or ""].code for card in cards]
        assert codes in ([], [code])  # what is only read has none


@pytest.fixture(scope="module", params=LANGUAGES)
def kyrgyz(books: dict[tuple[str, str], Book], request: pytest.FixtureRequest) -> Book:
    """The handbook of Kyrgyzstan, which calls its tools by the titles of their documents; that of Kazakhstan has short names."""
    return books[HANDBOOK, request.param]


def test_titles_of_tools_in_the_text_are_those_of_their_documents(kyrgyz: Book) -> None:
    """Tables and headings of the chapters are typed by hand: a title that changes must change there, too."""
    documents = kyrgyz.appendices
    titles = {each.code: each.title[kyrgyz.language] for each in documents if each.code}
    tables = rows_of_documents(kyrgyz)
    assert [name for _, name, _ in tables["appendix-list"]] == [each.title[kyrgyz.language] for each in documents]
    assert [target for _, _, target in tables["tools"]] == kyrgyz.document.appendices[:-1]  # but the guide
    for code, name, _ in tables["tools"]:
        assert titles[code].startswith(name) or code in OTHERWISE_NAMED, name
    found = {}
    for heading in kyrgyz.listed:
        if heading.anchor.startswith("tool-"):
            found[".".join(heading.anchor.split("-")[1:])] = heading.text.plain.partition(". ")[2]
    assert len(found) == 14
    assert {code: title for code, title in found.items() if not titles.get(code, title).startswith(title)} == {}
