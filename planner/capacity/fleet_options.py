"""Pilot fleets of gates whose start is yet to be decided: limits that hold for whatever is taken.

x_m says that a gate starts in month m, S_m that it has started by then; P_m are the pilots built in periods that end
before m. What was built stays built, so no large number is needed to switch a limit off:

    P_m >= Q S_m                                          what one gate needs
    P_m >= sum_h u_h Q_h S_h                              what all gates of a fleet have used up by m
    P_m >= (1 - u) Q x_m + u Q S_m + sum_h u_h Q_h S_h    what a gate needs after others h have used some up

In the last a gate h counts that starts before m, or in m and stands further up in the table; where the gate itself
does not start in m, no more is asked for than was used up. The first two hold it where no other gate uses the fleet up,
or the gate uses up all that it needs; beside it they make the relaxation tighter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.calendar import last_period, month_number

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from planner.calendar import Timeline

    Ints = NDArray[np.int64]

COLUMNS = ["gate", "item", "fleet", "line", "quantity", "needed", "last", "number"]


@dataclass(frozen=True)
class Member:
    """A gate that a fleet of an item serves.

    Attributes:
        need: Its row of `gate_needs`.
        place: Of that row in the table.
        months, last: Months in which it may start, or the one that is given; the last periods before them.
        options: Numbers of these options; -1 where the start is given.
    """

    need: Any
    place: int
    months: Ints
    last: Ints
    options: Ints

    @property
    def free(self) -> bool:
        """Whether its start is yet to be decided."""
        return bool(self.options[0] >= 0)

    @property
    def used(self) -> float:
        """Units that it uses up."""
        return float(self.need.quantity * self.need.used_up)

    def before(self, month: int, place: int) -> NDArray[np.bool_]:
        """Which of its starts come before one in a month of a row of the table."""
        upper: bool = self.place < place
        found: NDArray[np.bool_] = self.months <= month if upper else self.months < month
        return found


@dataclass
class Limits:
    """Limits as they are found.

    Attributes:
        first: Number of the first row.
        rows: Rows in `COLUMNS`.
        more: Row, option and units: what is needed more if the option is taken.
    """

    first: int
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    more: list[tuple[int, int, float]] = field(default_factory=list)
    _count: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def add(self, need: Any, last: int) -> int:  # noqa: ANN401 - a row of the table
        """A limit of a need by the end of a period; returns its row."""
        key = (need.gate, need.item, need.fleet)
        number = self._count[key] = self._count.get(key, 0) + 1
        self.rows.append((*key, need.line, need.quantity, 0.0, last, number))
        return self.first + len(self.rows) - 1

    def ask(self, row: int, member: Member, counted: NDArray[np.bool_], units: float) -> None:
        """So many units for each of a member's starts that count."""
        if member.free:
            self.more += [(row, int(option), units) for option in member.options[counted]]
        elif counted[0] and row >= self.first:
            old = self.rows[row - self.first]
            self.rows[row - self.first] = (*old[:5], old[5] + units, *old[6:])

    def frames(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The rows, and row, option, units."""
        more = pd.DataFrame(self.more, columns=["row", "option", "units"])
        return pd.DataFrame(self.rows, columns=COLUMNS), more.astype({"row": int, "option": int, "units": float})


def free_fleet_needs(
    gate_needs: pd.DataFrame, dated: pd.DataFrame, options: pd.DataFrame, time: Timeline
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What each fleet must hold when a gate starts that is yet to be decided, and what that uses up of others' fleets.

    Args:
        gate_needs: Input table.
        dated: From `fleets.fleet_needs`.
        options: gate, start of the months in which gates may start.
        time: Periods.

    Returns:
        Rows as of `fleet_needs` for the gates left open, numbered after those of `dated`; and row (of both), option,
        units.
    """
    limits = Limits(len(dated))
    row_of = {place: row for row, place in enumerate(dated["place"])}
    for members in _fleets(gate_needs, dated, options, time).values():
        using = [m for m in members if m.used > 0]
        free = [m for m in members if m.free]
        shared = len(using) > 0 and len(members) > 1
        if shared:
            _used_up(limits, using)
            _others_use(limits, members, row_of)
        for member in free:
            if not shared or member.need.used_up < 1:
                for period in np.unique(member.last):
                    limits.ask(limits.add(member.need, period), member, member.last <= period, member.need.quantity)
            if shared and member.need.used_up < 1:
                _after_others(limits, member, [m for m in using if m is not member])
    return limits.frames()


def free_line_needs(
    gate_needs: pd.DataFrame, options: pd.DataFrame, first: int, time: Timeline
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What the lines that gates name must have made when a gate starts that is yet to be decided.

    Returns:
        Rows as of `fleet_needs`, numbered from `first`; and row, option, units.
    """
    limits = Limits(first)
    named = gate_needs.loc[gate_needs["line"] != ""]
    for members in _fleets(named, None, options, time).values():
        for member in members:
            for period in np.unique(member.last):
                limits.ask(limits.add(member.need, period), member, member.last <= period, member.need.quantity)
    return limits.frames()


def _fleets(
    gate_needs: pd.DataFrame, dated: pd.DataFrame | None, options: pd.DataFrame, time: Timeline
) -> dict[tuple[str, str], list[Member]]:
    """The gates that each fleet of an item serves, of fleets that serve a gate left open."""
    months, last = month_number(options["start"]), last_period(options["start"], time)
    own = {str(gate): np.asarray(rows) for gate, rows in options.groupby("gate").indices.items()}
    begun = {} if dated is None else {row.place: row for row in dated.itertuples()}
    found: dict[tuple[str, str], list[Member]] = {}
    for place, need in enumerate(gate_needs.itertuples()):
        if str(need.gate) in own:
            at = own[str(need.gate)]
            member = Member(need, place, months[at], last[at], at)
        elif place in begun:
            given = begun[place]
            month = month_number(pd.Series([given.start]))
            member = Member(need, place, month, np.array([given.last]), np.array([-1]))
        else:
            continue
        found.setdefault((str(need.fleet), str(need.item)), []).append(member)
    return {key: members for key, members in found.items() if any(m.free for m in members)}


def _used_up(limits: Limits, using: list[Member]) -> None:
    """By each period before which a gate may start: all that gates have used up by then."""
    free = [m for m in using if m.free]
    for period in np.unique(np.concatenate([m.last for m in free])) if free else ():
        row = limits.add(free[0].need, period)
        for member in using:
            limits.ask(row, member, member.last <= period, member.used)


def _others_use(limits: Limits, members: list[Member], row_of: dict[int, int]) -> None:
    """What gates left open use up before a gate with a date, beside what the row of that gate says."""
    for member in members:
        for other in members if not member.free else ():
            if other.free and other.used > 0:
                before = other.before(int(member.months[0]), member.place)
                limits.ask(row_of[member.place], other, before, other.used)


def _after_others(limits: Limits, member: Member, others: list[Member]) -> None:
    """What a gate needs in each month in which it may start, after what others have used up before."""
    for at, month in enumerate(member.months.tolist()):
        row = limits.add(member.need, member.last[at])
        limits.ask(row, member, np.arange(len(member.months)) == at, member.need.quantity - member.used)
        limits.ask(row, member, member.months <= month, member.used)
        for other in others:
            limits.ask(row, other, other.before(month, member.place), other.used)
