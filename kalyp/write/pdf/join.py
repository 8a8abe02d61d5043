"""PDFs, each tagged and with its fields → one, tagged and with all fields: what stitched sections and merged packs share.

Objects of PDFs are slow to touch from Python, so as few are touched as can be: those of a file are copied as they are, and then
only the roots of their trees are hung into those of the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, String

from kalyp.write.pdf import forms, formtree, outlines, properties
from kalyp.write.pdf.outlines import Bookmark

CREATOR = "Kalyp"


class Joint:
    """A PDF that is made of others. A context, for what it is made of must stay open until it is saved.

    `first` is where the numbers begin by which pages and annotations find their tags. Without it, files keep the numbers that
    they have, as long as no other has them: then nothing of a file has to be touched for them.
    """

    def __init__(self, first: int | None = None) -> None:
        self._open = ExitStack()
        self.pdf = self._open.enter_context(Pdf.new())
        self._tags = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array()))
        self._leaves: list[tuple[int, Object]] = []  # of the tree that finds elements by these numbers, with the first of each
        self._taken: list[range] = []  # these numbers, file by file
        self._keeps, self._next = first is None, first or 0  # the first number that is free
        self._fields = formtree.Tree(self.pdf)

    def __enter__(self) -> Joint:
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()

    def open(self, data: bytes) -> Pdf:
        """Open a file that is to be added."""
        return self._open.enter_context(pikepdf.open(BytesIO(data)))

    def add(self, source: Pdf, kind: Name, prefix: str = "") -> list[Page]:
        """Add a file: its pages, its tags under an element of a kind, its fields below one of a name. Returns its new pages."""
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

    def save(
        self, bookmarks: list[Bookmark], *, title: str, subject: str, date: str, language: str, told: Mapping[str, str]
    ) -> bytes:
        """Finish the file: outline, tags, what it says of itself (PDF/UA-1). The same parts give the same bytes.

        `told` are further properties by name: what the file was made as.
        """
        outlines.write(self.pdf, bookmarks)
        self._close_tags()
        self._describe(title, subject, date, language)
        properties.put(self.pdf, told)
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
        leaves = [(leaf, numbers) for leaf in _leaves(tree.ParentTree) if (numbers := _numbers(leaf))]
        if not leaves:
            return
        own = range(min(numbers.start for _, numbers in leaves), max(numbers.stop for _, numbers in leaves))
        free = self._keeps and all(own.stop <= taken.start or taken.stop <= own.start for taken in self._taken)
        by = 0 if free else self._next - own.start
        self._taken.append(range(own.start + by, own.stop + by))
        self._next = max(self._next, own.stop + by)
        for leaf, numbers in leaves:
            if by:
                held: list[Object | int] = list(leaf.Nums)
                held[::2] = [int(key) + by for key in held[::2]]
                leaf.Nums = Array(held)
            leaf.Limits = Array([numbers.start + by, numbers.stop - 1 + by])
            self._leaves.append((numbers.start + by, self.pdf.make_indirect(leaf)))
        for page in pages if by else ():
            _shift(page.obj, Name.StructParents, by)
            for annotation in page.obj.get(Name.Annots, ()):
                _shift(annotation, Name.StructParent, by)

    def _close_tags(self) -> None:
        leaves = [leaf for _, leaf in sorted(self._leaves, key=lambda found: found[0])]
        numbers = self.pdf.make_indirect(Dictionary(Kids=Array(leaves)))
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
        found = list(formtree.fields(copied))
        if prefix:
            self._fields.adopt(prefix, list(copied.Fields), [name for name, _ in found])
        for name, field in found:
            if not prefix:
                if Name.Parent in field:
                    del field.Parent
                self._fields.add(name, field)
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


def _numbers(leaf: Object) -> range:
    """The numbers of a leaf, from the first to the last."""
    if Name.Limits in leaf:
        first, last = leaf.Limits
        return range(int(first), int(last) + 1)
    keys = [int(key) for key in list(leaf.Nums)[::2]]
    return range(keys[0], keys[-1] + 1) if keys else range(0)


def _shift(holder: Object, key: Name, by: int) -> None:
    number = holder.get(key)
    if number is not None:
        holder[key] = int(number) + by
