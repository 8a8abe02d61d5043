"""The tags that WeasyPrint wrote → tags that tell each cell's heads: every head of a table says what it heads.

WeasyPrint lists the heads of each cell and loses count where heads are merged. PDF/UA-1 (7.5) is content with a scope on each
head instead (ISO 32000-1, 14.8.5.7).
"""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf


def scope_heads(pdf: Pdf) -> None:
    """Give every TH its scope, in place: a column where it stands in the table's head, else its row."""
    if Name.StructTreeRoot not in pdf.Root:
        return
    for element, above in _elements(pdf.Root.StructTreeRoot, ()):
        kind = str(element.get(Name.S, ""))
        if kind == "/TH":
            scope = Name.Column if "/THead" in above else Name.Row
            attributes = _attributes(element)
            attributes.Scope = scope
            element.A = attributes
        elif kind == "/TD" and Name.A in element:
            attributes = _attributes(element)
            if Name.Headers in attributes:
                del attributes[Name.Headers]
            element.A = attributes


def _attributes(element: Object) -> Dictionary:
    """The table attributes of an element; new ones where it has none."""
    found = element.get(Name.A)
    if isinstance(found, Array):
        found = next((owned for owned in found if owned.get(Name.O) == Name.Table), None)
    attributes = Dictionary(O=Name.Table)
    if found is not None:
        for key, value in found.items():
            attributes[key] = value
    return attributes


def _elements(start: Object, above: tuple[str, ...]) -> Iterator[tuple[Object, tuple[str, ...]]]:
    """All structure elements below `start`, each with the kinds that enclose it."""
    stack = [(start, above)]
    while stack:
        element, kinds = stack.pop()
        yield element, kinds
        kids = element.get(Name.K)
        if kids is None:
            continue
        inner = (*kinds, str(element.get(Name.S, "")))
        for kid in reversed(list(kids)) if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and Name.S in kid:
                stack.append((kid, inner))
