"""Poppler, the viewer of GNOME: `python3 poppler_fill.py SOURCE TARGET < widgets.json` fills fields and saves.

Runs outside the project's environment, in the Python that Debian's python3-gi and gir1.2-poppler-0.18 belong to. The input is
a list of `{"name": …, "text": …}` and `{"name": …, "rectangle": […], "on": true}`.
"""

import json
import sys
from pathlib import Path

import gi  # type: ignore[import-not-found]

gi.require_version("Poppler", "0.18")
from gi.repository import Poppler  # type: ignore[import-not-found] # noqa: E402


def fill(source: str, target: str, wanted: list[dict]) -> None:  # type: ignore[type-arg]
    """Set every wanted widget, found by its field's full name and, for a box, by its place."""
    document = Poppler.Document.new_from_file(Path(source).resolve().as_uri(), None)
    widgets = [m for n in range(document.get_n_pages()) for m in document.get_page(n).get_form_field_mapping()]
    for want in wanted:
        field = next(w.field for w in widgets if w.field.get_name() == want["name"] and is_at(w.area, want["rectangle"]))
        if "text" in want:
            field.text_set_text(want["text"])
        else:
            field.button_set_state(want["on"])
    document.save(Path(target).resolve().as_uri())


def is_at(area: "Poppler.Rectangle", rectangle: list[float]) -> bool:
    """Whether an area is that of a widget's rectangle."""
    return bool(abs(area.x1 - rectangle[0]) < 2 and abs(area.y1 - rectangle[1]) < 2)


fill(sys.argv[1], sys.argv[2], json.load(sys.stdin))
