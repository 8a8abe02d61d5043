"""A chart, a width and the fonts → SVG: labels in a column, then the bars, each with its number at the end."""

from __future__ import annotations

from kalyp.model.core import Chart
from kalyp.write.figure.grid import Text, text
from kalyp.write.figure.marks import RULE, element, empty, lines, shown
from kalyp.write.figure.measure import Metrics
from kalyp.write.unwritable import Unwritable

_POINTS = (9.0, 8.5)  # of the first wording and of the second
_LABELS = 0.5  # of the width, at most, unless a single word is longer
_LEAST = 15.0  # mm for the longest bar
_BAR = 4.0  # mm high
_BETWEEN = 1.6  # mm from row to row
_BESIDE = 1.5  # mm between label and line, and between bar and number
_FILL = "#404040"  # dark enough to be told from white by any printer and copier


def drawn(chart: Chart, width: float, metrics: Metrics) -> str:
    """The chart as an `<svg>` element `width` mm wide, without its caption.

    Raises Unwritable for one without bars, for a bar of less than nothing, and where the words leave no room for bars.
    """
    if not chart.bars or any(bar.value < 0 for bar in chart.bars):
        raise Unwritable(chart, "no bars" if not chart.bars else "less than nothing")
    labels = [text(bar.label, width * _LABELS, _POINTS, metrics) for bar in chart.bars]
    numbers = [text(bar.shown, width, _POINTS, metrics) for bar in chart.bars]
    line = max(label.width for label in labels) + _BESIDE
    room = width - line - RULE - _BESIDE - max(number.width for number in numbers)
    if room < _LEAST:
        raise Unwritable(chart, "labels too wide")
    heights = [_height(*row) for row in zip(labels, numbers, strict=True)]
    root = empty(width, sum(heights), metrics)
    most = max(bar.value for bar in chart.bars)
    top = 0.0
    for bar, label, number, height in zip(chart.bars, labels, numbers, heights, strict=True):
        middle, length = top + height / 2, room * bar.value / most if most else 0.0
        root.extend(lines(label, (0.0, middle - label.height / 2)))
        if length:
            root.append(element("rect", x=line, y=middle - _BAR / 2, width=length, height=_BAR, fill=_FILL))
        root.extend(lines(number, (line + length + _BESIDE, middle - number.height / 2)))
        top += height
    root.append(element("path", d=f"M{line:.2f} 0V{top:.2f}", fill="none", stroke="black", stroke_width=RULE))
    return shown(root)


def _height(label: Text, number: Text) -> float:
    return max(label.height, number.height, _BAR) + _BETWEEN
