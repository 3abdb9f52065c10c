"""The direct door to HiGHS: the program as arrays, for everything that solves again and again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import highspy
import numpy as np

from planner.solve.answer import Options, Raw, Status

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.model.assemble import Program

STATUS = {
    highspy.HighsModelStatus.kOptimal: Status.OPTIMAL,
    highspy.HighsModelStatus.kInfeasible: Status.INFEASIBLE,
    highspy.HighsModelStatus.kUnboundedOrInfeasible: Status.INFEASIBLE,
    highspy.HighsModelStatus.kUnbounded: Status.UNBOUNDED,
    highspy.HighsModelStatus.kModelEmpty: Status.OPTIMAL,
}


class HighsError(Exception):
    """HiGHS refused a call: a fault of the planner."""


def solve(program: Program, options: Options) -> Raw:
    """Solve a program with HiGHS."""
    return run(loaded(program, options), program)


def loaded(program: Program, options: Options) -> highspy.Highs:
    """HiGHS with the program in it and the options set: one thread and a fixed seed, so that runs repeat.

    Raises:
        HighsError: HiGHS did not take the program.
    """
    highs = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy leaves its constructor without types
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", 0)
    highs.setOptionValue("mip_rel_gap", options.gap)
    if options.time_limit is not None:
        highs.setOptionValue("time_limit", float(options.time_limit))
    if highs.passModel(_model(program)) == highspy.HighsStatus.kError:
        raise HighsError("passModel")
    return highs


def run(highs: highspy.Highs, program: Program) -> Raw:
    """Solve what HiGHS holds, from the basis that it keeps."""
    started = time.perf_counter()
    highs.run()
    seconds = time.perf_counter() - started
    info, solution = highs.getInfo(), highs.getSolution()
    status = _status(highs, bool(program.integer.any()))
    empty = np.empty(0)
    found = status.has_plan
    return Raw(
        status=status,
        x=np.array(solution.col_value) if found else empty,
        row_price=np.array(solution.row_dual) if found else empty,
        column_price=np.array(solution.col_dual) if found else empty,
        objective=info.objective_function_value,
        bound=_bound(status, info, bool(program.integer.any())),
        seconds=seconds,
        solver=f"HiGHS {highs.version()}",
    )


class Kept:
    """A program kept in HiGHS with its basis, for what-if answers on its limits."""

    def __init__(self, program: Program) -> None:
        """Solve the program once, so that later solves start from its basis."""
        self._program, self._highs = program, loaded(program, Options())
        run(self._highs, program)

    def loosened(self, rows: NDArray[np.intp], share: float) -> Raw:
        """The answer with the limits of some rows moved outwards by a share of their size; then they move back."""
        program = self._program
        lower, upper = program.row_lower[rows], program.row_upper[rows]
        self._bound(rows, lower - share * np.abs(lower), upper + share * np.abs(upper))
        raw = run(self._highs, program)
        self._bound(rows, lower, upper)
        return raw

    def _bound(self, rows: NDArray[np.intp], lower: NDArray[np.float64], upper: NDArray[np.float64]) -> None:
        for row, low, high in zip(rows.tolist(), lower.tolist(), upper.tolist(), strict=True):
            self._highs.changeRowBounds(row, low, high)


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


def _bound(status: Status, info: highspy.HighsInfo, whole: bool) -> float | None:
    if not status.has_plan:
        return None
    return float(info.mip_dual_bound) if whole else float(info.objective_function_value)
