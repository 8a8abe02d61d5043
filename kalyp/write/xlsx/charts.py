"""A chart of the core → a chart of bars from left to right that a grey printer leaves readable."""

from __future__ import annotations

from typing import Any

from kalyp.model.cells import Chart
from kalyp.write.xlsx.measure import pixels
from kalyp.write.xlsx.styles import FONT, bars

_LETTERS = {"name": FONT, "size": 9, "bold": False}


def add_chart(workbook: Any, sheet: Any, block: Chart) -> None:
    """Put a chart on a sheet. Categories stand in their order from the top down; numbers stand at the bars."""
    chart = workbook.add_chart({"type": "bar", "subtype": "percent_stacked"} if block.stacked else {"type": "bar"})
    for series in block.series:
        dark = block.stacked and series.pattern == "dark"
        letters = {**_LETTERS, "size": 8, **({"color": "#FFFFFF", "bold": True} if dark else {})}
        chart.add_series(
            {
                "name": series.title,
                "categories": f"={block.categories}",
                "values": f"={series.values}",
                "gap": 40,
                "data_labels": {"value": True, "font": letters, "num_format": "0;;;"},
                **bars(series),
            }
        )
    chart.set_title({"name": block.title, "overlay": False, "name_font": {**_LETTERS, "size": 10, "bold": True}})
    chart.set_y_axis({"reverse": True, "num_font": _LETTERS, "line": {"color": "#262626"}, "major_gridlines": {"visible": False}})
    chart.set_x_axis(
        {
            "num_font": _LETTERS,
            "num_format": "0%" if block.stacked else "0",
            "min": 0,
            "crossing": "max",  # with the order of categories turned round, that is at the bottom
            "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9", "width": 0.5}},
        }
    )
    chart.set_legend({"none": True} if len(block.series) == 1 else {"position": "bottom", "font": _LETTERS})
    chart.set_size({"width": pixels(block.width), "height": pixels(block.height)})
    sheet.insert_chart(block.row, block.column, chart, {"object_position": 2, "description": block.title})
