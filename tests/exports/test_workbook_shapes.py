"""Number formats, measures of texts and key figures: what a reader sees of a cell."""

from __future__ import annotations

import pytest

from planner.exports.workbook.figures import COVER, figures_of
from planner.exports.workbook.listing import FREE, tidy
from planner.exports.workbook.measure import lines_in, width_of
from planner.exports.workbook.pivots import column_of
from planner.exports.workbook.shapes import decimals_of, quiet_zero, shape_of


@pytest.mark.parametrize(
    ("values", "decimals"),
    [([], 3), ([None], 3), ([0.5, 2.0], 3), ([1130.0, 90.0], 0), ([1000.5], 1), ([-9650.347, 0.1], 1), ([999.5], 3)],
)
def test_a_column_shows_the_decimals_that_it_needs(values: list[float | None], decimals: int) -> None:
    assert decimals_of(values, 3) == decimals


def test_nought_is_a_dash_but_where_it_is_an_answer() -> None:
    assert shape_of(column_of("yearly_finance", "freight"), [0.5]) == '#,##0.000;-#,##0.000;"–"'
    assert shape_of(column_of("gates", "slack_months"), [0.0, 7.0]) == "#,##0"
    assert shape_of(column_of("yearly_lines", "year"), [2026.0]) == "0"
    assert quiet_zero("0.0%", "●") == '"● "0.0%;"● "-0.0%;"● ""–"'


@pytest.mark.parametrize(
    ("value", "shape"),
    [(60.0, "#,##0"), (14.1, "#,##0.0"), (14.095, "#,##0.000"), (1017.949, "#,##0.0"), (0.203, "#,##0.000")],
)
def test_a_number_of_any_size_shows_no_redundant_nought(value: float, shape: str) -> None:
    assert tidy(value, FREE) == shape


def test_lines_break_between_words() -> None:
    words = "one two three"
    assert lines_in(words, width_of(words) + 0.1) == 1
    assert lines_in(words, width_of("one two") + 0.1) == 2
    assert lines_in(words, width_of("three") + 0.1) == 3
    assert lines_in("", 10) == 1
    # A word of twice the width, and a little more, takes three lines.
    assert lines_in("w" * 40, width_of("w" * 19)) == 3


def test_figures_of_the_cover_come_first_and_small_ones_keep_their_decimals() -> None:
    told = figures_of({"other": 1, "total_gwh": 13.1249, "npv_million": 0.515033}, "USD")
    assert [(figure.words, figure.value, figure.unit) for figure in told] == [
        ("Net present value", 0.515, "USD million"),
        ("Energy of the packs installed", 13.12, "GWh"),
        ("Other", 1, ""),
    ]
    assert [figure.shape for figure in told] == ["#,##0.000", "#,##0.00", "#,##0"]
    assert len(COVER) == 12
