"""A study of regret as a workbook: what it says, the matrix in colours, the choices, their first moves."""

from planner.exports.regretted.regretted import Choice, First, Regretted
from planner.exports.regretted.sheets import BOOK, write_book

__all__ = ["BOOK", "Choice", "First", "Regretted", "write_book"]
