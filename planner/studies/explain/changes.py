"""The smallest single changes of the tables that would each give a plan by itself, proved by making them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from planner.capacity.gates import needed
from planner.capacity.held import held
from planner.capacity.options import ready_from
from planner.messages import text
from planner.scenarios.words import paired
from planner.solve.conflict import within
from planner.solve.elastic import loosened
from planner.studies.explain.levers import condition, levers, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from planner.studies.explain.levers import Lever
    from planner.studies.explain.proofs import Proofs
    from planner.studies.explain.question import Question

COLUMNS = ["change", "old", "new", "file", "row", "rule"]
MORE = (1.0, 1.0 + 1e-6, 1.01)
"""Parts of the least amount that are tried: a table may take it only with what a solver's tolerance leaves out."""
MONTHS = (1, 2, 4, 8, 16)
"""Months by which a date is moved, until one gives a plan; then the least between it and the last that did not."""
HALVINGS = 10
MOVED = {"on_stream": (1, -1), "sop": (1, -1), "gate": (1, -1), "maintain": (1, -1), "shift": (1,), "machines": (1,)}
"""Decisions whose date may be moved: 1 for later; -1 for sooner, where nothing else must be ordered or hired for it."""


@dataclass(frozen=True)
class Change:
    """A change that gives a plan by itself.

    Attributes:
        words: What is changed.
        old, new: The cell before and after.
        file, row: Where it stands.
        rule: The change as an override of the command line.
    """

    words: str
    old: str
    new: str
    file: str
    row: float
    rule: str


def single_changes(question: Question, proofs: Proofs, limits: Iterable[tuple[str, int]]) -> list[Change]:
    """The changes that give a plan, each alone: of limits that conflict, of their dates, of decisions that hold.

    Args:
        question: A case without a plan.
        proofs: The same case as its folder tells it.
        limits: Rows that conflict: family and number. No change of another limit can help by itself.
    """
    named = list(limits)
    found: list[Change] = []
    for lever in levels_of(question, named):
        found += _of_lever(question, proofs, lever)
    for date in _dates(question, named):
        found += _of_date(proofs, date)
    return found


def levels_of(question: Question, limits: Iterable[tuple[str, int]]) -> Iterator[Lever]:
    """The cells that say how much the limits are."""
    return levers(question.inputs, question.capacity, question.program, question.words, limits)


def table_of(changes: Iterable[Change]) -> pd.DataFrame:
    """Changes as a result table."""
    rows = [(c.words, c.old, c.new, c.file, c.row, c.rule) for c in changes]
    return pd.DataFrame(rows, columns=COLUMNS)


def _of_lever(question: Question, proofs: Proofs, lever: Lever) -> list[Change]:
    """The least by which a cell has to change, where that gives a plan."""
    words = question.words.limit(lever.family, lever.number)
    place = (lever.stand.file, lever.stand.row)
    if not lever.column:
        rule = lever.rule(0.0)
        return [Change(words, words, text("single.dropped"), *place, rule)] if proofs.possible(rule) else []
    if lever.family == "stock_days":
        new = _between(0.0, lever.old, lambda cell: proofs.possible(lever.rule(cell)))
        tried = [] if new is None else [new]
    else:
        answer = within(loosened(question.program, lever.rows, lever.per))
        amount = float(answer.values("bend")["value"].iloc[0]) if answer.status.has_plan else None
        tried = [] if amount is None else [lever.new(amount * more) for more in MORE]
    for new in dict.fromkeys(tried):
        rule = lever.rule(new)
        if proofs.possible(rule):
            return [Change(words, written(lever.old), written(new), *place, rule)]
    return []


def _between(good: float, bad: float, possible: Callable[[float], bool]) -> float | None:
    """The number next to `bad` that is possible, by halving; None where `good` is not."""
    if not possible(good):
        return None
    for _ in range(HALVINGS):
        middle = (good + bad) / 2
        good, bad = (middle, bad) if possible(middle) else (good, middle)
    return good


@dataclass(frozen=True)
class Date:
    """A date that may be moved, or a decision that may be dropped.

    Attributes:
        words: What it is the date of.
        day: The date.
        file, row: Where it stands.
        rule: The rule that moves it by so many months.
        ways: 1 for later, -1 for sooner.
        floor: Day after which it must stay: nothing is decided for the past, nor sooner than its lead time.
        drop: The rule that drops the decision; empty: it stays.
    """

    words: str
    day: pd.Timestamp
    file: str
    row: float
    rule: str
    floor: pd.Timestamp
    ways: tuple[int, ...] = (1, -1)
    drop: str = ""

    def moved(self, months: int) -> pd.Timestamp:
        """The date so many months later."""
        day: pd.Timestamp = self.day + pd.DateOffset(months=months)
        return day

    def possible(self, proofs: Proofs, months: int) -> bool:
        """Whether there is a plan when it is moved by so many months."""
        return self.moved(months) > self.floor and proofs.possible(self.rule.format(months=months))


def _of_date(proofs: Proofs, date: Date) -> list[Change]:
    found = []
    for way in date.ways:
        months = way * _least_months(lambda count, way=way: date.possible(proofs, way * count))  # type: ignore[misc]
        if months:
            told = (date.words, f"{date.day:%Y-%m-%d}", f"{date.moved(months):%Y-%m-%d}")
            found.append(Change(*told, date.file, date.row, date.rule.format(months=months)))
    if date.drop and proofs.possible(date.drop):
        found.append(Change(date.words, f"{date.day:%Y-%m-%d}", text("single.dropped"), date.file, date.row, date.drop))
    return found


def _least_months(possible: Callable[[int], bool]) -> int:
    """The least months that give a plan; 0 where none of those that are tried does."""
    bad = 0
    for months in MONTHS:
        if possible(months):
            good = months
            while good - bad > 1:
                middle = (good + bad) // 2
                good, bad = (middle, bad) if possible(middle) else (good, middle)
            return good
        bad = months
    return 0


def _dates(question: Question, limits: list[tuple[str, int]]) -> Iterator[Date]:
    """Dates that have to do with the limits that conflict, and the decisions that hold."""
    yield from _table_dates(question, limits)
    yield from _starts(question, limits)
    inputs = question.inputs
    rows = held(inputs["decisions"], inputs.case)
    for row, decision in rows.loc[rows["status"] != "done"].iterrows():
        keys = ("action", "object", "copy", "stage", "date")
        named = {key: decision[key] for key in keys if key != "stage" or decision[key]}
        where = paired((key, f"{value:%Y-%m-%d}" if key == "date" else str(value)) for key, value in named.items())
        yield Date(
            decision_words({str(k): v for k, v in decision.items()}, question.words.names),
            decision["date"],
            "decisions.csv",
            float(str(row)),
            f"decisions.date where {where} months {{months}}",
            _floor(question, decision),
            MOVED.get(decision["action"], ()),
            f"decisions where {where} drop",
        )


def _today(question: Question) -> pd.Timestamp:
    """The day after which everything lies that can still be decided and planned."""
    case = question.inputs.case
    return pd.Timestamp(max(case.plan_date, case.start))


def _floor(question: Question, decision: pd.Series) -> pd.Timestamp:
    """The day after which a decision must stay: today, the horizon's start, of a copy its approval and lead time."""
    case, lines, today = question.inputs.case, question.inputs["lines"].set_index("line"), _today(question)
    if decision["action"] != "on_stream":
        return today
    soonest = ready_from(lines.loc[decision["object"]].to_dict(), case)
    return max(today, soonest - pd.Timedelta(days=1))


def _table_dates(question: Question, limits: list[tuple[str, int]]) -> Iterator[Date]:
    """Dates of targets and windows of maintenance among the limits."""
    seen = set()
    for family, number in limits:
        for column, way in {"target": [("date", 1)], "maintenance_done": [("to", 1), ("from", -1)]}.get(family, []):
            place = question.stand(family, number)
            if len(place.rows) and (place.row, column) not in seen:
                seen.add((place.row, column))
                rule = f"{place.table}.{column} where {condition(place)} months {{months}}"
                words = text(f"single.{place.table}_{column}", limit=question.words.limit(family, number))
                day = place.rows[column].iloc[0]
                yield Date(words, day, place.file, place.row, rule, _today(question), (way,))


def _starts(question: Question, limits: list[tuple[str, int]]) -> Iterator[Date]:
    """Starts of production that follow from the table of programmes, of the programmes that have to do with it."""
    inputs = question.inputs
    keys = [question.words.raw(*limit) for limit in limits if limit[0] != "wish"]
    gates = {key["gate"] for key in keys if "gate" in key}
    pairs = needed(inputs["programme_gates"], inputs["gate_order"])
    own = {key["programme"] for key in keys if "programme" in key} | set(
        pairs.loc[pairs["gate"].isin(gates), "programme"]
    )
    firm = held(inputs["decisions"], inputs.case)
    own -= set(firm.loc[firm["action"].isin(["sop", "never"]), "object"])
    rows = inputs["programmes"]
    for row, programme in rows.loc[rows["programme"].isin(own)].iterrows():
        name = question.words.names["programme"][programme["programme"]]
        for column, ways in (("sop_earliest", (1, -1)), ("sop_latest", (1,))):
            if pd.notna(programme[column]):
                where = paired([("programme", programme["programme"])])
                rule = f"programmes.{column} where {where} months {{months}}"
                words = text(f"single.{column}", programme=name)
                day = programme[column]
                yield Date(words, day, "programmes.csv", float(str(row)), rule, _today(question), ways)


def decision_words(decision: Mapping[str, object], names: Mapping[str, Mapping[str, str]]) -> str:
    """A row of `decisions` in words, without its date."""
    action, name = str(decision["action"]), str(decision["object"])
    kind = {"sop": "programme", "never": "programme", "gate": "gate"}.get(action, "line")
    return text(f"single_decision.{action}", name=names[kind].get(name, name), copy=decision["copy"])
