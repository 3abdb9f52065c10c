"""The door through PuLP: any solver that PuLP knows, and LP and MPS files."""

from __future__ import annotations

import time
import warnings
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np
import pulp

from planner.errors import UsageError
from planner.messages import text
from planner.solve.answer import Options, Raw, Status

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from planner.model.assemble import Program

STATUS = {
    pulp.LpStatusInfeasible: Status.INFEASIBLE,
    pulp.LpStatusUnbounded: Status.UNBOUNDED,
}


def solve(program: Program, options: Options) -> Raw:
    """Solve a program with a solver that PuLP knows.

    Raises:
        UsageError: PuLP does not know the solver, or it is not installed here.
    """
    problem, columns = problem_of(program)
    solver = _solver(options)
    started = time.perf_counter()
    problem.solve(solver)
    seconds = time.perf_counter() - started
    status = _status(problem, bool(program.integer.any()))
    if not status.has_plan:
        empty = np.empty(0)
        return Raw(status, empty, empty, empty, np.nan, None, seconds, _name(options))
    x = np.array([column.value() or 0.0 for column in columns])
    rows = problem.constraints()
    objective = float(program.cost @ x)
    return Raw(
        status=status,
        x=x,
        row_price=np.array([row.pi or 0.0 for row in rows]),
        column_price=np.array([column.dj or 0.0 for column in columns]),
        objective=objective,
        bound=_bound(problem, status, objective, bool(program.integer.any())),
        seconds=seconds,
        solver=_name(options),
    )


def problem_of(program: Program) -> tuple[pulp.LpProblem, list[pulp.LpVariable]]:
    """The program as an `LpProblem` with numbers for names (business keys stay in the tables, names are never parsed).

    Always a minimisation: the sign of a dual differs between solvers in a maximisation.
    """
    problem = pulp.LpProblem("plan", pulp.LpMinimize)
    columns = [
        problem.add_variable(f"x{number}", lower, None if np.isinf(upper) else upper, _kind(whole))
        for number, (lower, upper, whole) in enumerate(
            zip(program.lower.tolist(), program.upper.tolist(), program.integer.tolist(), strict=True)
        )
    ]
    costs = program.cost.tolist()
    problem += pulp.LpAffineExpression([(c, v) for c, v in zip(columns, costs, strict=True) if v])
    indptr, indices, data = program.indptr.tolist(), program.indices.tolist(), program.data.tolist()
    for row, (lower, upper) in enumerate(zip(program.row_lower.tolist(), program.row_upper.tolist(), strict=True)):
        span = range(indptr[row], indptr[row + 1])
        terms = pulp.LpAffineExpression([(columns[indices[k]], data[k]) for k in span])
        problem += _row(terms, lower, upper), f"r{row}"
    return problem, columns


def write(program: Program, path: Path) -> None:
    """Write the program as an LP or MPS file (by the suffix), names mapped in `<file>.names.csv` beside it."""
    problem, _ = problem_of(program)
    if path.suffix.lower() == ".mps":
        problem.writeMPS(str(path))
    else:
        problem.writeLP(str(path))
    lines = ["name,family,keys"]
    for family in program.columns:
        lines += _names("x", family.start, family.name, family.keys)
    for start, rows in zip(program.row_start, program.rows, strict=True):
        lines += _names("r", int(start), rows.name, rows.keys)
    path.with_name(path.name + ".names.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _names(letter: str, start: int, family: str, keys: pd.DataFrame) -> list[str]:
    words = [
        " ".join(f"{c}={v}" for c, v in zip(keys.columns, row, strict=True)) for row in keys.itertuples(index=False)
    ]
    return [f'{letter}{start + k},{family},"{word}"' for k, word in enumerate(words)]


def _solver(options: Options) -> pulp.LpSolver:
    known = pulp.listSolvers()
    if options.solver not in known:
        raise UsageError(text("solve.unknown_solver", solver=options.solver, known=", ".join(known)))
    settings: dict[str, object] = {"msg": False, "gapRel": options.gap}
    if options.time_limit is not None:
        settings["timeLimit"] = options.time_limit
    if options.solver == "HiGHS":
        settings |= {"threads": 1, "random_seed": 0}
    with warnings.catch_warnings():
        # PuLP 3 bundles CBC as PULP_CBC_CMD and warns that PuLP 4 will not; the range of versions is pinned below 4.
        warnings.filterwarnings("ignore", "PULP_CBC_CMD", DeprecationWarning)
        solver = pulp.getSolver(options.solver, **settings)
    if not solver.available():
        installed = pulp.listSolvers(onlyAvailable=True)
        raise UsageError(text("solve.missing_solver", solver=options.solver, known=", ".join(installed)))
    return solver


def _status(problem: pulp.LpProblem, whole: bool) -> Status:
    """From both of PuLP's numbers: after a time limit `status` alone says optimal.

    A linear program stopped at a limit has some point and no plan: PuLP calls it a solution, feasible or not.
    """
    if problem.sol_status == pulp.LpSolutionOptimal and problem.status == pulp.LpStatusOptimal:
        return Status.OPTIMAL
    if whole and problem.sol_status == pulp.LpSolutionIntegerFeasible:
        return Status.FEASIBLE
    return STATUS.get(problem.status, Status.STOPPED)


def _bound(problem: pulp.LpProblem, status: Status, objective: float, whole: bool) -> float | None:
    if status is Status.OPTIMAL and not whole:
        return objective
    facts = getattr(getattr(problem, "solverModel", None), "getInfo", None)
    return float(facts().mip_dual_bound) if facts is not None else None


def _row(terms: pulp.LpAffineExpression, lower: float, upper: float) -> pulp.LpConstraint:
    if lower == upper:
        return terms == lower
    return terms <= upper if np.isinf(lower) else terms >= lower


def _kind(whole: bool) -> str:
    return str(pulp.LpInteger if whole else pulp.LpContinuous)


def _name(options: Options) -> str:
    if options.solver == "HiGHS":
        return f"HiGHS {version('highspy')} (PuLP {version('pulp')})"
    return f"{options.solver} (PuLP {version('pulp')})"
