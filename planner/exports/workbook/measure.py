"""How wide a text is and how many lines it takes, so that rows are as high as their texts in every program."""

from __future__ import annotations

import unicodedata

from xlsxwriter.utility import xl_pixel_width

# XlsxWriter measures the letters of another font. A unit of a column's width has so many pixels.
_PLAIN, _BOLD, _PIXELS = 0.99, 1.06, 7.0
# Letters as wide as they are high, and what XlsxWriter takes letters for that it does not know.
_FULL, _UNKNOWN = 13.4, 8.0


def width_of(words: str, *, bold: bool = False) -> float:
    """Width of a text at font size 10 in units of a column's width."""
    full = sum(unicodedata.east_asian_width(letter) in "WF" for letter in words)
    pixels = float(xl_pixel_width(words)) + full * (_FULL - _UNKNOWN)
    return pixels * (_BOLD if bold else _PLAIN) / _PIXELS


def lines_in(words: str, width: float, *, bold: bool = False) -> int:
    """How many lines a text takes in a column of that width, broken between words."""
    room = max(width, 1.0)
    space = width_of(" ", bold=bold)
    lines, used = 1, 0.0
    for word in words.split():
        wide = width_of(word, bold=bold)
        if used and used + space + wide > room:
            lines, used = lines + 1, wide
        else:
            used += wide + (space if used else 0.0)
        # A word that is longer than the column is broken within.
        lines, used = lines + int(used // room), used % room
    return lines


def head_lines(header: str, width: float) -> int:
    """How many lines a header takes in a column of that width, its unit in a line of its own."""
    return sum(lines_in(part, width - 1, bold=True) for part in header.split("\n"))
