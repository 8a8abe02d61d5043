"""A district's summary → its pages and its workbook, each in one language."""

from kalyp.lower.summary.book import lower_book
from kalyp.lower.summary.frame import Frame
from kalyp.lower.summary.pages import lower_pages

__all__ = ["Frame", "lower_book", "lower_pages"]
