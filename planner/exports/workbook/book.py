"""The workbook while it is written: the plan, its sheets and their names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planner.exports.workbook.style import LINK, NAVY, SOFT_INK, Looks, label, set_page
from planner.messages import text

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.compared.compared import SideBySide
    from planner.results.plan import Plan

LONGEST_NAME = 31
MOST_ROWS = 10_000
"""Longer tables stay in their CSV: a sheet of that length is read by no one and slows every opening."""
MOST_ROWS_A_PAGE = 60
"""Sheets up to this length are printed on one page."""
UPRIGHT = {"cover", "charts", "programmes", "stages", "about", "seed_facts"}
"""Sheets of their own form that are printed upright; the objective's lies, as it has a chart at its side."""
_UPRIGHT, _LYING = (102.0, 52.0), (151.0, 34.0)
"""Characters across and rows down that a page takes at full size."""
_HEAD_ROWS = 6
_READABLE = 0.73
"""Size below which a long table is printed lying instead of upright."""


@dataclass(slots=True)
class Entry:
    """A line of the contents; `sheet` is empty for a table that is in its CSV only."""

    key: str
    sheet: str
    shows: str
    rows: int | None


@dataclass(slots=True)
class Book:
    """What every sheet needs: the workbook, the plan, the formats, the plans beside it, and the contents so far."""

    file: Workbook
    plan: Plan
    looks: Looks
    beside: SideBySide | None = None
    contents: list[Entry] = field(default_factory=list)

    @property
    def currency(self) -> str:
        """Money of the case."""
        return self.plan.case.currency

    def name_of(self, kind: str, key: str, within: str = "") -> str:
        """Reader's name of a key: that of `within/key` (a stage of a line), else of `key`, else the key."""
        names = self.plan.names.get(kind, {})
        return names.get(f"{within}/{key}") or names.get(key) or key

    def sheet(self, key: str, rows: int | None = None, width: float = 0.0) -> Worksheet:
        """A new sheet with its page set up, its title, what it shows, and a line in the contents.

        Args:
            key: What the sheet is called in the catalogue.
            rows: How many rows its table has, if it has one.
            width: Width of the table in characters, from which the page's orientation follows (0: known by key).

        Raises:
            ValueError: Excel does not take the name (it is too long or taken).
        """
        name = label(f"workbook_sheet.{key}", key)
        taken = {sheet.get_name().casefold() for sheet in self.file.worksheets()}
        if len(name) > LONGEST_NAME or name.casefold() in taken:
            raise ValueError(name)
        sheet = self.file.add_worksheet(name)
        pages = 0 if rows is not None and rows > MOST_ROWS_A_PAGE else 1
        portrait = _stands(rows or 0, width) if width and key != "objective_terms" else key in UPRIGHT
        set_page(sheet, self.plan.case.title, self.plan.scenario, portrait=portrait, pages=pages)
        shows = label(f"workbook_shows.{key}", "")
        if key != "cover":
            self.contents.append(Entry(key, name, shows, rows))
            self._head(sheet, name, shows)
        return sheet

    def left_out(self, key: str, rows: int) -> None:
        """Tell in the contents that a table is too long for a sheet."""
        shows = label(f"workbook_shows.{key}", "")
        told = text("workbook.too_long", shows=shows, rows=f"{rows:,}", file=f"{key}.csv")
        self.contents.append(Entry(key, "", told, rows))

    def _head(self, sheet: Worksheet, name: str, shows: str) -> None:
        sheet.set_row_pixels(0, 30)
        sheet.write_string(0, 0, name, self.looks(bold=True, font_size=16, font_color=NAVY, valign="vcenter"))
        sheet.write_string(1, 0, shows, self.looks(font_color=SOFT_INK))
        cover = label("workbook_sheet.cover", "cover")
        link = self.looks(font_color=LINK, underline=1, font_size=9)
        sheet.write_url(2, 0, f"internal:'{cover}'!A1", link, text("workbook.back"))


def _stands(rows: int, width: float) -> bool:
    """Whether a table is printed larger, or on fewer pages and still readable, upright."""
    if rows > MOST_ROWS_A_PAGE:
        return _UPRIGHT[0] / width >= _READABLE
    upright, lying = (min(1.0, wide / width, high / (rows + _HEAD_ROWS)) for wide, high in (_UPRIGHT, _LYING))
    return upright > lying
