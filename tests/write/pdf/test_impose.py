"""Imposing: printed on both sides, folded and stapled, the pages are those of the booklet in their order."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import weasyprint
from pikepdf import Name
from PIL import Image, ImageChops

from kalyp.loop.model import Origin
from kalyp.write.pdf import properties
from kalyp.write.pdf.impose import impose, order
from kalyp.write.stamp import stamped, stamps
from tests.write.pdf.sheet import Sheet

WIDTH, HEIGHT = 300, 424  # pt, whole, so that a page and half a side fall on the same pixels


def book(pages: int) -> bytes:
    """A booklet whose pages all look different."""
    style = f"@page {{ size: {WIDTH}pt {HEIGHT}pt; margin: 20pt }} p {{ font-size: 60pt; break-after: page }}"
    body = "".join(f"<p>№ {number}</p><svg></svg>" if number < pages else f"№ {number}" for number in range(1, pages + 1))
    html = f'<html lang="ky"><title>Китепче</title><style>{style}</style><body>{body}</body></html>'
    written = weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"book")
    assert isinstance(written, bytes)
    return written


def pictures(data: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(data) as pdf:
        return [page.render(grayscale=True).to_pil() for page in pdf]


def same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and ImageChops.difference(one, other).getextrema()[1] <= 8  # type: ignore[operator]


def folded(pages: int) -> list[int | None]:
    """The pages as they follow when the sheets of `order` are printed on both sides, laid together and folded."""
    sides = order(pages)
    fronts, backs = sides[::2], sides[1::2]
    first = [page for front, back in zip(fronts, backs, strict=True) for page in (front[1], back[0])]
    second = [page for front, back in reversed(list(zip(fronts, backs, strict=True))) for page in (back[1], front[0])]
    return first + second


@pytest.mark.parametrize("pages", range(1, 10))
def test_the_folded_sheets_read_in_order_with_blanks_at_the_end(pages: int) -> None:
    blanks = -pages % 4
    assert folded(pages) == [*range(pages), *[None] * blanks]
    assert len(order(pages)) == (pages + blanks) // 2


def test_the_orders_that_printers_know() -> None:
    assert order(4) == [(3, 0), (1, 2)]
    assert order(8) == [(7, 0), (1, 6), (5, 2), (3, 4)]
    assert order(1) == [(None, 0), (None, None)]
    assert order(0) == []


@pytest.mark.parametrize("pages", [1, 4, 5, 7])
def test_each_half_of_a_side_shows_its_page(pages: int) -> None:
    data = book(pages)
    single = pictures(data)
    assert len(single) == pages
    imposed, count = impose(data)
    sides = pictures(imposed)
    assert count == len(sides) == len(order(pages))
    blank = Image.new("L", (WIDTH, HEIGHT), 255)
    for picture, halves in zip(sides, order(pages), strict=True):
        for place, page in enumerate(halves):
            half = picture.crop((place * WIDTH, 0, (place + 1) * WIDTH, HEIGHT))
            assert same(half, blank if page is None else single[page])


def test_a_side_is_two_pages_wide() -> None:
    with pikepdf.open(BytesIO(impose(book(3))[0])) as sheets:
        assert [[float(size) for size in page.mediabox] for page in sheets.pages] == [[0, 0, 2 * WIDTH, HEIGHT]] * 2


def test_the_same_booklet_gives_the_same_bytes() -> None:
    data = book(5)
    assert impose(data) == impose(data)


def test_the_file_tells_the_printer_how() -> None:
    with pikepdf.open(BytesIO(impose(book(4))[0])) as sheets:
        wanted = sheets.Root.ViewerPreferences
        assert wanted.Duplex == Name.DuplexFlipShortEdge
        assert wanted.PrintScaling == Name("/None")
        assert str(sheets.Root.Lang) == "ky"
        with sheets.open_metadata() as metadata:
            assert metadata["dc:title"] == "Китепче"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
            assert "pdfuaid:part" not in metadata


def test_it_is_made_as_what_the_booklet_is_made_as() -> None:
    with pikepdf.open(BytesIO(book(2))) as made:
        properties.put(made, stamps(Origin("a", "2", "ky")))
        made.save(target := BytesIO())
    with pikepdf.open(BytesIO(impose(target.getvalue())[0])) as sheets:
        assert stamped(properties.read(sheets)) == Origin("a", "2", "ky")


def test_fields_become_what_they_show(full: Sheet, filled: Path) -> None:
    empty, said = (impose(path.read_bytes())[0] for path in (full.form, filled))
    for data in (empty, said):
        with pikepdf.open(BytesIO(data)) as sheets:
            assert Name.AcroForm not in sheets.Root
            assert not any(Name.Annots in page for page in sheets.pages)
    assert not same(pictures(empty)[0], pictures(said)[0])
