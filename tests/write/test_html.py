"""HTML: one valid page that holds all that it needs, with the document's words in order and links that lead somewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from lxml import html
from tinyhtml5.parser import HTMLParser  # type: ignore[import-untyped]

from kalyp.lower.document import lower_document
from kalyp.model.core import (
    Arrow,
    Block,
    Box,
    Break,
    Caption,
    Cell,
    Column,
    Contents,
    Field,
    FieldKind,
    Figure,
    Heading,
    Lowered,
    Node,
    Paragraph,
    Phrase,
    Row,
    Run,
    Table,
    Wording,
)
from kalyp.model.project import Project
from kalyp.model.sections import Section
from kalyp.model.sections import sections as cut
from kalyp.read.project import read_project
from kalyp.write.figure import Metrics
from kalyp.write.fonts import find_fonts
from kalyp.write.html import write
from kalyp.write.parts import Parts
from kalyp.write.unwritable import Unwritable
from tests.support import ROOT
from tests.write import sample

EDITIONS = [("ky",), ("kk",), ("ru",), ("ky", "ru")]
ADDED = ".//*[@class='skip' or contains(@class, 'edition') or @class='up']|.//footer|.//svg"  # what the page adds to the words


@pytest.fixture(scope="module")
def project() -> Project:
    return read_project(ROOT)[0]


@pytest.fixture(scope="module")
def metrics(project: Project) -> Metrics:
    assert project.fonts
    return Metrics(find_fonts(project.fonts))


def page(lowered: Lowered, metrics: Metrics) -> html.HtmlElement:
    """The page as a browser reads it. HTML that breaks a rule of the standard is an error here."""
    data = write(lowered, ROOT / "layouts", metrics)
    parser = HTMLParser()
    parser.parse(data)
    assert parser.errors == []
    return html.document_fromstring(data)


def found(root: html.HtmlElement, path: str) -> list[html.HtmlElement]:
    return cast(list[html.HtmlElement], root.xpath(path))


def text(element: html.HtmlElement) -> str:
    """The words of an element, apart where blocks are."""
    return " ".join(" ".join(element.itertext()).split())


def document(*blocks: Block) -> Lowered:
    return replace(sample.every_block(("ky",)), blocks=blocks)


def say(words: str, link: str = "") -> Phrase:
    return Phrase((Wording("ky", (Run(words, link=link),)),))


def caption(kind: str, words: str) -> Caption:
    return Caption("table" if kind == "table" else "figure", 3, say(f"{{number}}-{kind}."), say(words))


def diagram(*, alt: str = "Байкоодон план чыгат.") -> Figure:
    nodes = (Node("a", say("Байкоо"), 1, 1), Node("b", say("План <1>"), 1, 2))
    return Figure(nodes, (Arrow("a", "b"),), say(alt), "ways", caption("figure", "Жол"))


def table(across: int) -> Table:
    row = Row(tuple(Cell((Paragraph((say(f"{number}"),)),)) for number in range(across)))
    return Table((Column(1),) * 24, (row,), (row,), say("Баалоо"), caption=caption("table", "Тизме"), anchor=f"table-{across}")


@pytest.mark.parametrize("languages", EDITIONS, ids="+".join)
def test_all_words_stand_in_order(languages: tuple[str, ...], metrics: Metrics) -> None:
    lowered = sample.every_block(languages)
    body = found(page(lowered, metrics), "//body")[0]
    for added in found(body, ADDED):
        added.drop_tree()
    assert re.sub(r"\s", "", "".join(body.itertext())) == "".join(sample.words(lowered))


@pytest.mark.parametrize("languages", EDITIONS, ids="+".join)
def test_the_handbook_is_valid_and_every_link_leads_somewhere(
    languages: tuple[str, ...], project: Project, metrics: Metrics
) -> None:
    root = page(lower_document(project, project.documents["kg-handbook"], languages), metrics)
    ids = Counter(cast(list[str], root.xpath("//@id")))
    links = cast(list[str], root.xpath("//a/@href"))
    assert [name for name, count in ids.items() if count > 1] == []
    assert {link[1:] for link in links} <= set(ids)
    assert all(link.startswith("#") for link in links)
    assert len(links) > len(found(root, "//nav//a")) > 0


@pytest.mark.parametrize("languages", EDITIONS, ids="+".join)
def test_nothing_is_fetched_and_nothing_runs(languages: tuple[str, ...], project: Project, metrics: Metrics) -> None:
    data = write(lower_document(project, project.documents["kg-handbook"], languages), ROOT / "layouts", metrics).decode()
    assert not re.search(
        r"<(script|link|img|iframe|object|embed|base|form)\b|\s(src|srcset|on\w+)=|@import|url\(|file:|data:", data
    )
    assert set(re.findall(r"https?://[^\"'<\s]*", re.sub(r"<p.*?</p>", "", data))) == {"http://www.w3.org/2000/svg"}  # a name


def test_the_page_says_its_language_title_and_edition(metrics: Metrics) -> None:
    lowered = document(Heading(1, say("Калып"), "title"), Paragraph((say("Сөз"),)))
    root = page(lowered, metrics)
    assert root.get("lang") == "ky"
    assert text(found(root, "//title")[0]) == lowered.title.plain
    assert text(found(root, "//header")[0]) == f"Калып {lowered.foot.plain}"
    assert text(found(root, "//footer")[0]) == lowered.foot.plain
    assert text(found(root, "//main")[0]) == "Сөз"


def test_words_of_a_second_language_say_which_it_is(metrics: Metrics) -> None:
    root = page(sample.every_block(("ky", "ru")), metrics)
    wordings = found(root, "//main//h2[@id='about']/span")
    assert [(wording.get("lang"), text(wording)) for wording in wordings] == [("ky", "Жалпы маалымат"), ("ru", "Общие сведения")]


def test_a_reader_on_a_keyboard_can_skip_to_the_text(metrics: Metrics) -> None:
    root = page(sample.every_block(("ky",)), metrics)
    first = found(root, "//body//a")[0]
    assert first.get("href") == "#_text"
    assert found(root, "//main[@id='_text']")


def test_each_chapter_is_a_section_that_leads_back_to_the_contents(metrics: Metrics) -> None:
    root = page(sample.every_block(("ky",)), metrics)
    sections = found(root, "//main/section")
    assert [text(found(section, "h2")[0]) for section in sections] == ["1 Жалпы маалымат", "2 Кадамдар"]
    assert [section.get("aria-labelledby") for section in sections] == ["about", "steps"]
    assert [found(section, "p[@class='up']/a")[0].get("href") for section in sections] == ["#_contents"] * 2
    assert [text(link) for link in found(root, "//nav[@id='_contents']//li")] == [
        "1 Жалпы маалымат",
        "1.1 Баалоо шкаласы",
        "2 Кадамдар",
    ]


def test_a_document_without_contents_leads_back_to_none(metrics: Metrics) -> None:
    root = page(document(Heading(2, say("Бөлүм"), "part")), metrics)
    assert not found(root, "//nav|//*[@class='up']")


def test_contents_stand_beside_the_text_wherever_the_document_has_them(metrics: Metrics) -> None:
    title, first, chapter = Heading(1, say("Калып"), "title"), Paragraph((say("Сөз"),)), Heading(2, say("Бөлүм"), "part")
    root = page(document(title, first, Break(), chapter, Break(), Contents(say("Мазмуну")), first), metrics)
    assert text(found(root, "//header/h1")[0]) == "Калып"
    assert [link.get("href") for link in found(root, "//div[@class='page']/nav[@id='_contents']//a")] == ["#part"]
    assert [section.get("aria-labelledby") for section in found(root, "//main/section")] == [None, "part"]
    assert [text(section) for section in found(root, "//main/section")] == ["Сөз", "Бөлүм Сөз ↑ Мазмуну"]


def test_a_cover_stands_in_place_of_the_title(metrics: Metrics) -> None:
    title, first = Heading(1, say("Калып"), "title"), Paragraph((say("Сөз"),))
    root = page(document(Box((title,), "cover"), first), metrics)
    assert text(found(root, "//header")[0]) == text(found(root, "//header/div[@class='cover']/h1")[0]) == "Калып"
    assert text(found(root, "//main")[0]) == "Сөз"


@pytest.mark.parametrize("fillable", [True, False])
def test_fields_are_blanks(fillable: bool, metrics: Metrics) -> None:
    root = page(replace(sample.every_block(("ky",)), fillable=fillable), metrics)
    assert not found(root, "//input|//textarea|//select|//button")
    assert len(found(root, "//span[@class='box']")) == 10
    assert len(found(root, "//span[@class='lines']")) == 4
    alone = page(document(Field(FieldKind.TEXT, "name", say("Аты"), width=40)), metrics)
    assert [blank.get("style") for blank in found(alone, "//main//span[@class='line ruled']")] == ["width: 40mm"]


@pytest.mark.parametrize(("across", "width"), [(2, "narrow"), (3, "narrow"), (4, "wide"), (8, "wider"), (15, "widest")])
def test_tables_stand_in_boxes_of_their_own_that_a_keyboard_can_scroll(across: int, width: str, metrics: Metrics) -> None:
    root = page(document(Box((table(across),))), metrics)
    box = found(root, f"//table[@id='table-{across}']/..")[0]
    assert box.get("class") == f"table {width}"
    scrolls = {"role": "region", "aria-label": "Баалоо", "tabindex": "0"}
    assert {name: box.get(name) for name in scrolls} == (scrolls if across > 2 else dict.fromkeys(scrolls))
    assert text(found(box, "table/caption")[0]) == "3-table. Тизме"
    assert len(found(box, "table/thead/tr")) == 1


def test_figures_are_drawn_in_the_page_and_scale(metrics: Metrics) -> None:
    root = page(document(diagram(alt='Байкоо "1" < план & иш')), metrics)
    drawing = found(root, "//figure[@id='ways']/svg")[0]
    assert drawing.get("aria-label") == 'Байкоо "1" < план & иш'
    assert drawing.get("role") == "img"
    assert drawing.get("width") is drawing.get("height") is drawing.get("font-family") is None
    assert [text(words) for words in found(drawing, ".//text")] == ["Байкоо", "План <1>"]
    assert text(found(root, "//figcaption")[0]) == "3-figure. Жол"


def test_words_of_figures_stay_in_their_frames_in_any_font(metrics: Metrics) -> None:
    drawing = found(page(document(diagram()), metrics), "//svg")[0]
    frames = [(float(frame.get("x", "0")), float(frame.get("width", "0"))) for frame in found(drawing, ".//rect")]
    for words, (left, width) in zip(found(drawing, ".//text"), frames, strict=True):
        start, length = float(words.get("x", "0")), float(words.get("textlength", "0"))
        assert left < start < start + length < left + width
        assert words.get("lengthadjust") == "spacingAndGlyphs"


def test_links_lead_to_headings_tables_and_figures(metrics: Metrics) -> None:
    targets = ("part", "table-3", "ways")
    links = tuple(Paragraph((say("караңыз", target),)) for target in targets)
    root = page(document(Heading(2, say("Бөлүм"), "part"), table(3), diagram(), *links), metrics)
    hrefs = [link.get("href") for link in found(root, "//main//p/a")]
    assert hrefs == ["#part", "#table-3", "#ways"]
    assert all(found(root, f"//*[@id='{target}']") for target in targets)


def test_a_link_that_leads_nowhere_is_an_error(metrics: Metrics) -> None:
    with pytest.raises(Unwritable, match="#nowhere"):
        page(document(Paragraph((say("караңыз", "nowhere"),))), metrics)
    with pytest.raises(Unwritable, match="#nowhere"):
        page(document(Heading(2, say("караңыз", "nowhere"), "part")), metrics)


@pytest.mark.parametrize("holder", ["page", "box"])
def test_an_unknown_block_is_an_error(holder: str, metrics: Metrics) -> None:
    unknown = cast(Block, Wording("ky", ()))
    with pytest.raises(Unwritable, match="Wording"):
        page(document(unknown if holder == "page" else Box((unknown,))), metrics)


def test_words_are_never_markup(metrics: Metrics) -> None:
    root = page(document(Paragraph((say("<script>alert(1)</script> & Co"),))), metrics)
    assert text(found(root, "//main//p")[0]) == "<script>alert(1)</script> & Co"


def test_the_same_document_gives_the_same_bytes(metrics: Metrics) -> None:
    lowered = document(diagram(), *sample.every_block(("ky",)).blocks)
    assert write(lowered, ROOT / "layouts", metrics) == write(lowered, ROOT / "layouts", metrics)


# Sections that are kept


def manual(*added: Block) -> Lowered:
    """A book of several sections: a cover, contents, a chapter over two of them, a second chapter, and an appendix."""
    return document(
        Box((Heading(1, say("Колдонмо"), "title"),), "cover"),
        Contents(say("Мазмуну")),
        Break(right=True),
        Heading(2, say("Бөлүм"), "part"),
        diagram(),
        Break(),
        Paragraph((say("караңыз", "last"),)),
        *added,
        Heading(2, say("Экинчи"), "second"),
        table(3),
        Break(),
        Heading(2, say("Тиркеме"), "last"),
        Paragraph((say("караңыз", "ways"),)),
    )


def kept(lowered: Lowered, folder: Path, metrics: Metrics, sections: Sequence[Section] | None = None) -> bytes:
    parts = Parts(folder, "html", "look", lowered)
    return write(lowered, ROOT / "layouts", metrics, sections=sections, parts=parts)


def test_a_page_is_the_same_whether_its_sections_were_kept_or_not(metrics: Metrics, tmp_path: Path) -> None:
    fresh = write(manual(), ROOT / "layouts", metrics)
    assert kept(manual(), tmp_path, metrics) == fresh
    assert len(list(tmp_path.iterdir())) == 5
    assert kept(manual(), tmp_path, metrics) == fresh


def test_a_section_that_is_kept_needs_no_blocks_and_is_not_made_again(metrics: Metrics, tmp_path: Path) -> None:
    kept(manual(), tmp_path, metrics)
    before = {path.name for path in tmp_path.iterdir()}
    edited = manual(Paragraph((say("жаңы"),)))
    parts = Parts(tmp_path, "html", "look", edited)
    known = [section.without_blocks() if parts.has(section) else section for section in cut(edited)]
    assert [bool(section.blocks) for section in known] == [False, False, False, True, False]
    made = kept(replace(edited, blocks=()), tmp_path, metrics, known)
    assert made == write(edited, ROOT / "layouts", metrics)
    assert len({path.name for path in tmp_path.iterdir()} - before) == 1


def test_a_heading_that_is_new_makes_the_contents_again(metrics: Metrics, tmp_path: Path) -> None:
    kept(manual(), tmp_path, metrics)
    edited = manual(Heading(2, say("Жаңы"), "new"))
    assert kept(edited, tmp_path, metrics) == write(edited, ROOT / "layouts", metrics)
    assert len(list(tmp_path.iterdir())) == 5 + 2


def test_a_link_from_a_section_that_is_kept_to_one_that_is_gone_is_an_error(metrics: Metrics, tmp_path: Path) -> None:
    kept(manual(), tmp_path, metrics)
    gone = replace(manual(), blocks=manual().blocks[:-2])
    with pytest.raises(Unwritable, match="#last"):
        kept(gone, tmp_path, metrics)


def test_a_section_that_is_neither_kept_nor_there_is_an_error(metrics: Metrics, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="without its blocks"):
        kept(manual(), tmp_path, metrics, [section.without_blocks() for section in cut(manual())])


def test_what_is_no_book_is_not_kept(metrics: Metrics, tmp_path: Path) -> None:
    kept(document(table(3)), tmp_path, metrics)
    assert not list(tmp_path.iterdir())


def test_no_sentence_stands_in_the_templates() -> None:
    """A page of a document without words has none."""
    for name in ("screen.html.j2", "screen-core.html.j2", "css/screen.css"):
        source = (ROOT / "layouts" / name).read_text(encoding="utf-8")
        assert not re.search(r"[^\W\d_a-zA-Z]|content:\s*[\"']", source), name
