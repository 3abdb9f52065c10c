"""A waterfall of stacked columns, which every spreadsheet can draw and people can change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.exports.workbook.cells import TOP
from planner.exports.workbook.drawing import SMALL, across_axis, axis_shape, dressed, value_axis
from planner.exports.workbook.grid import set_lines, write_cell
from planner.exports.workbook.style import NAVY, SERIES
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.chart import Chart
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.workbook.book import Book

PARTS = ("base", "level", "rise", "fall")
COLOURS = {"level": NAVY, "rise": SERIES[2], "fall": SERIES[1]}
WIDTH, HEIGHT, ROW = 900, 420, 20
_BELOW = 3
_HEADS = ("base", *(f"{kind}{side}" for kind in COLOURS for side in ("", "_below")))


@dataclass(frozen=True, slots=True)
class Bar:
    """A column: from one level to another; `whole` where it stands for a level itself."""

    name: str
    start: float
    end: float
    whole: bool


def pieces(bar: Bar) -> dict[str, float]:
    """A bar as what stacked columns draw: an unseen base, and a piece above zero and one below.

    Columns stack away from zero on either side, so that a bar that crosses zero has no base and two pieces.
    """
    low, high = sorted((bar.start, bar.end))
    kind = "level" if bar.whole else "rise" if bar.end >= bar.start else "fall"
    base = low if low > 0 else high if high < 0 else 0.0
    above, below = max(high, 0.0) - max(low, 0.0), min(low, 0.0) - min(high, 0.0)
    return {"base": base, f"{kind}": above, f"{kind}_below": below}


def draw_bridge(book: Book, sheet: Worksheet) -> None:
    """Draw the bridge of the value below its table, with the pieces that it is drawn from beside it."""
    frame = book.plan["bridge"]
    rows = frame.loc[frame["measure"] == frame["measure"].iloc[0]]
    bars = [
        Bar(row["name"], row["start"], row["end"], row["part"] in {"start", "end"}) for row in rows.to_dict("records")
    ]
    draw(book, sheet, bars, TOP + len(frame) + _BELOW, str(rows["unit"].iloc[0]))


def draw(book: Book, sheet: Worksheet, bars: Sequence[Bar], top: int, unit: str) -> None:
    """Write the pieces of the bars from row `top` on, below where the chart stands, and draw it."""
    first = top + HEIGHT // ROW + 2
    write_pieces(book, sheet, bars, first)
    chart = chart_of(book, sheet.get_name(), bars, first, unit)
    dressed(chart, text("workbook_waterfall.title"), WIDTH, HEIGHT)
    sheet.insert_chart(top, 0, chart, {"object_position": 3})


def write_pieces(book: Book, sheet: Worksheet, bars: Sequence[Bar], first: int) -> None:
    """Write what the columns are drawn from, with headers in row `first`."""
    set_lines(sheet, first, 2)
    for column, head in enumerate(("", *_HEADS)):
        sheet.write_string(first, column, _name_of(head) if head else "", book.looks.header())
    for row, bar in enumerate(bars, first + 1):
        drawn = pieces(bar)
        sheet.write_string(row, 0, bar.name, book.looks.ruled())
        for column, head in enumerate(_HEADS, 1):
            write_cell(sheet, row, column, drawn.get(head, 0.0), book.looks.ruled(num_format="#,##0.0;-#,##0.0;"))


def chart_of(book: Book, here: str, bars: Sequence[Bar], first: int, unit: str) -> Chart:
    """The chart of the pieces that stand on sheet `here` from row `first` on."""
    chart = book.file.add_chart({"type": "column", "subtype": "stacked"})
    last = first + len(bars)
    for column, head in enumerate(_HEADS, 1):
        colour = COLOURS.get(head.removesuffix("_below"))
        chart.add_series(
            {
                "name": _name_of(head),
                "categories": [here, first + 1, 0, last, 0],
                "values": [here, first + 1, column, last, column],
                "fill": {"color": colour} if colour else {"none": True},
                "border": {"none": True},
                "gap": 40,
            }
        )
    chart.set_x_axis(across_axis(""))
    greatest = max((abs(level) for bar in bars for level in (bar.start, bar.end)), default=0.0)
    chart.set_y_axis(value_axis(unit, axis_shape(greatest)))
    unseen = [0, *(number for number, head in enumerate(_HEADS) if head.endswith("_below"))]
    chart.set_legend({"position": "bottom", "font": SMALL, "delete_series": unseen})
    return chart


def _name_of(head: str) -> str:
    return text(f"workbook_waterfall.{head.removesuffix('_below')}")
