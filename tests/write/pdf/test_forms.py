"""The form that WeasyPrint wrote becomes one after ISO 32000-1; values go in and come out; tags stay valid."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Object, Pdf, String

from kalyp.model.core import FieldKind
from kalyp.write.pdf import fieldfont, forms, forms_appearance
from tests import verapdf
from tests.write.pdf import sheet
from tests.write.pdf.conftest import SENTENCE, TYPED
from tests.write.pdf.sheet import Sheet, check, lines, marks, text


def named(pdf: Pdf, name: str) -> Object:
    """A field by its full name, down the hierarchy."""
    below = list(pdf.Root.AcroForm.Fields)
    for part in name.split("."):
        field = next(kid for kid in below if str(kid.T) == part)
        below = list(field.get(Name.Kids, []))
    return field


def every(pdf: Pdf) -> list[Object]:
    """Every field and every widget."""
    found: list[Object] = []
    stack = list(pdf.Root.AcroForm.Fields)
    while stack:
        found.append(stack.pop())
        stack.extend(found[-1].get(Name.Kids, []))
    return found


# --- The widgets that repair reports ---


def test_repair_reports_every_widget_in_order(full: Sheet) -> None:
    assert [(field.kind, field.name, field.option) for field in full.fields[:9]] == [
        (FieldKind.TEXT, "full-name", ""),
        (FieldKind.TEXT, "school", ""),
        (FieldKind.LINES, "comment.12", ""),
        (FieldKind.CHECK, "duty.mentor", "on"),
        (FieldKind.CHECK, "duty.head", "on"),
        (FieldKind.CHECK, "duty.second", "on"),
        (FieldKind.MARK, "level.12", "low"),
        (FieldKind.MARK, "level.12", "middle"),
        (FieldKind.MARK, "level.12", "high"),
    ]


def test_rectangles_are_the_right_way_up_and_as_large_as_the_layout_says(full: Sheet) -> None:
    millimetre = 72 / 25.4
    for field in full.fields:
        left, bottom, right, top = field.rectangle
        assert 0 < left < right < 210 * millimetre
        assert 0 < bottom < top < 297 * millimetre
        if field.option:
            assert field.size == pytest.approx((5 * millimetre, 5 * millimetre), abs=0.01)


def test_a_file_without_fields_stays_as_it_is(tmp_path: Path, font: Path) -> None:
    raw = sheet.render(tmp_path / "raw.pdf", font, "No fields.")
    with pikepdf.open(raw) as pdf:
        assert forms.repair(pdf, fieldfont.load(font)) == ()
        assert forms.read(pdf) == {}
        forms.flatten(pdf)
        assert Name.StructTreeRoot in pdf.Root


# --- The form as the standard wants it ---


def test_no_partial_name_has_a_period(full: Sheet) -> None:
    with pikepdf.open(full.form) as pdf:
        partial = [str(field.T) for field in every(pdf) if Name.T in field]
        assert "level" in partial
        assert not [name for name in partial if "." in name]
        assert [str(kid.T) for kid in named(pdf, "level").Kids] == ["12", "13"]


def test_the_form_names_the_font_for_every_text(full: Sheet) -> None:
    with pikepdf.open(full.form) as pdf:
        form = pdf.Root.AcroForm
        assert Name.NeedAppearances not in form
        assert set(form.DR.Font.keys()) == {"/Wingdings", "/ZaDb"}
        assert str(form.DA) == str(named(pdf, "full-name").DA) == "/Wingdings 11 Tf 0 g"
        assert str(named(pdf, "comment.12").DA) == "/Wingdings 10 Tf 0 g"


def test_every_widget_can_be_drawn(full: Sheet) -> None:
    with pikepdf.open(full.form) as pdf:
        for widget in pdf.pages[0].Annots:
            drawn = widget.AP.N
            streams = [drawn] if isinstance(drawn, pikepdf.Stream) else list(drawn.as_dict().values())
            assert all(isinstance(stream, pikepdf.Stream) for stream in streams)


def test_a_group_of_marks_is_one_field_whose_states_are_its_values(full: Sheet) -> None:
    with pikepdf.open(full.form) as pdf:
        group = named(pdf, "level.13")
        assert (group.FT, int(group.Ff), group.V) == (Name.Btn, 49152, Name.middle)
        assert Name.Opt not in group
        assert [set(kid.AP.N.keys()) for kid in group.Kids] == [{"/low", "/Off"}, {"/middle", "/Off"}, {"/high", "/Off"}]
        assert [str(kid.AS) for kid in group.Kids] == ["/Off", "/middle", "/Off"]
        assert not [kid for kid in group.Kids if Name.T in kid or Name.FT in kid]


def test_the_length_that_a_field_takes_stays(full: Sheet) -> None:
    with pikepdf.open(full.form) as pdf:
        assert int(named(pdf, "full-name").MaxLen) == 80


def test_only_the_field_font_is_embedded_for_the_fields(full: Sheet) -> None:
    """WeasyPrint embeds the inputs' font, too; that copy has to go."""
    with pikepdf.open(full.form) as pdf:
        fonts = {str(font.BaseFont) for font in pdf.objects if isinstance(font, Dictionary) and Name.BaseFont in font}
        assert {name for name in fonts if "Kalyp" in name} == {"/KalypField"}


def test_a_font_that_the_page_is_set_in_stays(tmp_path: Path, font: Path) -> None:
    words = '<span style="font-family: Kalyp Field">өнүгүү</span>'
    made = sheet.make(tmp_path, font, text("a"), words)
    with pikepdf.open(made.form) as pdf:
        assert any("Kalyp" in str(used.BaseFont) for used in pdf.pages[0].Resources.Font.as_dict().values())
    assert verapdf.failures([made.form]) == {made.form: []}


def test_a_name_on_two_pages_is_one_field(tmp_path: Path, font: Path) -> None:
    page = '<span style="break-before: page; display: block">2</span>'
    made = sheet.make(tmp_path, font, text("a"), marks("b", ["1", "2"]), page, text("a"), marks("b", ["3"]), check("c"))
    with pikepdf.open(made.form) as pdf:
        assert [str(field.T) for field in pdf.Root.AcroForm.Fields] == ["a", "b", "c"]
        assert len(named(pdf, "b").Kids) == 3
        forms.fill(pdf, {"a": SENTENCE, "b": "3"})
        drawn = [re.findall(rb"<[0-9a-f]+> Tj", widget.AP.N.read_bytes()) for widget in named(pdf, "a").Kids]
        assert drawn[0] == drawn[1] != []
        assert forms.read(pdf) == {"a": SENTENCE, "b": "3", "c": ""}
    assert {field.page for field in made.fields} == {0, 1}
    assert verapdf.failures([made.form]) == {made.form: []}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ([text("level"), text("level.12")], "'level'"),
        ([text("level.12"), text("level")], "'level'"),
        ([text("level.")], "'level.'"),
        ([text("a"), check("a")], "'a'"),
        (['<select class="field" name="a" title="a"><option value="b">b</option></select>'], "/Ch"),
        ([marks("a", ["Off"])], "'Off'"),
        ([marks("a", ["b", "b"])], "'b'"),
        ([marks("a", ["b", ""])], "''"),
    ],
)
def test_fields_that_contradict_each_other_are_refused(tmp_path: Path, font: Path, fields: list[str], said: str) -> None:
    with pikepdf.open(sheet.render(tmp_path / "raw.pdf", font, *fields)) as pdf, pytest.raises(ValueError, match=said):
        forms.repair(pdf, fieldfont.load(font))


def test_same_input_same_bytes(tmp_path: Path, font: Path) -> None:
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append(sheet.full(tmp_path / name, font).form.read_bytes())
    assert made[0] == made[1]


# --- Tooltips and tags ---


def test_tooltips_are_the_titles(full: Sheet) -> None:
    with pikepdf.open(full.form) as pdf:
        assert str(named(pdf, "full-name").TU) == "Ф.А.А."
        assert str(named(pdf, "duty.mentor").TU) == "Насаатчы"
        group = named(pdf, "level.12")
        assert str(group.TU) == "Деңгээл"
        assert [str(kid.TU) for kid in group.Kids] == ["Деңгээл: low", "Деңгээл: middle", "Деңгээл: high"]


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (["Level: low", "Level: high"], "Level"),
        (["Мен билем – ооба", "Мен билем – жок"], "Мен билем"),
        (["low", "lower"], "low / lower"),
        (["Yes", "Yes"], "Yes"),
        (["low"], "low"),
    ],
)
def test_a_group_is_called_what_its_labels_have_in_common(labels: list[str], said: str) -> None:
    assert forms.tooltip(labels) == said


def test_the_files_are_pdf_ua(full: Sheet, filled: Path, tmp_path: Path) -> None:
    flat = tmp_path / "flat.pdf"
    with pikepdf.open(filled) as pdf:
        forms.flatten(pdf)
        pdf.save(flat)
        assert "pdfuaid:part" not in pdf.Root.Metadata.read_bytes().decode()
    found = verapdf.failures([full.form, filled, flat])
    assert found[full.form] == []
    assert found[filled] == []
    assert found[flat]  # and it does not say that it is


def test_a_lost_tooltip_is_noticed(full: Sheet, tmp_path: Path) -> None:
    """That veraPDF looks at our fields at all."""
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(full.form) as pdf:
        del named(pdf, "level.12").TU
        del named(pdf, "full-name").TU
        pdf.save(broken)
    assert {failure.rule for failure in verapdf.failures([broken])[broken]} == {"7.18.1-3"}


# --- Values ---


def test_what_is_filled_in_is_read_back(filled: Path, full: Sheet) -> None:
    assert sheet.read(filled) == {**sheet.read(full.form), **TYPED}


def test_prefilled_values_are_read(full: Sheet) -> None:
    values = sheet.read(full.form)
    assert {name: value for name, value in values.items() if value} == {"school": "Ош", "duty.head": "on", "level.13": "middle"}
    assert set(values) == {field.name for field in full.fields}


def test_values_are_emptied(full: Sheet) -> None:
    with pikepdf.open(full.form) as pdf:
        forms.fill(pdf, dict.fromkeys(forms.read(pdf), ""))
        assert not any(forms.read(pdf).values())
        assert {str(widget.AS) for widget in pdf.pages[0].Annots if Name.AS in widget} == {"/Off"}


@pytest.mark.parametrize(
    ("name", "value"), [("nobody", "x"), ("level.12", "best"), ("duty.mentor", "yes"), ("full-name", "x" * 81)]
)
def test_a_value_that_a_field_cannot_take_is_refused(full: Sheet, name: str, value: str) -> None:
    with pikepdf.open(full.form) as pdf, pytest.raises(ValueError, match=name):
        forms.fill(pdf, {name: value})


def test_long_text_in_a_stream_and_other_line_ends_are_read(full: Sheet) -> None:
    with pikepdf.open(full.form) as pdf:
        named(pdf, "comment.12").V = pdf.make_stream(b"\xfe\xff" + "Үч\rсап\r\nбар".encode("utf-16-be"))
        assert forms.read(pdf)["comment.12"] == "Үч\nсап\nбар"


def test_a_box_whose_widget_alone_was_set_is_read(full: Sheet) -> None:
    with pikepdf.open(full.form) as pdf:
        group = named(pdf, "level.12")
        del group.V
        group.Kids[2].AS = Name.high
        assert forms.read(pdf)["level.12"] == "high"


def test_a_field_of_another_hand_is_read_too(full: Sheet) -> None:
    with pikepdf.open(full.form) as pdf:
        choice = Dictionary(FT=Name.Ch, T=String("years"), V=pikepdf.Array([String("1"), String("2")]))
        pdf.Root.AcroForm.Fields.append(pdf.make_indirect(choice))
        assert forms.read(pdf)["years"] == "1\n2"


# --- Lines of text ---


def test_lines_are_cut_at_words_within_the_width(font: Path) -> None:
    loaded = fieldfont.load(font)
    room = loaded.width("Үзгүлтүксүз өнүгүү ")
    cut = list(forms_appearance.wrap("Үзгүлтүксүз өнүгүү жана насаатчылык\n\nэкинчи", loaded, room))
    assert cut == ["Үзгүлтүксүз өнүгүү", "жана насаатчылык", "", "экинчи"]
    assert all(loaded.width(line) <= room for line in cut)


def test_a_word_wider_than_the_field_is_cut_anywhere_and_nothing_is_lost(font: Path) -> None:
    loaded = fieldfont.load(font)
    cut = list(forms_appearance.wrap("бир " + "ү" * 50, loaded, loaded.width("ү" * 12)))
    assert cut == ["бир", *["ү" * 12] * 4, "үү"]


# --- Flattening ---


def test_flattening_leaves_no_form(filled: Path, tmp_path: Path) -> None:
    with pikepdf.open(filled) as pdf:
        forms.flatten(pdf)
        pdf.save(tmp_path / "flat.pdf")
    with pikepdf.open(tmp_path / "flat.pdf") as pdf:
        assert forms.read(pdf) == {}
        assert not [page for page in pdf.pages if len(page.get(Name.Annots, []))]


def test_flattening_keeps_links(tmp_path: Path, font: Path) -> None:
    made = sheet.make(tmp_path, font, text("a", "Ош"), '<a href="https://example.org">link</a>')
    with pikepdf.open(made.form) as pdf:
        forms.flatten(pdf)
        assert [str(note.Subtype) for note in pdf.pages[0].Annots] == ["/Link"]


def test_lines_put_in_the_page_by_hand_are_drawn_once(tmp_path: Path, font: Path) -> None:
    """WeasyPrint prints a textarea's text beside the paper; with no size it does not print it at all."""
    made = sheet.make(tmp_path, font, lines("a", SENTENCE))
    assert sheet.read(made.form) == {"a": SENTENCE}
    with pikepdf.open(made.form) as pdf:
        assert b"KalypField" not in pdf.pages[0].Contents.read_bytes()
        assert set(pdf.pages[0].Resources.Font.keys()).isdisjoint(pdf.Root.AcroForm.DR.Font.keys())
        assert len(pdf.pages[0].Resources.Font.keys()) == 1  # that of the heading
