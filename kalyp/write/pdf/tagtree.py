"""The tags that WeasyPrint is about to write → the same with a fifth of the elements, while they are Python's and cheap to touch.

WeasyPrint makes an element of every line and every inline box. They say nothing that their paragraph doesn't, and make two thirds
of the objects of a file.
"""

from __future__ import annotations

from typing import Any

import pydyf  # type: ignore[import-untyped]

_PLAIN = {"Type", "S", "K", "Pg", "P"}  # the entries of an element that says nothing but its kind
_TRANSPARENT = ("/Span", "/NonStruct")  # "no inherent structural significance" (ISO 32000-1, 14.8.4)
_CELLS = ("/TD", "/TH")
_MAY_BE_EMPTY = ("/TD", "/TH", "/TR", "/THead", "/TBody", "/Table", "/Figure", "/Form", "/Document")
_POINT = 0.75  # CSS px in points


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """WeasyPrint's finisher: thin the tags out, mend what is wrong in them, and say of each link its words, not its address."""
    _Tree(pdf).finish()
    for page in document.pages:
        for _, _, _, box in page.links:
            box.link_annotation["Contents"] = pydyf.String(" ".join("".join(box.element.itertext()).split()))


class _Tree:
    def __init__(self, pdf: pydyf.PDF) -> None:
        self._pdf = pdf
        self._pages = {reference: number for number, reference in enumerate(pdf.page_references)}
        self._owners: dict[tuple[int, int], bytes] = {}  # the element of each marked piece, by its page and number

    def _at(self, reference: bytes) -> Any:
        return self._pdf.objects[int(reference.split()[0])]

    def finish(self) -> None:
        root = self._at(self._pdf.catalog["StructTreeRoot"])
        document = self._at(root["K"][0])
        self._thin(document)
        numbers = self._at(root["ParentTree"])["Nums"]
        for number, owners in zip(numbers[::2], numbers[1::2], strict=True):
            if isinstance(owners, pydyf.Array):
                found = [self._owners.get((number, mcid)) for mcid in range(len(owners))]
                owners[:] = [owner or b"null" for owner in found]
                self._page_artifacts(number, {mcid for mcid, owner in enumerate(found) if owner is None})
        self._close_pages()

    def _thin(self, element: Any, *, heading: bool = False) -> None:
        """Let what a transparent element holds stand in the element around it; drop those that hold nothing.

        `heading`: the element stands in the head of a table.
        """
        heading = heading or element["S"] == "/THead"
        kids: list[Any] = []
        for kid in element["K"]:
            inner = None if isinstance(kid, int) else self._at(kid)
            if inner is None or inner["Type"] == "/OBJR":
                kids.append(kid if inner is None else inner)  # said where it stands, it is no object of its own
                continue
            self._thin(inner, heading=heading)
            if not inner["K"] and inner["S"] not in _MAY_BE_EMPTY:
                continue
            if self._passes(inner, element):
                for grandkid in inner["K"]:
                    if isinstance(grandkid, bytes):
                        self._at(grandkid)["P"] = element.reference
                kids.extend(inner["K"])
            else:
                kids.append(kid)
        element["K"][:] = kids
        self._own(element)
        self._mend(element, heading)

    def _passes(self, inner: Any, around: Any) -> bool:
        alone = inner["S"] == "/P" and around["S"] in _CELLS and len(around["K"]) == 1  # a cell is a paragraph
        if not (alone or inner["S"] in _TRANSPARENT) or not set(inner) <= _PLAIN:
            return False
        held = inner["K"]
        if any(isinstance(kid, int) for kid in held) and inner["Pg"] != around.get("Pg"):
            return False  # the number of a marked piece counts on the element's page
        elements = [self._at(kid) for kid in held if isinstance(kid, bytes)]
        return not any(isinstance(kid, dict) for kid in held) and not any(kid["S"] == "/Caption" for kid in elements)

    def _own(self, element: Any) -> None:
        for kid in element["K"]:
            if isinstance(kid, int):
                self._owners[self._pages[element["Pg"]], kid] = element.reference

    def _mend(self, element: Any, heading: bool) -> None:
        element.pop("ID", None)  # for lists of heads, which go, too: WeasyPrint loses count where heads are merged
        if element["S"] in _CELLS:
            element["A"].pop("Headers", None)
            if element["S"] == "/TH":  # each head says its scope instead (ISO 32000-1, 14.8.5.7; PDF/UA-1, 7.5)
                element["A"]["Scope"] = "/Column" if heading else "/Row"
            if len(element["A"]) == 1:
                del element["A"]
        if not any(isinstance(kid, int) for kid in element["K"]) and element["S"] != "/Figure":
            element.pop("Pg", None)
        if element["S"] == "/Figure":
            height = float(self._at(element["Pg"])["MediaBox"][3])
            left, top, right, bottom = element["A"]["BBox"]  # in the page's own CSS px, from the top
            box = (left * _POINT, height - bottom * _POINT, right * _POINT, height - top * _POINT)
            element["A"]["BBox"] = pydyf.Array(round(side, 3) for side in box)

    def _page_artifacts(self, page: int, outside: set[int]) -> None:
        """What no element owns is the page's foot: an artifact, which is not read aloud (ISO 32000-1, 14.8.2.2)."""
        if not outside:
            return
        reference = self._at(self._pdf.page_references[page])["Contents"]
        stream = self._at(reference).stream
        for index, item in enumerate(stream):
            if isinstance(item, pydyf.Dictionary) and item.get("MCID") in outside:
                stream[index - 1 : index + 2] = ["/Artifact", b"", b"BMC"]

    def _close_pages(self) -> None:
        """The flipped system of coordinates ends with the page's stream, so that what is stamped later stands upright."""
        for reference in self._pdf.page_references:
            stream = self._at(self._at(reference)["Contents"]).stream
            stream.insert(0, b"q")
            stream.append(b"Q")
