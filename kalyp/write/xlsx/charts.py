"""A chart of the core → a chart of bars from left to right that a grey printer leaves readable."""

from __future__ import annotations

from typing import Any

from kalyp.model.cells import Chart
from kalyp.write.xlsx.measure import pixels
from kalyp.write.xlsx.styles import FONT, bars

_EDGE, _FAINT = {"color": "#262626"}, {"color": "#D9D9D9", "width": 0.5}
_LETTERS = {"name": FONT, "size": 9, "bold": False}


def add_chart(workbook: Any, sheet: Any, block: Chart) -> None:
    """Put a chart on a sheet. Categories stand in their order from the top down; numbers stand at the bars."""
    chart = workbook.add_chart({"type": "bar", "subtype": "percent_stacked"} if block.stacked else {"type": "bar"})
    for series in block.series:
        dark = block.stacked and series.pattern == "dark"
        letters = {**_LETTERS, "size": 8, **({"color": "#FFFFFF", "bold": True} if dark else {})}
        chart.add_series(
            {
                "name": _said(series.title),
                "categories": f"={block.categories}",
                "values": f"={series.values}",
                "gap": 40,
                "data_labels": {"value": True, "font": letters, "num_format": "0;;;"},
                **bars(series),
            }
        )
    chart.set_title({"name": _said(block.title), "overlay": False, "name_font": {**_LETTERS, "size": 10, "bold": True}})
    # With the order of categories turned round, the axis of numbers crosses theirs at the end, which is below.
    chart.set_y_axis(
        {"reverse": True, "crossing": "max", "num_font": _LETTERS, "line": _EDGE, "major_gridlines": {"visible": False}}
    )
    shares = {"num_format": "0%" if block.stacked else "0", "min": 0}
    chart.set_x_axis({**shares, "num_font": _LETTERS, "major_gridlines": {"visible": True, "line": _FAINT}})
    chart.set_legend({"none": True} if len(block.series) == 1 else {"position": "bottom", "font": _LETTERS})
    chart.set_size({"width": pixels(block.width), "height": pixels(block.height)})
    sheet.insert_chart(block.row, block.column, chart, {"object_position": 2, "description": block.title})


def _said(title: str) -> str:
    """A title as text: what begins with an equals sign would be a formula to XlsxWriter."""
    return f" {title}" if title.startswith("=") else title
