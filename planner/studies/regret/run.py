"""A study of regret from the case to its tables: every scenario's own plan, then every choice in every scenario."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from planner import pipeline
from planner.errors import InputError, NoPlanError, Severity, UsageError
from planner.messages import text
from planner.scenarios import Variant
from planner.scenarios.chain import BASE
from planner.studies.carry_out import carry_out
from planner.studies.designs import Task
from planner.studies.hold import NONE
from planner.studies.record import PLANS
from planner.studies.regret import asked as asking
from planner.studies.regret import matrix, outcomes
from planner.studies.regret import worth as knowing
from planner.studies.regret.moves import first_moves, words
from planner.studies.regret.pairs import rules
from planner.studies.store import Store
from planner.studies.study import Study, portable
from planner.tables.raw import raw

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from planner.studies.record import Record
    from planner.studies.regret.asked import Asked
    from planner.studies.regret.matrix import Pick, Row
    from planner.studies.regret.moves import Move
    from planner.studies.regret.outcomes import Outcome
    from planner.studies.regret.worth import Worth
    from planner.tables.inputs import Inputs
    from planner.tables.raw import Raw


Name = TypeVar("Name")


@dataclass(frozen=True, eq=False)
class Regrets:
    """A study of regret that has been carried out.

    Attributes:
        folder: Where its files go.
        asked, digest: What was asked, and the key of everything else that the numbers follow from.
        title, currency: Of the case; money of the values.
        weights: By scenario that has a plan; they sum to 1.
        without: Scenarios without a plan of their own, with the reason; they are left out.
        best: The best known value by scenario, million.
        pairs: Every choice in every scenario.
        choices, picks, worth: What is made of them.
        warnings: Own plans that were stopped, and choices that do better than the own plan of a scenario.
        moves: First moves by choice.
        tasks: The run of every pair by choice and scenario.
    """

    folder: Path
    asked: Asked
    digest: str
    title: str
    currency: str
    weights: Mapping[str, float]
    without: Mapping[str, str]
    best: Mapping[str, float]
    pairs: Sequence[Outcome]
    choices: Sequence[Row]
    picks: Sequence[Pick]
    worth: Worth
    warnings: Sequence[str]
    moves: Mapping[str, Sequence[Move]]
    tasks: Mapping[tuple[str, str], Task]


def regret(
    folder: Path,
    out: Path,
    asked: Asked,
    workers: int = 1,
    scheduler: str = "",
    tell: Callable[[int, int], None] = lambda _done, _all: None,
) -> Regrets:
    """Carry out a study of regret into `out/<case>/regrets/<months>-months`; what is finished there is not run again.

    Args:
        folder: The case.
        out: Folder of the reports.
        asked: What the study is to be.
        workers: Processes on this machine.
        scheduler: Address of a Dask scheduler; empty: this machine.
        tell: Is told how many runs are made, of how many: first of own plans, then of pairs.

    Raises:
        InputError: Anything is wrong with the case or a scenario of it.
        UsageError: Something that is asked for is not known, or a scenario is planned for something else than NPV;
            no scheduler answers.
        NoPlanError: No scenario has a plan.
    """
    files = portable(raw(folder))
    base = _inputs(files, BASE)
    scenarios = asking.chosen(asked, list(base["scenarios"]["scenario"].unique()))
    weights = asking.weights(asked, scenarios)
    inputs = {name: _inputs(files, name) for name in scenarios}
    place = out / base.case.name / "regrets" / f"{asked.months}-months"
    store, study = Store(place / "runs"), Study(files, NONE, None, asked.options, due_months=asked.months)
    everyone = {name: Task(number, name, name) for number, name in enumerate(scenarios)}
    carried = partial(carry_out, workers=workers, scheduler=scheduler, tell=tell)
    own = _records(study, everyone, store, carried)
    without = {name: str(record["reason"]) for name, record in own.items() if record["status"] not in PLANS}
    own = {name: record for name, record in own.items() if name not in without}
    if not own:
        raise NoPlanError(text("regret.no_plans"), [f"{name}: {reason}" for name, reason in without.items()])
    choices = _choices(own, inputs, asked.months)
    tasks = _tasks(choices, {name: inputs[name] for name in own}, asked.months)
    pairs = _records(study, tasks, store, carried)
    tops = outcomes.best(own, pairs)
    found = outcomes.outcomes(pairs, own, tops)
    held = asking.among(weights, list(own))
    rows, picks = matrix.table({name: (whose, words(moves)) for name, (whose, moves) in choices.items()}, found, held)
    return Regrets(
        folder=place,
        asked=asked,
        digest=study.digest,
        title=base.case.title,
        currency=base.case.currency,
        weights=held,
        without=without,
        best=tops,
        pairs=found,
        choices=rows,
        picks=picks,
        worth=knowing.worth(rows, tops, held, knowing.unsure(own, tops, rows, found, held)),
        warnings=[*outcomes.stopped(own), *outcomes.beyond(own, found)],
        moves={name: moves for name, (_, moves) in choices.items()},
        tasks=tasks,
    )


def _inputs(files: Raw, scenario: str) -> Inputs:
    inputs, problems = pipeline.examined(files, variant=Variant(scenario))
    if inputs is None:
        raise InputError(problem for problem in problems if problem.severity is Severity.ERROR)
    if inputs.case.objective[0].objective != "npv" or len(inputs.case.objective) > 1:
        raise UsageError(text("regret.not_npv", scenario=scenario))
    return inputs


def _records(
    study: Study, tasks: Mapping[Name, Task], store: Store, carried: Callable[[Study, list[Task], Store], None]
) -> dict[Name, Record]:
    """The records of some runs, each made unless it is in the store."""
    carried(study, list(tasks.values()), store)
    found = {name: store.get(study.key(task)) for name, task in tasks.items()}
    return {name: record for name, record in found.items() if record is not None}


def _choices(
    own: Mapping[str, Record], inputs: Mapping[str, Inputs], months: int
) -> dict[str, tuple[tuple[str, ...], tuple[Move, ...]]]:
    """Choices by name: the scenarios whose first moves are the same, and these moves."""
    moves = {name: first_moves(record, inputs[name], months) for name, record in own.items()}
    alike: dict[tuple[tuple[object, ...], ...], list[str]] = {}
    for name, own_moves in moves.items():
        alike.setdefault(tuple(move.what for move in own_moves), []).append(name)
    return {
        text("regret.choice", number=number): (tuple(names), moves[names[0]])
        for number, names in enumerate(alike.values(), 1)
    }


def _tasks(
    choices: Mapping[str, tuple[tuple[str, ...], tuple[Move, ...]]], inputs: Mapping[str, Inputs], months: int
) -> dict[tuple[str, str], Task]:
    """The run of every choice in every scenario."""
    pairs = [(choice, moves, name) for choice, (_, moves) in choices.items() for name in inputs]
    return {
        (choice, name): Task(number, f"{choice} {name}", name, rules(moves, inputs[name], months))
        for number, (choice, moves, name) in enumerate(pairs)
    }
