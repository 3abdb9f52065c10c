"""The workbook of a sweep: what many plans say together, and all runs as rows for a pivot table."""

from planner.exports.swept.book import BOOK, write_swept
from planner.exports.swept.content import Swept

__all__ = ["BOOK", "Swept", "write_swept"]
