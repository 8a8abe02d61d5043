"""Tags of tables: each head says whether it heads a column or a row, also where heads are merged (PDF/UA-1, 7.5)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object

from kalyp.write.pdf.tags import scope_heads
from tests.write.pdf.sheet import render

HEAD = """
<thead><tr><th rowspan="2">№</th><th rowspan="2">Компетенция</th><th colspan="3">Деңгээл</th></tr>
<tr><th>төмөн</th><th>орто</th><th>жогору</th></tr></thead>"""
GROUP = '<tr><th colspan="5">Пландоо</th></tr>'
ROW = "<tr><th>1.</th><td>Сабакты пландайм</td><td>1</td><td>2</td><td>3</td></tr>"


@pytest.fixture
def pdf(tmp_path: Path, font: Path) -> Iterator[pikepdf.Pdf]:
    rows = f"{GROUP}{ROW}{ROW}"
    path = render(tmp_path / "table.pdf", font, f"<table>{HEAD}<tbody>{rows}</tbody></table>")
    with pikepdf.open(path) as opened:
        yield opened


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


def test_heads_of_the_table_head_columns_and_others_rows(pdf: pikepdf.Pdf) -> None:
    scope_heads(pdf)
    assert scopes(pdf) == ["/Column"] * 6 + ["/Row"] * 3  # the group, and the number of each row


def test_merged_heads_keep_their_spans(pdf: pikepdf.Pdf) -> None:
    scope_heads(pdf)
    heads = [found for kind, found in cells(pdf) if kind == "/TH"]
    assert [int(found.get(Name.RowSpan, 1)) for found in heads[:3]] == [2, 2, 1]
    assert [int(found.get(Name.ColSpan, 1)) for found in heads[:3]] == [1, 1, 3]
    assert int(heads[6].get(Name.ColSpan, 1)) == 5


def test_cells_name_no_heads_any_more(pdf: pikepdf.Pdf) -> None:
    scope_heads(pdf)
    assert not any(Name.Headers in found for kind, found in cells(pdf) if kind == "/TD")


def test_each_part_of_a_table_over_several_pages_has_its_scopes(tmp_path: Path, font: Path) -> None:
    path = render(tmp_path / "long.pdf", font, f"<table>{HEAD}<tbody>{ROW * 80}</tbody></table>")
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) > 1
        scope_heads(pdf)
        assert scopes(pdf).count("/Row") == 80
        assert set(scopes(pdf)) == {"/Row", "/Column"}


def test_a_file_without_tags_stays_as_it_is() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        scope_heads(pdf)
        assert Name.StructTreeRoot not in pdf.Root
