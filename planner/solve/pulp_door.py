"""The door through PuLP: any solver that PuLP knows, and LP and MPS files."""

from __future__ import annotations

import re
import time
import warnings
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import pulp

from planner.errors import UsageError
from planner.messages import text
from planner.solve import highs_door
from planner.solve.answer import Raw, Status, ignore

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from planner.model.assemble import Program
    from planner.solve.answer import Basis, Options, Tell

    Floats = NDArray[np.float64]

STATUS = {
    pulp.LpStatusInfeasible: Status.INFEASIBLE,
    pulp.LpStatusUnbounded: Status.UNBOUNDED,
}
CBC = {"PULP_CBC_CMD", "COIN_CMD"}
CBC_ROUNDS = 5e-4


def solve(program: Program, options: Options, start: Floats | None = None, tell: Tell = ignore) -> Raw:
    """Solve a program with a solver that PuLP knows, from a first incumbent where one is given (scaled).

    HiGHS completes a start of which only a part is known (NaN elsewhere) and tells of its plans; other solvers take a
    whole start where PuLP can hand one over, and tell nothing before they end.

    Raises:
        UsageError: PuLP does not know the solver, or it is not installed here.
    """
    begun = time.perf_counter()
    problem, columns = problem_of(program)
    left = options
    if options.time_limit is not None:
        left = replace(options, time_limit=max(0.0, options.time_limit - (time.perf_counter() - begun)))
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        solver = _solver(left, program, start, log)
        if isinstance(solver, Highs):
            solver.told_of(program, left, columns, start, tell)
        elif start is not None:
            for column, value in zip(columns, start.tolist(), strict=True):
                column.setInitialValue(value, check=False)
        started = time.perf_counter()
        problem.solve(solver)
        seconds = time.perf_counter() - started
        whole = bool(program.integer.any())
        status = _status(problem, whole)
        if not status.has_plan:
            empty = np.empty(0)
            return Raw(status, empty, empty, empty, np.nan, None, seconds, options.solver_name)
        x = np.array([column.value() or 0.0 for column in columns])
        objective = program.value(x)
        rows, unpriced = problem.constraints(), np.full(program.shape[0], np.nan)
        return Raw(
            status=status,
            x=x,
            row_price=unpriced if whole else np.array([row.pi or 0.0 for row in rows]),
            column_price=np.full(len(x), np.nan) if whole else np.array([column.dj or 0.0 for column in columns]),
            objective=objective,
            bound=_bound(problem, program, log) if whole else objective,
            seconds=seconds,
            solver=options.solver_name,
            basis=None if whole or not isinstance(solver, Highs) else _basis(problem, columns),
        )


class Highs(pulp.HiGHS):  # type: ignore[misc]  # PuLP leaves it without types
    """PuLP's HiGHS with what the direct door sets as well: options, a first incumbent, who is told of plans."""

    def told_of(
        self, program: Program, options: Options, columns: list[pulp.LpVariable], start: Floats | None, tell: Tell
    ) -> None:
        """Keep what the solver is to be told when PuLP has built its model."""
        self._told = program, options, columns, start, tell

    def callSolver(self, lp: pulp.LpProblem) -> None:  # noqa: N802 - PuLP's name
        """Solve the model that PuLP has built in HiGHS."""
        program, options, columns, start, tell = self._told
        places = np.array([column.index for column in columns], dtype=np.intp)
        highs_door.steady(lp.solverModel, program, options)
        highs_door.begin(lp.solverModel, program, start, places, tell)
        highs_door.go(lp.solverModel)


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
    # PuLP knows a variable by its terms: one without any gets a cost of zero, else it would be lost with its bounds.
    needed = (program.cost != 0) | (np.bincount(program.indices, minlength=len(columns)) == 0)
    which, costs = np.flatnonzero(needed).tolist(), program.cost.tolist()
    problem += pulp.LpAffineExpression([(columns[k], costs[k]) for k in which])
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


def _solver(options: Options, program: Program, start: Floats | None, log: Path) -> pulp.LpSolver:
    known = pulp.listSolvers()
    if options.solver not in known:
        raise UsageError(text("solve.unknown_solver", solver=options.solver, known=", ".join(known)))
    if options.solver == "HiGHS":
        return Highs(msg=False)
    settings: dict[str, object] = {"msg": False, "gapRel": options.gap}
    if options.time_limit is not None:
        settings["timeLimit"] = options.time_limit
    if options.solver in CBC and program.integer.any():
        settings["logPath"] = str(log)
    with warnings.catch_warnings():
        # PuLP 3 bundles CBC as PULP_CBC_CMD and warns that PuLP 4 will not; the range of versions is pinned below 4.
        warnings.filterwarnings("ignore", "PULP_CBC_CMD", DeprecationWarning)
        solver = pulp.getSolver(options.solver, **settings)
    if not solver.available():
        installed = pulp.listSolvers(onlyAvailable=True)
        raise UsageError(text("solve.missing_solver", solver=options.solver, known=", ".join(installed)))
    if start is not None and "warmStart" in solver.optionsDict and not np.isnan(start).any():
        solver.optionsDict["warmStart"] = True
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


def _bound(problem: pulp.LpProblem, program: Program, log: Path) -> float | None:
    """The bound on a mixed-integer program, from HiGHS itself or from the log of CBC; PuLP has none."""
    if hasattr(problem.solverModel, "getInfo"):
        return highs_door.bound(problem.solverModel, program)
    return cbc_bound(log.read_text(encoding="utf-8", errors="replace")) if log.exists() else None


def cbc_bound(log: str) -> float | None:
    """The bound in a log of CBC; None where it tells none.

    CBC writes a lower bound, with three decimals, only where it did not close the gap; else the objective is the bound.
    """
    told = dict(re.findall(r"^(Objective value|Lower bound):\s+(\S+)$", log, re.MULTILINE))
    if "Lower bound" in told:
        return float(told["Lower bound"]) - CBC_ROUNDS
    if "Objective value" in told and re.search(r"^Result - Optimal solution found\s*$", log, re.MULTILINE):
        return float(told["Objective value"])
    return None


def _basis(problem: pulp.LpProblem, columns: list[pulp.LpVariable]) -> Basis | None:
    """Where HiGHS ended; rows stand in it in their order, variables as PuLP met them."""
    return highs_door.basis(problem.solverModel, np.array([column.index for column in columns], dtype=np.intp))


def _row(terms: pulp.LpAffineExpression, lower: float, upper: float) -> pulp.LpConstraint:
    if lower == upper:
        return terms == lower
    return terms <= upper if np.isinf(lower) else terms >= lower


def _kind(whole: bool) -> str:
    return str(pulp.LpInteger if whole else pulp.LpContinuous)
