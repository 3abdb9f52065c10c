"""Texts of inputs as cells and notes take them."""

from __future__ import annotations

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

_LONGEST = 32_000
"""Letters of a cell, a little below Excel's limit."""


def plain(words: str) -> str:
    """A text without the characters that no workbook holds, and no longer than a cell."""
    kept: str = ILLEGAL_CHARACTERS_RE.sub("", words)
    return kept[:_LONGEST]
