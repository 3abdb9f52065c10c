"""Bytes of a CSV file as editors and spreadsheets write it -> rows of cells with their line numbers."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.errors import Problem, Severity
from planner.tables.tell import problem

if TYPE_CHECKING:
    from collections.abc import Collection

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as text: header, rows of as many stripped cells, and the lines on which they start.

    `line` is that of the header; `whole` is False where rows had to be left out, `decimal_comma` True where
    semicolons part the cells. `end` is the last line of rows that a scenario has dropped.
    """

    header: tuple[str, ...]
    rows: list[list[str]]
    lines: list[int]
    line: int
    decimal_comma: bool = False
    whole: bool = True
    end: int = 0


def decoded(raw: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """The text of a file, with a warning where it is not plain UTF-8; None where it is no text at all."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            try:
                content = raw.decode(encoding)
            except UnicodeDecodeError:
                return None, [problem("not_text", file)]
            return content, [_warning("byte_order_mark" if encoding == "utf-8-sig" else "utf_16", file)]
    for encoding, warnings in (("utf-8", []), ("gb18030", [_warning("gb18030", file)])):
        try:
            content = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        # A workbook or an archive that was only renamed decodes by chance, but no table holds a NUL.
        return (content, warnings) if "\0" not in content else (None, [problem("not_text", file)])
    return None, [problem("not_text", file)]


def sheet(raw: bytes, file: str, known: Collection[str]) -> tuple[Sheet | None, list[Problem]]:
    """Rows of a file whose header should hold the names in `known`; None where there is nothing to read."""
    content, problems = decoded(raw, file)
    if content is None:
        return None, problems
    if not content.strip():
        return None, [*problems, problem("empty_file", file)]
    delimiter = _delimiter(content, known)
    if delimiter != ",":
        problems.append(_warning("semicolons" if delimiter == ";" else "tabs", file))
    records, lines, broken = _records(content, delimiter)
    if broken:
        problems.append(problem("bad_quotes", file, broken))
    if not records:
        return None, problems
    header = _trimmed(records[0])
    rows, kept, more = _even(records[1:], lines[1:], len(header), file)
    whole = not broken and not more
    return Sheet(tuple(header), rows, kept, lines[0], delimiter == ";", whole), problems + more


def _warning(check: str, file: str) -> Problem:
    return problem(check, file, severity=Severity.WARNING)


def _delimiter(content: str, known: Collection[str]) -> str:
    """What parts the cells: whatever finds most of the known names in the first line that has any text."""
    first = content.lstrip().splitlines()[0]

    def found(delimiter: str) -> int:
        return len({cell.strip().strip('"') for cell in first.split(delimiter)} & set(known))

    return max(",;\t", key=found)  # the first of equals: a comma


def _records(content: str, delimiter: str) -> tuple[list[list[str]], list[int], int | None]:
    """Records that are not blank, the line each starts on, and the line of a quote that never ends."""
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    records: list[list[str]] = []
    lines: list[int] = []
    line = 1
    try:
        for record in reader:
            cells = [cell.strip() for cell in record]
            if any(cells):
                records.append(cells)
                lines.append(line)
            line = reader.line_num + 1
    except csv.Error:
        return records, lines, line
    return records, lines, None


def _even(
    records: list[list[str]], lines: list[int], width: int, file: str
) -> tuple[list[list[str]], list[int], list[Problem]]:
    """Rows of exactly `width` cells; a row with text beyond the header is told and left out."""
    rows, kept, problems = [], [], []
    for cells, line in zip(records, lines, strict=True):
        beyond = [cell for cell in cells[width:] if cell]
        if beyond:
            words = {"cells": len(_trimmed(cells)), "columns": width}
            problems.append(problem("too_many_cells", file, line, value=beyond[0], words=words))
            continue
        rows.append(cells[:width] + [""] * (width - len(cells)))
        kept.append(line)
    return rows, kept, problems


def _trimmed(cells: list[str]) -> list[str]:
    """The cells up to the last one with text."""
    last = max((place for place, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]
