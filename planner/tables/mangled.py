"""What spreadsheets make of dates and numbers, recognised so that the advice can name the value wanted."""

from __future__ import annotations

import datetime as dt
import re

_EXCEL_ZERO = dt.date(1899, 12, 30)  # day 0 of its serial numbers, counted from March 1900 on
_SERIAL = re.compile(r"([2-9][0-9]{4})(\.[0-9]+)?")
_YEAR_FIRST = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_WITH_TIME = re.compile(r"(\S+)[T ]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?Z?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905 (reads as a calendar does)
_MONTH_NAME = re.compile(rf"(?=.*\b({'|'.join(_MONTHS)})[a-z]*\b)[0-9a-z ,./-]+", re.IGNORECASE)

_GROUPED = re.compile(r"([+-]?[0-9]{1,3})(?:[,' \u00a0][0-9]{3})+(\.[0-9]+)?")
_ONE_GROUP = re.compile(r"[+-]?[0-9]{1,3},[0-9]{3}")
_ONE_COMMA = re.compile(r"[+-]?[0-9]{0,9},[0-9]+")
_CONTINENTAL = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?")
_PERCENT = re.compile(r"([+-]?[0-9]+[.,]?[0-9]*)\s*%")
_NO_NUMBER = re.compile(r"[+-]?(nan|inf|infinity|null|none|na|n/a|-+)", re.IGNORECASE)
_WITH_UNIT = re.compile(r"([+-]?[0-9]+\.?[0-9]*)\s*[^\W\d_][\w/%^²³]*")


def mangled_date(cell: str) -> tuple[str, dict[str, str]]:
    """The check that tells what happened to a date, and the ISO date wanted where it can be known."""
    timed = _WITH_TIME.fullmatch(cell)
    day = timed[1] if timed else cell
    if serial := _SERIAL.fullmatch(day):
        return "date_serial", {"wanted": (_EXCEL_ZERO + dt.timedelta(days=int(serial[1]))).isoformat()}
    if written := _YEAR_FIRST.fullmatch(day) or _COMPACT.fullmatch(day):
        return _readings(_iso(written[1], written[2], written[3]))
    if written := _YEAR_LAST.fullmatch(day):
        return _readings(_iso(written[3], written[2], written[1]), _iso(written[3], written[1], written[2]))
    return ("date_month_name" if _MONTH_NAME.fullmatch(cell) else "date_unreadable"), {}


def _readings(*days: str) -> tuple[str, dict[str, str]]:
    """The check for a date that was written otherwise, by the days of the calendar that it may mean."""
    real = list(dict.fromkeys(day for day in days if day))
    if not real:
        return "date_not_real", {}
    if len(real) == 1:
        return "date_form", {"wanted": real[0]}
    return "date_either", {"wanted": real[0], "other": real[1]}


def mangled_number(cell: str, *, comma: bool) -> tuple[str, dict[str, str]]:
    """The check that tells what happened to a number, and the number wanted where it can be known."""
    plain = re.sub(r"[,' \u00a0]", "", cell)
    point = cell.replace(",", ".")
    if percent := _PERCENT.fullmatch(cell):
        return "number_percent", {"wanted": f"{float(percent[1].replace(',', '.')) / 100:.12g}"}
    for form, check, words in (
        (_ONE_GROUP, "number_either", {"wanted": plain, "other": point}),
        (_ONE_COMMA, "number_form", {"wanted": point}),
        (_GROUPED, "number_form", {"wanted": plain}),
        (_CONTINENTAL, "number_form", {"wanted": cell.replace(".", "").replace(",", ".")}),
        (_NO_NUMBER, "number_none", {}),
        (_MONTH_NAME, "number_date", {}),
        (_YEAR_FIRST, "number_date", {}),
        (_YEAR_LAST, "number_date", {}),
    ):
        if form.fullmatch(cell) and not (comma and form is _ONE_GROUP):
            return check, words
    if unit := _WITH_UNIT.fullmatch(cell):
        return "number_unit", {"wanted": unit[1]}
    return "number_unreadable", {}


def _iso(year: str, month: str, day: str) -> str:
    """The date in ISO form; empty where the calendar has no such day."""
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
