"""Colours, formats and page set-up: every sheet of the workbook looks the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from planner.messages import catalogue, text

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

FONT, EAST = "Arial", "Microsoft YaHei"
"""Of all letters, and of Chinese ones where they are in another."""
INK, SOFT_INK, RULE, GROUP_RULE = "#1F2933", "#5F6B7A", "#E1E6EC", "#9AA7B5"
NAVY, PALE, WHITE = "#1F3A5F", "#EEF2F7", "#FFFFFF"
GOOD, CAREFUL = "#E3F2EC", "#FDF0D9"
AMBER = "#F2A93B"
SERIES = ("#0072B2", "#E69F00", "#009E73", "#56B4E9", "#CC79A7", "#8C6D31", "#7F8C99", "#D55E00")
"""Told apart by readers who do not see all colours (after Okabe and Ito)."""
YEAR_BLUES = ("#C9DDF0", "#94BFE0", "#5B9BCB", "#2B73AE", "#0B4A84", "#062D54")
_FOOTER = 70
"""Letters of title and scenario in the footer, so that they leave room for the page."""
ACCENT, LINK = "#D55E00", "#0072B2"


class Looks:
    """Cell formats by their properties, each made once."""

    def __init__(self, book: Workbook) -> None:
        """Formats of `book`."""
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __call__(self, **properties: Any) -> Format:  # noqa: ANN401  (XlsxWriter's own properties)
        """The format with these XlsxWriter properties over the common ones."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            common = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "top"}
            self._made[key] = self._book.add_format(common | properties)
        return self._made[key]

    def header(self, **properties: Any) -> Format:  # noqa: ANN401
        """Column headers."""
        return self(
            bold=True,
            font_color=WHITE,
            bg_color=NAVY,
            text_wrap=True,
            valign="vcenter",
            right=1,
            right_color="#4A6285",
            **properties,
        )

    def ruled(self, **properties: Any) -> Format:  # noqa: ANN401
        """Cells of a table, with a fine line below."""
        return self(**({"bottom": 1, "bottom_color": RULE} | properties))


class Dressed(Protocol):
    """A workbook while it is written, whose formats are in the house's dress."""

    @property
    def looks(self) -> Looks:
        """Its formats."""


def label(key: str, default: str) -> str:
    """The catalogue's text of `key`, or the default where it has none."""
    return catalogue().get(key, default)


def worded(name: str) -> str:
    """A key as words: "fixed_cost" becomes "Fixed cost"."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def set_page(sheet: Worksheet, title: str, scenario: str, *, portrait: bool, pages: int) -> None:
    """A4, one page wide and `pages` high (0: as many as it takes), with title, scenario and page number."""
    if portrait:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, pages)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.65)
    sheet.hide_gridlines(2)
    # An ampersand starts a code of the footer; Excel takes 255 characters in all.
    left = f"{title[:_FOOTER]}  |  {scenario[:_FOOTER]}".replace("&", "&&")
    page = text("workbook.footer", page="&P", pages="&N")
    sheet.set_footer(f'&L&"{FONT}"&8 {left}&R&"{FONT}"&8 {page}')
