"""The form as WeasyPrint writes it → one that all viewers show, fill and save in Kyrgyz and Kazakh; its values in and out.

WeasyPrint (`pdf_forms=True`) puts every widget in its place, but writes text fields without appearance, with a font that
PDFium does not use for non-Western letters, and radio groups that viewers misunderstand. Here the form is written anew around
its widgets, after ISO 32000-1, 12.7.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from kalyp.model.core import FieldKind
from kalyp.write.pdf import forms_appearance as appearance
from kalyp.write.pdf.fieldfont import FieldFont
from kalyp.write.pdf.formtree import Tree, fields, inherited

ON = "on"  # the value of a ticked check
BETWEEN_MARKS = "+"

# Field flags (ISO 32000-1, tables 226 and 228).
MULTILINE = 1 << 12
NO_TOGGLE_TO_OFF = 1 << 14
RADIO = 1 << 15
PUSH_BUTTON = 1 << 16

_OFF = "/Off"
_TICK = "8"  # what a viewer draws by itself, should it want to: the cross of Zapf Dingbats
_TICK_STYLE = "/ZaDb 0 Tf 0 g"


@dataclass(frozen=True, slots=True)
class FormField:
    """One widget of the form.

    `option` is the value that ticking it gives ("" for text), `page` counts from 0, `rectangle` is left, bottom, right, top in
    points from the page's lower left corner, inside the border that the page draws.
    """

    kind: FieldKind
    name: str
    label: str
    option: str
    page: int
    rectangle: tuple[float, float, float, float]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        left, bottom, right, top = self.rectangle
        return right - left, top - bottom


@dataclass(frozen=True, slots=True)
class _Widget:
    """A widget with what it is, and the value that it gives to its field ("" where it gives none)."""

    field: FormField
    annotation: Object
    value: str


def repair(pdf: Pdf, font: FieldFont) -> tuple[FormField, ...]:
    """Write the form of a PDF fresh from WeasyPrint anew, in place; return its widgets in the order of the pages.

    Raises ValueError where a field is of a kind that a form of ours never has, or where two fields contradict each other.
    """
    if Name.AcroForm not in pdf.Root:
        return ()
    widgets = list(_widgets(pdf))
    _drop_form_fonts(pdf, widgets)
    resource = appearance.embed(pdf, font)
    dingbats = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.ZapfDingbats)
    pdf.Root.AcroForm = pdf.make_indirect(
        Dictionary(
            Fields=Array(),
            DR=Dictionary(Font=Dictionary({str(appearance.FONT): resource, "/ZaDb": pdf.make_indirect(dingbats)})),
            DA=String(appearance.default_style(multiline=False)),
        )
    )
    groups: dict[str, list[_Widget]] = {}
    for widget in widgets:
        groups.setdefault(widget.field.name, []).append(widget)
    tree, boxes = Tree(pdf), _Boxes(pdf)
    for name, group in groups.items():
        tree.add(name, _field(pdf, group, boxes))
    fill(pdf, {name: next((widget.value for widget in group if widget.value), "") for name, group in groups.items()})
    return tuple(widget.field for widget in widgets)


def fill(pdf: Pdf, values: Mapping[str, str]) -> None:
    """Set values and draw them, in place: text, "on" or "" for a check, the chosen option or "" for a group of marks.

    Raises ValueError for a name that the form does not have and for a value that its field cannot take.
    """
    known, ink = dict(fields(pdf.Root.get(Name.AcroForm))), None
    for name, value in values.items():
        if name not in known:
            raise ValueError(f"no field is named {name!r}")
        if inherited(known[name], Name.FT) == Name.Btn:
            _set_button(pdf, name, known[name], value)
        else:
            ink = ink or appearance.ink(pdf)
            _set_text(pdf, ink, name, known[name], value)


def read(pdf: Pdf) -> dict[str, str]:
    """Return the value of every field by its full name, whoever saved the file; "" where nothing is filled in."""
    return dict(values(pdf))


def values(pdf: Pdf) -> Iterator[tuple[str, str]]:
    """The same one by one: in a file of others two fields may have one name."""
    for name, field in fields(pdf.Root.get(Name.AcroForm)):
        yield name, _value(field)


def share_font(field: Object, fonts: Object) -> None:
    """Let what is drawn in a field from another file use the font of the form that it has come to."""
    if not inherited(field, Name.V) or inherited(field, Name.FT) == Name.Btn:
        return
    for widget in _shown(field):
        resources = widget.AP.N.Resources
        if Name.Font in resources:
            resources.Font = Dictionary({str(appearance.FONT): fonts[appearance.FONT]})


def flatten(pdf: Pdf) -> None:
    """Draw every widget into its page and remove the form, in place; for printing and imposing.

    The tags go, too: they would point at widgets that are there no more, and paper has no use for them.
    """
    if Name.AcroForm not in pdf.Root:
        return
    pdf.flatten_annotations("print")
    for key in (Name.AcroForm, Name.StructTreeRoot, Name.MarkInfo):
        if key in pdf.Root:
            del pdf.Root[key]
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        if "pdfuaid:part" in metadata:
            del metadata["pdfuaid:part"]  # without tags it is no PDF/UA


# --- What WeasyPrint wrote ---


def _widgets(pdf: Pdf) -> Iterator[_Widget]:
    for number, page in enumerate(pdf.pages):
        for annotation in page.get(Name.Annots, Array()):
            if annotation.get(Name.Subtype) == Name.Widget:
                yield _widget(annotation, number)


def _widget(annotation: Object, page: int) -> _Widget:
    name, kind = str(annotation.T), _kind(annotation)
    option, value = "", ""
    if kind in (FieldKind.TEXT, FieldKind.LINES):
        value = _text(annotation.V)
    else:
        state = _on_state(annotation)
        # A radio button's state is its number in the group, and the group lists the values.
        option = str(annotation.Parent.Opt[int(state[1:])]) if kind is FieldKind.MARK else ON
        value = option if str(annotation.AS) == state else ""
    x0, y0, x1, y1 = (float(side) for side in annotation.Rect)
    rectangle = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    field = FormField(kind, name, str(annotation.get(Name.TU, name)), option, page, rectangle)
    return _Widget(field, annotation, value)


def _kind(annotation: Object) -> FieldKind:
    flags = int(inherited(annotation, Name.Ff) or 0)
    match str(inherited(annotation, Name.FT)):
        case "/Tx":
            return FieldKind.LINES if flags & MULTILINE else FieldKind.TEXT
        case "/Btn" if not flags & PUSH_BUTTON:
            return FieldKind.MARK if Name.Parent in annotation else FieldKind.CHECK
        case other:
            raise ValueError(f"the field {annotation.T!s} is a {other}, which no form of ours has")


def _drop_form_fonts(pdf: Pdf, widgets: list[_Widget]) -> None:
    """Let go of the fonts that WeasyPrint embedded whole for the inputs, unless a page is set in them, too."""
    styles = " ".join(str(widget.annotation.get(Name.DA, "")) for widget in widgets)
    names = set(re.findall(r"(/\S+) \S+ Tf", styles))
    contents = [page.Contents.read_bytes() for page in pdf.pages] if names else []
    contents += [o.read_bytes() for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get(Name.Subtype) == Name.Form]
    for name in names:
        if any(re.search(re.escape(name.encode()) + rb"\s", content) for content in contents):
            continue
        for page in pdf.pages:
            if name in page.Resources.get(Name.Font, Dictionary()):
                del page.Resources.Font[name]


# --- The form written anew ---


class _Boxes:
    """What boxes show, empty and ticked: drawn once for all that are of one size."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._known: dict[tuple[float, float], tuple[Object, Object]] = {}

    def drawn(self, size: tuple[float, float]) -> tuple[Object, Object]:
        """An empty box and a ticked one."""
        width, height = (round(side, 2) for side in size)
        if (width, height) not in self._known:
            pictures = (appearance.blank(self._pdf, (width, height)), appearance.cross(self._pdf, (width, height)))
            self._known[width, height] = (self._pdf.make_indirect(pictures[0]), self._pdf.make_indirect(pictures[1]))
        return self._known[width, height]


def _field(pdf: Pdf, group: list[_Widget], boxes: _Boxes) -> Object:
    """One field of all widgets with one name; a lone widget is its own field, but for radio buttons."""
    first = group[0]
    kind, name = first.field.kind, first.field.name
    if any(widget.field.kind is not kind for widget in group):
        raise ValueError(f"the fields named {name!r} are of different kinds")
    options = [widget.field.option for widget in group]
    if kind is FieldKind.MARK and (len(set(options)) < len(options) or {"", "Off"} & set(options)):
        raise ValueError(f"the marks named {name!r} need a value each, none twice and none of them Off: {options}")
    facts = _facts(first, group)
    for widget in group:
        _dress(widget, boxes)
    if len(group) == 1 and kind is not FieldKind.MARK:
        field = first.annotation
        for key, value in facts.items():
            field[key] = value
        return field
    field = pdf.make_indirect(Dictionary(facts | {"/Kids": Array([widget.annotation for widget in group])}))
    for widget in group:
        widget.annotation.Parent = field
    return field


def _facts(first: _Widget, group: list[_Widget]) -> dict[str, Object | int]:
    """The entries of a field, as against those of its widgets."""
    facts: dict[str, Object | int] = {"/TU": String(tooltip([widget.field.label for widget in group]))}
    match first.field.kind:
        case FieldKind.MARK:
            return facts | {"/FT": Name.Btn, "/DA": String(_TICK_STYLE), "/Ff": RADIO | NO_TOGGLE_TO_OFF}
        case FieldKind.CHECK:
            return facts | {"/FT": Name.Btn, "/DA": String(_TICK_STYLE)}
        case kind:
            multiline = kind is FieldKind.LINES
            facts |= {"/FT": Name.Tx, "/DA": String(appearance.default_style(multiline))}
            facts |= {"/Ff": MULTILINE} if multiline else {}
            return facts | ({"/MaxLen": first.annotation.MaxLen} if Name.MaxLen in first.annotation else {})


def tooltip(labels: list[str]) -> str:
    """What a group is called: the words that its labels begin with in common, else all the labels."""
    distinct = list(dict.fromkeys(labels))
    words = zip(*(label.split() for label in distinct), strict=False)
    common = " ".join(same[0] for same in takewhile(lambda same: len(set(same)) == 1, words)).rstrip(" :,;–—-")
    return common or " / ".join(distinct)


def _dress(widget: _Widget, boxes: _Boxes) -> None:
    """Leave on a widget what is a widget's, and give a box both its pictures."""
    annotation, field = widget.annotation, widget.field
    for key in {Name.T, Name.FT, Name.Ff, Name.V, Name.DA, Name.MaxLen, Name.Parent, Name.Border} & set(annotation.keys()):
        del annotation[key]
    annotation.Rect = Array([round(side, 3) for side in field.rectangle])
    annotation.BS = Dictionary(W=0 if field.option else 1)  # the page draws the border; viewers indent text by its width
    if field.option:
        off, on = boxes.drawn(field.size)
        annotation.AP = Dictionary(N=Dictionary({_OFF: off, f"/{field.option}": on}))
        annotation.MK = Dictionary(CA=_TICK)


# --- Values ---


def _set_text(pdf: Pdf, ink: appearance.Ink, name: str, field: Object, value: str) -> None:
    limit = inherited(field, Name.MaxLen)
    if limit is not None and len(value) > int(limit):
        raise ValueError(f"{name!r} takes {limit} characters, not {len(value)}")
    multiline = bool(int(inherited(field, Name.Ff) or 0) & MULTILINE)
    field.V = String(value)
    for widget in _shown(field):
        drawn = appearance.text(pdf, ink, _size(widget), value, multiline)
        widget.AP = Dictionary(N=pdf.make_indirect(drawn))


def _set_button(pdf: Pdf, name: str, field: Object, value: str) -> None:
    state = f"/{value}" if value else _OFF
    widgets = _shown(field)
    states = {_on_state(widget) for widget in widgets}
    if value and state not in states:
        raise ValueError(f"{name!r} takes one of {sorted(known[1:] for known in states)}, not {value!r}")
    field.V = Name(state)
    for widget in widgets:
        widget.AS = Name(state if _on_state(widget) == state else _OFF)


def _value(field: Object) -> str:
    """What stands in a field. Of marks: each that is ticked, by the field's value or by what its widget shows, joined by "+".

    A viewer may have set the widgets only; and one that leaves two marks on must not be believed the one that it names.
    """
    value = field.get(Name.V)
    if inherited(field, Name.FT) != Name.Btn:
        return _text(value)
    states = [str(widget.get(Name.AS, _OFF)) for widget in _shown(field)]
    ticked = [str(state) for state in (_OFF if value is None else value, *states) if str(state) != _OFF]
    return BETWEEN_MARKS.join(state.removeprefix("/") for state in dict.fromkeys(ticked))


def _text(value: Object | None) -> str:
    """A text value: a string, a stream (long text) or, of a list with several choices, their lines."""
    if value is None:
        return ""
    if isinstance(value, Array):
        return "\n".join(_text(item) for item in value)
    text = str(String(value.read_bytes())) if isinstance(value, pikepdf.Stream) else str(value)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _shown(field: Object) -> list[Object]:
    """The widgets of a field; a field with one may be that widget itself."""
    return list(field.get(Name.Kids, [field]))


def _on_state(widget: Object) -> str:
    """The name of a box's ticked state, such as `/on`."""
    return next(state for state in widget.AP.N.keys() if state != _OFF)  # noqa: SIM118 - no dict


def _size(widget: Object) -> tuple[float, float]:
    left, bottom, right, top = (float(side) for side in widget.Rect)
    return right - left, top - bottom
