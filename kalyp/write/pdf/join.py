"""PDFs, each tagged and with its fields → one, tagged and with all fields: what stitched sections and merged packs share.

Objects of PDFs are slow to touch from Python, so as few are touched as can be: those of a file are copied as they are, and then
only the roots of their trees are hung into those of the whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, String

from kalyp.write.pdf import forms, formtree, outlines
from kalyp.write.pdf.outlines import Bookmark

CREATOR = "Kalyp"


class Joint:
    """A PDF that is made of others. A context, for what it is made of must stay open until it is saved."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self.pdf = self._open.enter_context(Pdf.new())
        self._tags = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array()))
        self._numbers = Array()  # the leaves of the tree that finds elements by the numbers of pages and annotations
        self._next = 0  # the first of these numbers that is free
        self._fields = formtree.Tree(self.pdf)

    def __enter__(self) -> Joint:
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()

    def open(self, data: bytes) -> Pdf:
        """Open a file that is to be added."""
        return self._open.enter_context(pikepdf.open(BytesIO(data)))

    def add(self, source: Pdf, kind: Name, prefix: str = "") -> list[Page]:
        """Add a file: its pages, its tags under an element of a kind, its fields with a prefix. Returns its new pages."""
        start = len(self.pdf.pages)
        form = source.Root.get(Name.AcroForm)
        for page in source.pages:
            self.pdf.pages.append(page)
        pages = [self.pdf.pages[number] for number in range(start, len(self.pdf.pages))]
        self._add_tags(source, pages, kind)
        if form is not None:
            self._add_fields(form, prefix)
        return pages

    def add_blank(self) -> None:
        """Add an empty page: the back of the last one's sheet."""
        page = Dictionary(Type=Name.Page, MediaBox=self.pdf.pages[-1].mediabox, Resources=Dictionary(), Tabs=Name.S)
        self.pdf.pages.append(Page(self.pdf.make_indirect(page)))

    @property
    def field_names(self) -> tuple[str, ...]:
        """The full names of all fields so far."""
        return self._fields.names

    def save(self, bookmarks: list[Bookmark], *, title: str, subject: str, date: str, language: str) -> bytes:
        """Finish the file: outline, tags, what it says of itself (PDF/UA-1). The same parts give the same bytes."""
        outlines.write(self.pdf, bookmarks)
        self._close_tags()
        self._describe(title, subject, date, language)
        target = BytesIO()
        self.pdf.save(target, min_version="1.7", deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return target.getvalue()

    def _add_tags(self, source: Pdf, pages: list[Page], kind: Name) -> None:
        tree = self.pdf.copy_foreign(source.Root.StructTreeRoot)
        document = tree.K[0]
        document.S, document.P = kind, self._tags
        if Name.Lang in source.Root:
            document.Lang = String(str(source.Root.Lang))
        self._tags.K.append(document)
        first, last = self._next, self._next
        for leaf in _leaves(tree.ParentTree):
            numbers: list[Object | int] = list(leaf.Nums)
            keys = [first + int(key) for key in numbers[::2]]
            if first and keys:
                numbers[::2] = keys
                leaf.Nums = Array(numbers)
            if keys:
                leaf.Limits = Array([keys[0], keys[-1]])
                self._numbers.append(self.pdf.make_indirect(leaf))
                last = max(last, keys[-1] + 1)
        if first:
            for page in pages:
                _shift(page.obj, Name.StructParents, first)
                for annotation in page.obj.get(Name.Annots, ()):
                    _shift(annotation, Name.StructParent, first)
        self._next = last

    def _close_tags(self) -> None:
        numbers = self.pdf.make_indirect(Dictionary(Kids=self._numbers))
        root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([self._tags]), ParentTree=numbers))
        root.ParentTreeNextKey = self._next
        self._tags.P = root
        self.pdf.Root.StructTreeRoot = root
        self.pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _add_fields(self, form: Object, prefix: str) -> None:
        known = self.pdf.Root.get(Name.AcroForm)
        if known is not None:
            del form.DR  # the font of fields is here already
        copied = self.pdf.copy_foreign(form)
        if known is None:
            known = self.pdf.Root.AcroForm = self.pdf.make_indirect(Dictionary(Fields=Array(), DR=copied.DR, DA=copied.DA))
        for name, field in list(formtree.fields(copied)):
            if Name.Parent in field:
                del field.Parent
            self._fields.add(prefix + name, field)
            forms.share_font(field, known.DR.Font)

    def _describe(self, title: str, subject: str, date: str, language: str) -> None:
        root = self.pdf.Root
        root.Lang = String(language)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        with self.pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:title"] = title
            if subject:
                metadata["dc:description"] = subject
            metadata["xmp:CreatorTool"] = CREATOR
            metadata["xmp:CreateDate"] = metadata["xmp:ModifyDate"] = date
            metadata["pdfuaid:part"] = "1"
        stamp = String(f"D:{date.replace('-', '')}")
        self.pdf.docinfo = self.pdf.make_indirect(
            Dictionary(Title=String(title), Subject=String(subject), Creator=String(CREATOR), CreationDate=stamp, ModDate=stamp)
        )


def _leaves(tree: Object) -> Iterator[Object]:
    """The leaves of a number tree (ISO 32000-1, 7.9.7)."""
    if Name.Kids in tree:
        for kid in tree.Kids:
            yield from _leaves(kid)
    else:
        yield tree


def _shift(holder: Object, key: Name, by: int) -> None:
    number = holder.get(key)
    if number is not None:
        holder[key] = int(number) + by
