"""The sheet of charts: what each shows, and the figures behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.tables import as_texts
from planner.exports.workbook.book import TOTAL
from planner.exports.workbook.drawing import HEIGHT, WIDTH, Block, draw
from planner.exports.workbook.pivots import LABELS, joined, pivoted, relabelled, write_pivot
from planner.exports.workbook.style import NAVY
from planner.messages import text

if TYPE_CHECKING:
    from planner.exports.workbook.book import Book

_TOP, _GAP = 4, 14
_ROW = 20
"""Height of a row in pixels."""


def write_charts(book: Book) -> None:
    """Add the sheet with the charts of the plan and, under them, the figures that they show."""
    made = (_installs(book), _utilisation(book), _cash(book), _material(book))
    blocks = [block for block in made if block is not None]
    if not blocks:
        return
    sheet = book.sheet("charts")
    sheet.set_column(0, 0, LABELS)
    sheet.set_column(1, 20, 12)
    below = _TOP + -(-len(blocks) // 2) * (HEIGHT + _GAP) // _ROW + 2
    sheet.write_string(below, 0, text("workbook.behind"), book.looks(bold=True, font_size=12, font_color=NAVY))
    row = below + 1
    for number, block in enumerate(blocks):
        write_pivot(book, sheet, block.pivot, block.corner, row)
        across, down = number % 2, number // 2
        place = {
            "x_offset": across * (WIDTH + _GAP),
            "y_offset": down * (HEIGHT + _GAP),
            "object_position": 3,
        }
        sheet.insert_chart(_TOP, 0, draw(book, sheet.get_name(), block, row), place)
        row += len(block.pivot.labels) + 2


def _installs(book: Book) -> Block | None:
    """Production installs by programme, stacked; over them the rows of all programmes, if any."""
    frame = book.plan["yearly_plan"]
    whole = frame[[key == TOTAL for key in as_texts(frame["programme"])]]
    single = frame.drop(whole.index)
    if single.empty:
        return None
    parts = [pivoted(book, single, "yearly_plan", "programme", "production_installs")]
    for column, name in (("cumulative_installs", "series_cumulative"), ("target", "series_target")):
        if whole[column].notna().any():
            line = pivoted(book, whole, "yearly_plan", "programme", column)
            parts.append(relabelled(line, text(f"workbook.{name}")))
    lines = len(parts) - 1
    return Block(
        pivot=joined(*parts),
        corner=text("workbook.programme"),
        title=text("workbook.chart_installs" if lines else "workbook.chart_installs_plain"),
        axes=(text("workbook.axis_year"), text("workbook.axis_vehicles")),
        shape="#,##0",
        kind="stacked",
        lines=lines,
    )


def _utilisation(book: Book) -> Block | None:
    frame = book.plan["yearly_lines"]
    if frame.empty:
        return None
    return Block(
        pivot=pivoted(book, frame, "yearly_lines", "line", "utilisation"),
        corner=text("workbook.line"),
        title=text("workbook.chart_utilisation"),
        axes=("", text("workbook.axis_percent")),
        shape="0%",
        kind="clustered",
    )


def _cash(book: Book) -> Block | None:
    frame = book.plan["yearly_finance"]
    if frame.empty:
        return None
    money = text("workbook.axis_money", currency=book.currency)
    alone = frame.assign(line="")
    flow, total = (
        relabelled(pivoted(book, alone, "yearly_finance", "line", column), text(f"workbook.{name}"))
        for column, name in (("cash_flow", "series_cash"), ("cumulative_cash", "series_cumulative_cash"))
    )
    return Block(
        pivot=joined(flow, total),
        corner=money,
        title=text("workbook.chart_cash"),
        axes=(text("workbook.axis_year"), money),
        shape="#,##0",
        kind="stacked",
        lines=1,
    )


def _material(book: Book) -> Block | None:
    """Only items whose supply has a limit in some year."""
    frame = book.plan["yearly_materials"]
    frame = frame[frame["item"].isin(frame.loc[frame["share_of_most"].notna(), "item"])]
    if frame.empty:
        return None
    return Block(
        pivot=pivoted(book, frame, "yearly_materials", "item", "share_of_most"),
        corner=text("workbook.item"),
        title=text("workbook.chart_material"),
        axes=("", text("workbook.axis_share")),
        shape="0%",
        kind="clustered",
    )
