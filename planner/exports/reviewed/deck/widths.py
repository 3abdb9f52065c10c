"""How wide words are on a slide, and words that fit into their place.

Widths are those of Helvetica, which Arial shares, out of Adobe's metrics that come with Matplotlib: the same on every
machine, whatever fonts it has. A company's font may be wider: `SPARE`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from planner.messages import language

POINTS = 72.0
"""Points in an inch."""
_LEADING = {"en": 1.2, "zh": 1.4}
"""Height of a line over the size of its letters; of Chinese fonts it is more."""
SPARE = 1.07
_UNITS = 1000.0
_WIDE, _OTHER, _ASCII = 1000, 667, 127
_GLYPH = re.compile(r"^C (\d+) ; WX (\d+) ;", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_CUT = "…"


@cache
def _metrics(bold: bool) -> dict[str, int]:
    """Width of each letter of ASCII in thousandths of its size."""
    name = "phvb8a.afm" if bold else "phvr8a.afm"
    content = (files("matplotlib") / "mpl-data" / "fonts" / "afm" / name).read_text(encoding="ascii")
    return {chr(int(code)): int(wide) for code, wide in _GLYPH.findall(content) if int(code) < _ASCII}


def leading() -> float:
    """Height of a line over the size of its letters, in the language that is spoken."""
    return _LEADING[language()]


def plain(words: str) -> str:
    """Words without line ends and other letters that control something."""
    return _CONTROL.sub(" ", words)


def width(words: str, size: float, *, bold: bool = False) -> float:
    """Width of words in one line, in inches.

    Args:
        words: The words.
        size: Size of their letters in points.
        bold: Whether they are bold.
    """
    return _inches(_units(words, bold), size)


@lru_cache(maxsize=65_536)
def _units(words: str, bold: bool) -> int:
    """Width in thousandths of the letters' size; of words one after the other it is the sum."""
    known = _metrics(bold)
    return sum(known.get(letter) or _unknown(letter) for letter in words)


def _inches(units: int, size: float) -> float:
    return units * size / _UNITS / POINTS * SPARE


def _unknown(letter: str) -> int:
    return _WIDE if unicodedata.east_asian_width(letter) in "WF" or letter == _CUT else _OTHER


def wrapped(words: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Words in lines no wider than `room` inches; a word that is wider is broken."""
    lines: list[str] = []
    line, used = "", 0
    for word in plain(words).split(" "):
        own = _units(word, bold)
        longer = used + _units(" ", bold) + own if line else own
        if _inches(longer, size) <= room:
            line, used = f"{line} {word}" if line else word, longer
            continue
        if line:
            lines.append(line)
        *whole, line = _broken(word, size, room, bold=bold)
        lines.extend(whole)
        used = _units(line, bold)
    return [*lines, line]


def _broken(word: str, size: float, room: float, *, bold: bool) -> list[str]:
    """A word in parts that fit; at least a letter each."""
    parts, used = [""], 0
    for letter in word:
        used += _units(letter, bold)
        if parts[-1] and _inches(used, size) > room:
            parts.append("")
            used = _units(letter, bold)
        parts[-1] += letter
    return parts


def fitted(words: str, size: float, room: float, *, lines: int = 1, bold: bool = False) -> str:
    """Words as they are where they fit into so many lines of `room` inches, else their beginning and an ellipsis."""
    own = plain(words)
    if len(wrapped(own, size, room, bold=bold)) <= lines:
        return own
    least, most = 0, len(own)
    while least < most:
        middle = (least + most + 1) // 2
        if len(wrapped(_cut(own, middle), size, room, bold=bold)) <= lines:
            least = middle
        else:
            most = middle - 1
    return _cut(own, least)


def _cut(words: str, letters: int) -> str:
    return words[:letters].rstrip() + _CUT


def size_for(words: str, sizes: tuple[float, ...], room: float, height: float, *, bold: bool = False) -> float:
    """The largest of some sizes, from the largest on, in which words fit into a place; the last where none does."""
    for size in sizes:
        if len(wrapped(words, size, room, bold=bold)) * size * leading() / POINTS <= height:
            return size
    return sizes[-1]
