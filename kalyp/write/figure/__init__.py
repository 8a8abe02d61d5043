"""A diagram or chart of the core blocks → its picture: SVG to be set with the page, PNG for Word.

The way of a diagram: the arrows are routed on the grid (routes), which says how wide its gutters must be; the nodes get their
places (grid), with their words wrapped by measured widths (measure); the arrows get theirs, spread where several run side by
side (lanes), then their labels (labels); all that is drawn (diagram). Bars stand one below the other (bars).
"""

from kalyp.write.figure.draw import svg
from kalyp.write.figure.measure import Metrics
from kalyp.write.figure.picture import Painter

__all__ = ["Metrics", "Painter", "svg"]
