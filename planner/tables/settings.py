"""case.toml -> Case; what is wrong with it is told by key and line like any cell of a table."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from planner.errors import UsageError
from planner.messages import catalogue, text
from planner.tables.aims import aims
from planner.tables.cells import FIRST_YEAR, LAST_YEAR
from planner.tables.decode import decoded
from planner.tables.inputs import Case, Decide, Level, Owner, StepName, Steps
from planner.tables.tell import hint, problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pydantic_core import ErrorDetails

    from planner.errors import Problem

FILE = "case.toml"
WORKBOOK = ".xlsx"
SHEETS = (WORKBOOK, ".xlsm", ".xlsb", ".xls", ".ods")
"""Suffixes of what somebody means as a workbook, though only the first is read."""
Day = Annotated[dt.date, Field(ge=dt.date(FIRST_YEAR, 1, 1), le=dt.date(LAST_YEAR, 12, 31))]
Words = Annotated[str, Field(min_length=1)]


def _known_aims(told: str) -> str:
    """Objectives in their order, if they are such.

    Raises:
        ValueError: They are not.
    """
    try:
        aims(told)
    except UsageError as error:
        raise ValueError(str(error)) from error
    return told


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Steps(_Strict):
    until: Day
    step: StepName


class _Owner(_Strict):
    owner: Words
    date: Day | None = None


class _Settings(_Strict):
    """The keys of case.toml, as TOML types."""

    title: Words
    currency: Words
    plan_date: Day
    start: Day
    end: Day
    evaluate_until: Day | None = None
    decide_from: Day | None = None
    first_plan_date: Day | None = None
    stability_million: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    steps: tuple[_Steps, ...] = Field(default=(), strict=False)  # TOML has lists only
    discount_rate: Annotated[float, Field(ge=0, lt=1)]
    tax_rate: Annotated[float, Field(ge=0, lt=1)] = 0.0
    price_year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
    demand_level: Level = "base"
    supply_level: Level = "base"
    pilot_until: Day | None = None
    decide: tuple[Decide, ...] = Field(default=(), strict=False)
    objective: Annotated[str, AfterValidator(_known_aims)] = "npv"
    owners: dict[str, _Owner] = Field(default_factory=dict)


def keys() -> dict[str, bool]:
    """The keys of case.toml in order, and whether each is required."""
    return {name: field.is_required() for name, field in _Settings.model_fields.items()}


def parsed(path: Path) -> tuple[dict[str, Any] | None, str, list[Problem]]:
    """The keys of case.toml as TOML types (None where it cannot be read), and its text."""
    if not path.is_file():
        return None, "", [problem("missing_file", FILE)]
    return parsed_text(path.read_bytes())


def parsed_text(raw: bytes) -> tuple[dict[str, Any] | None, str, list[Problem]]:
    """As `parsed`, of the file's bytes."""
    content, problems = decoded(raw, FILE)
    if content is None:
        return None, "", problems
    try:
        return tomllib.loads(content), content, problems
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        row = int(at[1]) if at else None
        return None, content, [*problems, problem("bad_toml", FILE, row, words={"why": str(error)})]


def understood(folder: Path, read: Mapping[str, Any] | None, content: str) -> tuple[Case | None, list[Problem]]:
    """What the keys of case.toml say; None where they cannot be known in full."""
    if read is None:
        return None, []
    try:
        return _case(folder, _Settings.model_validate(read)), []
    except ValidationError as error:
        return None, list(_told(error.errors(), content))


def case_name(place: Path) -> str:
    """Name of a case: that of its folder, or of its workbook without the ending."""
    name = place.resolve().name
    return name[: -len(WORKBOOK)] if name.lower().endswith(WORKBOOK) else name


def _case(folder: Path, read: _Settings) -> Case:
    return Case(
        name=case_name(folder),
        title=read.title,
        currency=read.currency,
        plan_date=read.plan_date,
        start=read.start,
        end=read.end,
        steps=tuple(Steps(step.until, step.step) for step in read.steps),
        discount_rate=read.discount_rate,
        price_year=read.price_year,
        demand_level=read.demand_level,
        supply_level=read.supply_level,
        pilot_until=read.pilot_until or read.start - dt.timedelta(days=1),
        owners={table: Owner(kept.owner, kept.date) for table, kept in read.owners.items()},
        decide=tuple(dict.fromkeys(read.decide)),
        evaluate_until=read.evaluate_until,
        decide_from=read.decide_from,
        first_plan_date=read.first_plan_date,
        stability_million=read.stability_million,
        tax_rate=read.tax_rate,
        objective=aims(read.objective),
    )


def _told(errors: list[ErrorDetails], content: str) -> Iterator[Problem]:
    for error in errors:
        place = [part for part in error["loc"] if part != "[key]"]
        key = ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
        row = _line(content, place)
        if error["type"] == "missing":
            yield problem("missing_key", FILE, row, key, words={"allowed": _allowed(place)})
        elif error["type"] == "extra_forbidden":
            yield problem("unknown_key", FILE, row, key, words={"hint": hint(str(place[-1]), _siblings(place))})
        else:
            yield problem("bad_setting", FILE, row, key, _shown(error["input"]), words={"allowed": _allowed(place)})


def _siblings(place: list[Any]) -> list[str]:
    """The keys that may stand where an unknown one stands."""
    models: dict[str, type[BaseModel]] = {"steps": _Steps, "owners": _Owner}
    model: type[BaseModel] = models.get(place[0], _Settings) if len(place) > 1 else _Settings
    return list(model.model_fields)


def _allowed(place: list[Any]) -> str:
    """What is allowed at a key, in words; of a list's entry what its own key allows."""
    own = [part for part in place if isinstance(part, str)]
    keys = (f"case_allowed.{own[0]}.{own[-1]}", f"case_allowed.{own[0]}")
    return text(next(key for key in keys if key in catalogue()))


def _shown(value: object) -> str:
    """A value as TOML writes it, near enough to be found."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else str(value)


def _line(content: str, place: list[Any]) -> int | None:
    """The line on which a key stands; that of the n-th of its name in a list's n-th entry."""
    own = [part for part in place if isinstance(part, str)]
    number = next((part for part in place if isinstance(part, int)), 0)
    for key in reversed(own):
        found = list(re.finditer(rf"(?m)(?:^|[\[{{,.\s])\"?{re.escape(key)}\"?\s*[=\]]", content))
        if len(found) > number:
            return content.count("\n", 0, found[number].start(0) + 1) + 1
    return None
