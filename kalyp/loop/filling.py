"""A blank form and values → the form filled in, in each of its formats; and which texts a print of it would cut."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from kalyp.loop.desk import Desk
from kalyp.lower.document import lower_document
from kalyp.model.core import Field
from kalyp.model.document import AnyDocument
from kalyp.model.sections import sections
from kalyp.model.walk import fields

Values = Mapping[str, str]  # a field's name → its value, as forms are read: the value of a mark, "on" for a check


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled form. `cut`: the fields whose text is too long for a print; on a computer it is there whole."""

    data: bytes
    cut: tuple[str, ...] = ()


class Blank:
    """A form in one language, to be filled any number of times. Its outputs must be there: `Desk.blanks` makes them."""

    def __init__(self, desk: Desk, document: AnyDocument, language: str) -> None:
        self._desk, self.document, self.language = desk, document, language
        self._lowered = lower_document(desk.project, document, (language,))
        self._asked = {field.name: field for field in fields(self._lowered.blocks)}
        self._files: dict[str, bytes] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._asked

    @property
    def names(self) -> tuple[str, ...]:
        """The fields, in the form's order."""
        return tuple(self._asked)

    def label(self, name: str) -> str:
        """What a field asks for, in the form's language."""
        field: Field = self._asked[name]
        return field.label.plain

    def fill(self, values: Values, form: str) -> Filled:
        """The form with values in it; those that are empty are passed over. Raises KeyError for a field that it doesn't have."""
        given = {name: text for name, value in values.items() if (text := plain(value))}
        for name in given:
            if name not in self._asked:
                raise KeyError(name)
        return _FILLERS[form](self, given)

    def file(self, form: str) -> bytes:
        """The blank output in a format."""
        if form not in self._files:
            self._files[form] = self._desk.blank(self.document, self.language, form).read_bytes()
        return self._files[form]

    def anew(self, values: Values) -> bytes:
        """The form as an Excel file that is written anew: nothing puts values into cells and keeps all that is around them."""
        from kalyp.write.xlsx.form import book

        return self._desk.write(self._lowered, "xlsx", book(self._lowered, sections(self._lowered), values))


def plain(value: str) -> str:
    """A text without signs that no file format takes; lines stay."""
    return "".join(sign for sign in value if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs", "Cn")).strip()


def filled_pdf(data: bytes, values: Values) -> Filled:
    """A PDF with values in its fields, which are all there; text that is too long for its place is set smaller."""
    import pikepdf

    from kalyp.write.pdf import forms
    from kalyp.write.pdf.fitting import fit

    with pikepdf.open(io.BytesIO(data)) as pdf:
        forms.fill(pdf, values)
        cut = fit(pdf, values)
        target = io.BytesIO()
        pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return Filled(target.getvalue(), cut)


def _pdf(blank: Blank, values: Values) -> Filled:
    return filled_pdf(blank.file("pdf"), values)


def _docx(blank: Blank, values: Values) -> Filled:
    from kalyp.write.docx import read

    return Filled(read.fill(blank.file("docx"), values))


def _xlsx(blank: Blank, values: Values) -> Filled:
    return Filled(blank.anew(values))


_FILLERS = {"pdf": _pdf, "docx": _docx, "xlsx": _xlsx}
