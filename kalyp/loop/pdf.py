"""A PDF from outside → its origin, the values of its fields, and what else is in it that is not read."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from kalyp.loop.guard import Refused
from kalyp.loop.model import Finding
from kalyp.write.pdf import forms, formtree, properties

_END = b"%%EOF"
_AFTER_END = b" \t\r\n\f\0"  # what may follow it
_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/GoToE", "/RichMediaExecute"}
)


def opened(data: bytes) -> Pdf:
    """Open a PDF, repairing nothing. Raises Refused.

    A viewer adds what was filled in at the end of the file: of one that breaks off, only what was there before could be read, and
    nobody would see that it is old. So a file must end where a PDF ends, and its table of objects must be right.
    """
    before, _, after = data.rpartition(_END)
    if not before or after.strip(_AFTER_END):
        raise Refused("pdf-damaged")
    try:
        return pikepdf.open(io.BytesIO(data), attempt_recovery=False, suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Refused("pdf-password") from error
    except pikepdf.PdfError as error:
        raise Refused("pdf-damaged") from error


def told(pdf: Pdf) -> dict[str, str]:
    """The properties that say what a PDF was made as."""
    return properties.read(pdf)


def values(pdf: Pdf) -> Iterator[tuple[str, str]]:
    """The value of every field with its name. Raises Refused for a PDF that has none that could be read with certainty."""
    form = pdf.Root.get(Name.AcroForm)
    if form is not None and Name("/XFA") in form:
        raise Refused("pdf-xfa")
    if form is None or not len(form.get(Name.Fields, Array())):
        raise Refused("pdf-no-fields")
    yield from forms.values(pdf)


def findings(pdf: Pdf) -> Iterator[Finding]:
    """What is in a PDF that is not read, or not to be trusted. Nothing of it is ever run."""
    yield from dict.fromkeys(_dangers(pdf))
    if pdf.is_encrypted:
        yield Finding.of("pdf-locked")
    if pdf.get_warnings():
        yield Finding.of("pdf-doubtful")


def _dangers(pdf: Pdf) -> Iterator[Finding]:
    """What acts when it is opened, shown or clicked at, and what holds other files."""
    names = pdf.Root.get(Name.Names, Dictionary())
    if Name.JavaScript in names or any(map(_acts, _actors(pdf))):
        yield Finding.of("pdf-active")
    if Name.EmbeddedFiles in names or Name.AF in pdf.Root:
        yield Finding.of("pdf-attachments")
    for page in pdf.pages:
        for note in page.obj.get(Name.Annots, ()):
            if _acts(note):
                yield Finding.of("pdf-active")
            if Name.FS in note:  # which an attached file has, and no field
                yield Finding.of("pdf-attachments")


def _actors(pdf: Pdf) -> Iterator[Object]:
    """What can act besides the annotations: the whole, its pages, and those above the widgets of a form."""
    yield pdf.Root
    for page in pdf.pages:
        yield page.obj
    above = [field for field in pdf.Root.get(Name.AcroForm, Dictionary()).get(Name.Fields, ()) if Name.Kids in field]
    for _ in range(formtree.DEEPEST):
        yield from above
        above = [kid for field in above for kid in field.Kids if Name.Kids in kid]


def _acts(holder: Object) -> bool:
    keys = holder.keys()
    return "/AA" in keys or any(_is_action(holder[key]) for key in ("/A", "/OpenAction") if key in keys)


def _is_action(action: Object) -> bool:
    """Whether it is more than to go to another page."""
    return isinstance(action, Dictionary) and (str(action.get(Name.S)) in _ACTIONS or Name.Next in action)
