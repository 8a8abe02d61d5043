"""Tag, children and attributes → one WordprocessingML element → its text; millimetres and points → the units of Word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import copy, deepcopy
from functools import lru_cache

from docx.oxml.ns import nsmap, qn
from lxml import etree

Element = etree._Element
_SIGNS = {"\n": "br", "\t": "tab", "\u00ad": "softHyphen", "\u2011": "noBreakHyphen"}  # what Word has elements for
_CUTS = re.compile(f"([{''.join(_SIGNS)}])")


def w(tag: str, *children: Element | None, **attributes: str | int) -> Element:
    """Make an element of the `w:` namespace, or of the one that the tag names (`w14:checkbox`).

    Attributes are of the element's namespace; children that are None are left out, so that optional parts read in place.
    (A copy of one that was made before takes a fifth of the time, which counts in a book of 50,000.)
    """
    element = copy(_empty(tag, tuple((key, str(value)) for key, value in attributes.items())))
    for child in children:
        if child is not None:
            element.append(child)
    return element


def plain(tag: str, *children: Element | None, **attributes: str | int) -> Element:
    """Make an element whose attributes are of no namespace, as DrawingML has them."""
    element = w(tag, *children)
    for key, value in attributes.items():
        element.set(key, str(value))
    return element


@lru_cache(maxsize=4096)
def _empty(tag: str, attributes: tuple[tuple[str, str], ...]) -> Element:
    """An element without children, to be copied."""
    prefix, _, name = tag.rpartition(":")
    prefix = prefix or "w"
    element = etree.Element(qn(f"{prefix}:{name}"), nsmap={prefix: nsmap[prefix]})
    for key, value in attributes:
        element.set(qn(f"{prefix}:{key}"), value)
    return element


def text_nodes(text: str) -> list[Element]:
    """Text as the content of a run: `w:t`, with line breaks, tabs and hyphens as the elements that Word has for them."""
    nodes = []
    for part in _CUTS.split(text):
        if part in _SIGNS:
            nodes.append(w(_SIGNS[part]))
        elif part:
            nodes.append(_said("t", part))
    return nodes


def _said(tag: str, text: str) -> Element:
    node = w(tag)
    node.text = text
    node.set(qn("xml:space"), "preserve")
    return node


def run(text: str, *properties: Element) -> Element:
    """A run of text; the properties come in the order that the schema wants (fonts, bold, italic, size, language)."""
    return w("r", w("rPr", *properties) if properties else None, *text_nodes(text))


def field(instruction: str, shown: str, *properties: Element) -> list[Element]:
    """A complex field (`PAGE`, `PAGEREF …`) as runs, with the result that stands there until Word computes it."""

    def part(*nodes: Element) -> Element:
        return w("r", w("rPr", *(deepcopy(each) for each in properties)) if properties else None, *nodes)

    return [
        part(w("fldChar", fldCharType="begin")),
        part(_said("instrText", f" {instruction} ")),
        part(w("fldChar", fldCharType="separate")),
        part(*text_nodes(shown)),
        part(w("fldChar", fldCharType="end")),
    ]


def paragraph(style: str, content: Iterable[Element], *properties: Element) -> Element:
    """A paragraph in a style; the properties come in the order that the schema wants after `w:pStyle`."""
    return w("p", w("pPr", w("pStyle", val=style), *properties), *content)


def written(elements: Iterable[Element], root: Element) -> bytes:
    """Elements as they stand in a document with that root, whose namespaces need not be declared again."""
    holder = etree.Element(root.tag, nsmap=root.nsmap)
    holder.extend(elements)
    text = etree.tostring(holder, encoding="UTF-8")
    return text[text.index(b">") + 1 : text.rindex(b"<")] if len(holder) else b""


def twips(millimetres: float) -> int:
    """Millimetres in twentieths of a point, the length that most of Word counts in."""
    return round(millimetres * 1440 / 25.4)
