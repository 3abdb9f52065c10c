"""The workbook of a study of regret: what it says, the matrix, the choices, what each begins with."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, BinaryIO

from planner.exports.regretted.matrix import SHAPE, heads_of, write_matrix
from planner.exports.regretted.picture import insert_chart
from planner.exports.workbook.fields import Field
from planner.exports.workbook.pages import opened
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from planner.exports.regretted.regretted import Regretted
    from planner.exports.workbook.pages import Pages

BOOK = "regret.xlsx"
_DECISIONS = 90.0


def write_book(study: Regretted, place: Path | BinaryIO) -> None:
    """Write the workbook to a path or a file in memory; no text of an input can become a formula or a link."""
    with opened(place, text("regret_book.title", case=study.title)) as pages:
        summary = pages.sheet(text("regret_book.sheet_summary"), text("regret_book.shows_summary"), pages=1)
        matrix = pages.sheet(
            text("regret_book.sheet_matrix"), text("regret_book.shows_matrix", currency=study.currency), pages=1
        )
        block = write_matrix(pages, matrix, study)
        _write_choices(pages, study)
        _write_firsts(pages, study)
        row = pages.sentences(summary, study.said, study.careful)
        insert_chart(pages, summary, matrix, block, row, study.currency)
        summary.activate()


def _write_choices(pages: Pages, study: Regretted) -> None:
    sheet = pages.sheet(
        text("regret_book.sheet_choices"), text("regret_book.shows_choices", months=study.months), pages=1
    )
    comma, rows = text("regret_book.comma"), study.choices
    columns = [
        Field(text("regret_book.choice"), [row.name for row in rows]),
        Field(text("regret_book.whose"), [comma.join(row.whose) for row in rows]),
        Field(text("regret_book.picked_by"), [comma.join(row.picked_by) for row in rows]),
        *(
            Field(
                text(f"regret_book.{name}_unit", currency=study.currency),
                _known(getattr(row, name) for row in rows),
                SHAPE,
                "right",
            )
            for name in ("expected", "worst", "regret")
        ),
        Field(text("regret_book.decisions"), [row.decisions for row in rows], widest=_DECISIONS),
    ]
    pages.table(sheet, columns, frozen=1)


def _write_firsts(pages: Pages, study: Regretted) -> None:
    """A row a decision, a column a choice."""
    sheet = pages.sheet(
        text("regret_book.sheet_firsts"), text("regret_book.shows_firsts", months=study.months), pages=1
    )
    rows = study.firsts
    columns = [
        Field(text("regret_book.decision"), [row.words for row in rows], widest=_DECISIONS),
        *(
            Field(head, [row.taken[number] for row in rows], align="center")
            for number, head in enumerate(heads_of(study))
        ),
        Field(text("regret_book.same"), [_same(row.taken) for row in rows], align="center"),
    ]
    pages.table(sheet, columns, frozen=1)


def _same(taken: Sequence[str]) -> str:
    return text("workbook.yes") if len(set(taken)) == 1 else ""


def _known(values: Iterable[float]) -> list[float | None]:
    return [value if math.isfinite(value) else None for value in values]
