"""The direct door to HiGHS: the program as arrays, for everything that solves again and again."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import highspy
import numpy as np

from planner.solve.answer import Basis, News, Raw, Status, ignore
from planner.solve.scaled import geometric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.model.assemble import Program
    from planner.solve.answer import Options, Tell

    Floats = NDArray[np.float64]

STATUS = {
    highspy.HighsModelStatus.kOptimal: Status.OPTIMAL,
    highspy.HighsModelStatus.kInfeasible: Status.INFEASIBLE,
    highspy.HighsModelStatus.kUnboundedOrInfeasible: Status.INFEASIBLE,
    highspy.HighsModelStatus.kUnbounded: Status.UNBOUNDED,
    highspy.HighsModelStatus.kModelEmpty: Status.OPTIMAL,
}
# Grown cases of 2,000 to 52,000 rows take the dual simplex 0.02 to 2.2 s and 0.6 iterations a row, the interior point
# with crossover two to three times as long at every size. A badly degenerate trial took the simplex eight times as long
# as the interior point. So the simplex begins, and the interior point takes over where it needs many times the usual.
PATIENCE = 2.0
LEAST_PATIENCE = 10_000
# Forty programmes by the week (128,000 rows, 680,000 non-zeros) take HiGHS's own choices 84,000 iterations, 23 to 29 s.
# Devex weights and no scaling on top of the program's own: 67,000, 12 to 16 s. In geometrically scaled units: 61,000,
# 10 to 14 s. At 66,000 rows 5.6, 3.4 and 2.1 s; at 35,000 rows the last buys nothing.
CHOSEN = {"simplex_scale_strategy": 0, "simplex_dual_edge_weight_strategy": 1}
LARGE = 50_000
"""Rows from which a linear program is first solved in geometrically scaled units."""
# Pilots may be built on many days at the same cost: costs that are moved apart ten times as far as HiGHS moves them
# take the simplex 10.1 to 10.4 s in place of 12.1 to 13.2 (at 66,000 rows the same). The second solve mends the rest.
LEADING = {"dual_simplex_cost_perturbation_multiplier": 10.0}
# The program's first incumbents are good, and what is left is the bound: the base case to 0.1 % and 0.01 % takes 24 and
# 35 s with little effort on heuristics, 37 and 57 s with HiGHS's own 0.05; by the month to 0.1 % 285 and 316 s.
EFFORT = 0.01
Highs = highspy.Highs
STATUSES = {int(each): each for each in highspy.HighsBasisStatus.__members__.values()}
Kind = highspy.cb.HighsCallbackType
ROUND = 0.25
"""Seconds between two bounds told."""


class HighsError(Exception):
    """HiGHS refused a call: a fault of the planner."""


def solve(program: Program, options: Options, start: Floats | None = None, tell: Tell = ignore) -> Raw:
    """Solve a program with HiGHS, from a first incumbent where one is given (scaled, NaN where unknown)."""
    highs = loaded(program, options)
    begin(highs, program, start, np.arange(program.shape[1]), tell)
    raw = run(highs, program, options.solver_name)
    return replace(raw, basis=None if program.integer.any() or not raw.status.has_plan else basis(highs))


def loaded(program: Program, options: Options) -> highspy.Highs:
    """HiGHS with the program in it and the options set.

    Raises:
        HighsError: HiGHS did not take the program or an option.
    """
    highs = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy leaves its constructor without types
    steady(highs, program, options)
    if highs.passModel(_model(program)) == highspy.HighsStatus.kError:
        raise HighsError("passModel")
    return highs


def steady(highs: highspy.Highs, program: Program, options: Options) -> None:
    """Set the options: one thread and a fixed seed, so that runs repeat.

    Raises:
        HighsError: HiGHS does not know an option or its value.
    """
    height, width = program.shape
    values: dict[str, bool | int | float | str] = {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": options.gap,
    }
    if options.time_limit is not None:
        values["time_limit"] = max(float(options.time_limit), 0.0)
    if not program.integer.any():
        values |= {"simplex_iteration_limit": max(int(PATIENCE * (height + width)), LEAST_PATIENCE), **CHOSEN}
    else:
        values["mip_heuristic_effort"] = EFFORT
        if options.root != "choose":
            values["mip_lp_solver"] = options.root
    for name, value in values.items():
        _require(highs.setOptionValue(name, value), name)


def begin(
    highs: highspy.Highs, program: Program, start: Floats | None, places: NDArray[np.intp], tell: Tell = ignore
) -> None:
    """Hand over the constant of the objective and a first incumbent, and listen for plans and bounds.

    Args:
        highs: HiGHS with the program in it.
        program: The program.
        start: A first incumbent, scaled, NaN where unknown; HiGHS completes it. Linear programs need none.
        places: Number of each of the program's variables in HiGHS.
        tell: Whom to tell of plans and bounds.
    """
    # The gap is a share of the whole objective, as the reader sees it.
    offset = program.constant / program.money_scale
    _require(highs.changeObjectiveOffset(offset), "changeObjectiveOffset")
    if not program.integer.any():
        return
    if start is not None:
        known = np.flatnonzero(~np.isnan(start))
        _require(highs.setSolution(len(known), places[known].astype(np.int32), start[known]), "setSolution")
    if tell is not ignore:
        _listen(highs, offset, places, tell, _probe(program, start, places))


def _probe(program: Program, start: Floats | None, places: NDArray[np.intp]) -> int | None:
    """Number in HiGHS of a variable that is fixed only while the first incumbent is completed; None: there is none."""
    if start is None or not np.isnan(start).any():
        return None
    open_ones = np.flatnonzero(program.integer & ~np.isnan(start) & (program.lower < program.upper))
    return int(places[open_ones[0]]) if len(open_ones) else None


def _listen(
    highs: highspy.Highs, offset: float, places: NDArray[np.intp], tell: Tell, probe: int | None = None
) -> None:
    improved, looked = Kind.kCallbackMipImprovingSolution, Kind.kCallbackMipInterrupt
    told = time.monotonic()

    def hear(kind: Kind, _message: str, out: highspy.cb.HighsCallbackOutput, _in: object, _data: object) -> None:
        nonlocal told
        if int(kind) == int(improved):  # HiGHS gives the number
            tell(News(np.array(out.mip_solution)[places], bound_in(out)))
        elif time.monotonic() - told > ROUND:
            told = time.monotonic()
            tell(News(None, bound_in(out)))

    def bound_in(out: highspy.cb.HighsCallbackOutput) -> float | None:
        """None while HiGHS completes the first incumbent: that program is narrower, and so is its bound."""
        if probe is not None:
            _, _, lower, upper, _ = highs.getCol(probe)
            if lower == upper:
                return None
        return _finite(out.mip_dual_bound - offset)

    _require(highs.setCallback(hear, None), "setCallback")
    for kind in (improved, looked):
        _require(highs.startCallback(kind), "startCallback")


def go(highs: highspy.Highs) -> None:
    """Solve what HiGHS holds: by the simplex, where that stalls by the interior point with crossover to a vertex."""
    if highs.getNumRow() >= LARGE and not highs.getBasis().valid:
        _lead(highs)
    _go(highs)


def _lead(highs: highspy.Highs) -> None:
    """Give a large linear program a basis to start from: that of its optimum in geometrically scaled units.

    The answer comes from the program as it is, so that its tolerances hold in its own units; what the simplex still
    has to do there is little or nothing.
    """
    model = highs.getLp()
    if model.integrality_:
        return
    matrix = model.a_matrix_
    inner, value, start = (np.array(part) for part in (matrix.index_, matrix.value_, matrix.start_))
    outer = np.repeat(np.arange(len(start) - 1), np.diff(start))
    by_columns = matrix.format_ == highspy.MatrixFormat.kColwise
    row, column = (inner, outer) if by_columns else (outer, inner)
    height, width = geometric(row, column, np.abs(value), (model.num_row_, model.num_col_))
    matrix.value_ = value * width[column] / height[row]
    model.col_cost_ = np.array(model.col_cost_) * width
    model.col_lower_, model.col_upper_ = np.array(model.col_lower_) / width, np.array(model.col_upper_) / width
    model.row_lower_, model.row_upper_ = np.array(model.row_lower_) / height, np.array(model.row_upper_) / height
    leader = highspy.Highs()  # type: ignore[no-untyped-call]
    _require(leader.passOptions(highs.getOptions()), "passOptions")
    for name, leading in LEADING.items():
        _require(leader.setOptionValue(name, leading), name)
    _require(leader.passModel(model), "passModel")
    _go(leader)
    left = float(highs.getOptionValue("time_limit")[1]) - leader.getRunTime()
    _require(highs.setOptionValue("time_limit", max(left, 0.0)), "time_limit")
    basis = leader.getBasis()
    if basis.valid:
        _require(highs.setBasis(basis), "setBasis")


def _go(highs: highspy.Highs) -> None:
    highs.run()
    if highs.getModelStatus() == highspy.HighsModelStatus.kIterationLimit:
        _require(highs.clearSolver(), "clearSolver")
        highs.setOptionValue("solver", "ipm")
        # Crossover ends in the simplex, which may now take as long as it needs.
        highs.setOptionValue("simplex_iteration_limit", highspy.kHighsIInf)
        highs.run()
        # What is solved again starts from a basis, which the interior point would not use.
        highs.setOptionValue("solver", "choose")


def run(highs: highspy.Highs, program: Program, name: str) -> Raw:
    """Solve what HiGHS holds, from the basis that it keeps."""
    started = time.perf_counter()
    go(highs)
    seconds = time.perf_counter() - started
    solution, whole = highs.getSolution(), bool(program.integer.any())
    status = _status(highs, whole)
    height, width = program.shape
    if not status.has_plan:
        empty = np.empty(0)
        return Raw(status, empty, empty, empty, np.nan, None, seconds, name)
    x = np.array(solution.col_value)
    objective = program.value(x)
    return Raw(
        status=status,
        x=x,
        row_price=np.full(height, np.nan) if whole else np.array(solution.row_dual),
        column_price=np.full(width, np.nan) if whole else np.array(solution.col_dual),
        objective=objective,
        bound=bound(highs, program) if whole else objective,
        seconds=seconds,
        solver=name,
    )


def basis(highs: highspy.Highs, places: NDArray[np.intp] | None = None) -> Basis | None:
    """The basis that HiGHS holds, None where it holds none.

    Args:
        highs: HiGHS after a solve.
        places: Number of each of the program's variables in HiGHS; None: they are the same.
    """
    held = highs.getBasis()
    if not held.valid:
        return None
    column, row = (np.array([*map(int, each)], dtype=np.int8) for each in (held.col_status, held.row_status))
    return Basis(column if places is None else column[places], row)


def start_from(highs: highspy.Highs, known: Basis) -> None:
    """Let the next solve begin with a basis of the program that HiGHS holds."""
    held = highspy.HighsBasis()
    held.col_status = [STATUSES[each] for each in known.column.tolist()]
    held.row_status = [STATUSES[each] for each in known.row.tolist()]
    held.valid = True
    _require(highs.setBasis(held), "setBasis")


def bound(highs: highspy.Highs, program: Program) -> float | None:
    """HiGHS's bound on a mixed-integer program, scaled, without the constant; None where it has none yet."""
    return _finite(highs.getInfo().mip_dual_bound - program.constant / program.money_scale)


def _model(program: Program) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = program.shape
    model.col_cost_, model.col_lower_, model.col_upper_ = program.cost, program.lower, program.upper
    model.row_lower_, model.row_upper_ = program.row_lower, program.row_upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = program.indptr
    model.a_matrix_.index_ = program.indices
    model.a_matrix_.value_ = program.data
    if program.integer.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[int(whole)] for whole in program.integer]
    return model


def _status(highs: highspy.Highs, whole: bool) -> Status:
    status = STATUS.get(highs.getModelStatus(), Status.STOPPED)
    feasible = highs.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    if status is Status.STOPPED and feasible and whole:
        return Status.FEASIBLE
    return status


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _require(status: highspy.HighsStatus, call: str) -> None:
    if status == highspy.HighsStatus.kError:
        raise HighsError(call)
