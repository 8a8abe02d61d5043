"""Tags thinned out before they are written: fewer elements that say the same, in the same order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import weasyprint
from pikepdf import Array, Dictionary, Name, Object

from kalyp.write.pdf import tagtree
from tests.paritytext import tagged_text

LONG = "Узун сүйлөм бир нече сапка бөлүнөт. " * 8
PAGE = f"""<html lang="ky"><head><title>Калып</title><style>
@page {{ size: 100mm 150mm; @bottom-left {{ content: element(foot) }} }}
.foot {{ position: running(foot) }}
</style></head><body><div class="foot">Этек</div>
<h1>Башы <b>калың</b></h1>
<p id="a">{LONG}<b>калың <i>жана жантык</i></b> <a href="#a">шилтеме</a></p>
<table><thead><tr><th scope="col">Баш</th><th></th></tr></thead>
<tbody><tr><td><p>Бир</p></td><td><p>Эки</p><p>Үч</p></td></tr></tbody></table>
<ul><li><span>1.</span> <div>Пункт</div></li></ul>
<div><svg width="40" height="20" viewBox="0 0 40 20"><title>Сүрөт</title><rect width="40" height="20"/></svg></div>
</body></html>"""


def written(path: Path, thin: bool) -> Path:
    html = weasyprint.HTML(string=PAGE)
    html.write_pdf(path, pdf_variant="pdf/ua-1", pdf_tags=True, finisher=tagtree.finish if thin else None)
    return path


@pytest.fixture(scope="module")
def thick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("tags") / "thick.pdf", thin=False)


@pytest.fixture(scope="module")
def thin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("tags") / "thin.pdf", thin=True)


def elements(start: Any) -> Iterator[Any]:
    yield start
    for kid in start.get("/K", []):
        if not isinstance(kid, int) and "/S" in kid:
            yield from elements(kid)


def kinds(path: Path) -> Counter[str]:
    with pikepdf.open(path) as pdf:
        return Counter(str(element.S) for element in elements(pdf.Root.StructTreeRoot.K[0]))


def test_what_is_read_aloud_is_the_same(thin: Path, thick: Path) -> None:
    assert tagged_text(thin) == tagged_text(thick)
    assert "Узунсүйлөм" in tagged_text(thin)


def test_lines_and_styles_are_no_elements(thin: Path, thick: Path) -> None:
    assert kinds(thick)["/Span"] > 15
    assert kinds(thin)["/Span"] == kinds(thin)["/NonStruct"] == 0
    for kind in ("/H1", "/Table", "/TR", "/TH", "/TD", "/L", "/LI", "/LBody", "/Link", "/Figure"):
        assert kinds(thin)[kind] == kinds(thick)[kind], kind


def test_a_cell_with_one_paragraph_is_that_paragraph(thin: Path) -> None:
    with pikepdf.open(thin) as pdf:
        cells = [element for element in elements(pdf.Root.StructTreeRoot.K[0]) if element.S == "/TD"]
        assert [[isinstance(kid, int) or str(kid.S) for kid in cell.K] for cell in cells] == [[True], ["/P", "/P"]]


def test_every_element_knows_the_one_around_it(thin: Path) -> None:
    with pikepdf.open(thin) as pdf:
        for element in elements(pdf.Root.StructTreeRoot.K[0]):
            for kid in element.K:
                if not isinstance(kid, int) and "/S" in kid:
                    assert kid.P.objgen == element.objgen


def test_every_marked_piece_knows_its_element(thin: Path) -> None:
    with pikepdf.open(thin) as pdf:
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        owners = {int(key): owner for key, owner in zip(numbers[::2], numbers[1::2], strict=True)}
        for element in elements(pdf.Root.StructTreeRoot.K[0]):
            for kid in element.K:
                if isinstance(kid, int):
                    page = int(element.Pg.StructParents)
                    assert owners[page][kid].objgen == element.objgen
                elif kid.get("/Type") == "/OBJR":
                    assert owners[int(kid.Obj.StructParent)].objgen == element.objgen


def test_the_foot_is_an_artifact(thin: Path, thick: Path) -> None:
    def marked(path: Path) -> int:
        with pikepdf.open(path) as pdf:
            return b"".join(page.Contents.read_bytes() for page in pdf.pages).count(b"/Artifact\n")

    with pikepdf.open(thin) as pdf:
        assert marked(thin) == marked(thick) + len(pdf.pages)


def test_a_link_is_called_by_its_words(thin: Path) -> None:
    with pikepdf.open(thin) as pdf:
        found = {str(item.Contents) for page in pdf.pages for item in page.get("/Annots", [])}
    assert found == {"шилтеме"}


def test_a_figure_says_where_it_is_in_the_units_of_the_page(thin: Path) -> None:
    with pikepdf.open(thin) as pdf:
        figure = next(element for element in elements(pdf.Root.StructTreeRoot.K[0]) if element.S == "/Figure")
        left, bottom, right, top = (float(side) for side in figure.A.BBox)
        assert str(figure.Alt) == "Сүрөт"
        assert (round(right - left), round(top - bottom)) == (30, 15)
        assert 0 < bottom < top < float(figure.Pg.MediaBox[3])


def test_a_page_leaves_the_system_of_coordinates_as_it_was(thin: Path) -> None:
    with pikepdf.open(BytesIO(thin.read_bytes())) as pdf:
        for page in pdf.pages:
            depth = 0
            for instruction in pikepdf.parse_content_stream(page):
                operator = str(instruction.operator)
                depth += {"q": 1, "Q": -1}.get(operator, 0)
                assert depth > 0 or operator == "Q"
            assert depth == 0


HEAD = """
<thead><tr><th rowspan="2">№</th><th rowspan="2">Компетенция</th><th colspan="3">Деңгээл</th></tr>
<tr><th>төмөн</th><th>орто</th><th>жогору</th></tr></thead>"""
GROUP = '<tr><th colspan="5">Пландоо</th></tr>'
ROW = "<tr><th>1.</th><td>Сабакты пландайм</td><td>1</td><td>2</td><td>3</td></tr>"


@pytest.fixture
def heads(tmp_path: Path) -> Iterator[pikepdf.Pdf]:
    rows = f"{GROUP}{ROW}{ROW}"
    path = table(tmp_path / "table.pdf", rows)
    with pikepdf.open(path) as opened:
        yield opened


def table(path: Path, rows: str) -> Path:
    html = weasyprint.HTML(string=f'<html lang="ky"><title>Калып</title><table>{HEAD}<tbody>{rows}</tbody></table></html>')
    html.write_pdf(path, pdf_variant="pdf/ua-1", pdf_tags=True, finisher=tagtree.finish)
    return path


def cells(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Dictionary]]:
    """The kind and the attributes of each cell, in the order of reading."""

    def below(element: Object) -> Iterator[tuple[str, Dictionary]]:
        kind = str(element.get(Name.S, ""))
        if kind in ("/TH", "/TD"):
            yield kind, attributes(element)
        kids = element.get(Name.K, Array())
        for kid in list(kids) if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and Name.S in kid:
                yield from below(kid)

    yield from below(pdf.Root.StructTreeRoot)


def attributes(element: Object) -> Dictionary:
    found = element.get(Name.A, Dictionary())
    owned = list(found) if isinstance(found, Array) else [found]
    return Dictionary({key: value for part in owned for key, value in part.items()})


def scopes(pdf: pikepdf.Pdf) -> list[str]:
    return [str(found.get(Name.Scope, "")) for kind, found in cells(pdf) if kind == "/TH"]


def test_heads_of_the_table_head_columns_and_others_rows(heads: pikepdf.Pdf) -> None:
    assert scopes(heads) == ["/Column"] * 6 + ["/Row"] * 3  # the group, and the number of each row


def test_merged_heads_keep_their_spans(heads: pikepdf.Pdf) -> None:
    found = [attributes for kind, attributes in cells(heads) if kind == "/TH"]
    assert [int(each.get(Name.RowSpan, 1)) for each in found[:3]] == [2, 2, 1]
    assert [int(each.get(Name.ColSpan, 1)) for each in found[:3]] == [1, 1, 3]
    assert int(found[6].get(Name.ColSpan, 1)) == 5


def test_cells_name_no_heads_any_more(heads: pikepdf.Pdf) -> None:
    assert not any(Name.Headers in found for kind, found in cells(heads) if kind == "/TD")


def test_each_part_of_a_table_over_several_pages_has_its_scopes(tmp_path: Path) -> None:
    path = table(tmp_path / "long.pdf", ROW * 80)
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) > 1
        assert scopes(pdf).count("/Row") == 80
        assert set(scopes(pdf)) == {"/Row", "/Column"}
