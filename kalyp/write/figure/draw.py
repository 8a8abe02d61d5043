"""A block that is a picture, a width and the fonts → SVG."""

from __future__ import annotations

from kalyp.model.core import Chart, Drawn
from kalyp.write.figure import bars, diagram
from kalyp.write.figure.measure import Metrics


def svg(block: Drawn, width: float, metrics: Metrics) -> str:
    """The block as an `<svg>` element `width` mm wide, without its caption; the same block gives the same text.

    Raises Unwritable for one that does not fit together.
    """
    return bars.drawn(block, width, metrics) if isinstance(block, Chart) else diagram.drawn(block, width, metrics)
