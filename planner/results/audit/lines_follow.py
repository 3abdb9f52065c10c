"""Lines and stages by year: output, use and bottlenecks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.finding import where
from planner.results.audit.lines_check import stage_hours
from planner.results.audit.output import ratio
from planner.results.audit.rows import check_complete

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.results.audit.ledger import Ledger
    from planner.results.audit.output import CopyOutput
    from planner.results.audit.written import Key, Written
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]


def by_line(copies: Mapping[Key, CopyOutput]) -> dict[str, list[CopyOutput]]:
    """The copies of each line that has any."""
    lines: dict[str, list[CopyOutput]] = {}
    for output in copies.values():
        lines.setdefault(output.copy.line, []).append(output)
    return lines


def check_yearly_lines(
    sheet: Sheet,
    table: Written,
    inputs: Inputs,
    book: Ledger,
    copies: Mapping[Key, CopyOutput],
    energy: Mapping[str, float],
    time: Horizon,
) -> None:
    """Copies on stream, good output, energy, RTY and utilisation of each line follow from what its copies make."""
    groups = by_line(copies)
    running = {
        (line,): time.by_year(np.sum([o.regular for o in outputs], axis=0)) > 0
        for line, outputs in groups.items()
    }
    nothing = np.zeros(len(time.years), dtype=bool)
    there = table.present()
    known = {(str(line),): nothing for line in inputs["lines"]["line"]}
    check_complete(
        sheet, table, {key: value for key, value in (known | running).items() if key in there or value.any()}
    )
    stated = {
        name: table.column(name, np.nan)
        for name in ("copies_on_stream", "good_output", "gwh", "rty", "utilisation")
    }
    ends = np.array([f"{year}-12-31" for year in time.years], dtype="datetime64[D]")
    ends = np.minimum(ends, time.last[-1])
    for key, rows in there.items():
        outputs = groups.get(key[0], [])
        made = _made(book, outputs, time)
        total = sum(made.values(), np.zeros(len(time.labels)))
        most = _regular_most(outputs, time)
        since = np.array([o.copy.on_stream for o in outputs], dtype="datetime64[D]")
        expected = {
            "copies_on_stream": np.array([np.sum(since <= end) for end in ends], dtype=float),
            "good_output": time.by_year(total),
            "gwh": time.by_year(sum((v * energy.get(i, 0.0) for i, v in made.items()), 0.0 * total)),
        }
        if len(made) <= 1:
            expected["utilisation"] = ratio(time.by_year(total), time.by_year(most))
        low, high = _yields(book, outputs, time, chain=_is_chain(inputs, key[0]))
        units = {"good_output": "unit", "gwh": "GWh"}
        for name, values in expected.items():
            place = where("column", column=name, name=key[0])
            found = np.where(rows, stated[name][key], values)
            found = np.where(np.isnan(found) & (values == 0), 0.0, found) if name != "good_output" else found
            sheet.equal(f"line_{name}", place, time.years, found, values, units.get(name, "1"))
        place = where("column", column="rty", name=key[0])
        ask = np.flatnonzero(rows & ~np.isnan(high))
        years = [time.years[at] for at in ask]
        sheet.at_most("line_rty", place, years, stated["rty"][key][ask], high[ask], "1")
        sheet.at_least("line_rty", place, years, stated["rty"][key][ask], low[ask], "1")


def check_bottlenecks(
    sheet: Sheet,
    lines: Written,
    stages: Written,
    copies: Mapping[Key, CopyOutput],
    time: Horizon,
) -> None:
    """The stage named as bottleneck is the least of the year, or of one of its months, for some copy and item."""
    named, flags = lines.texts("bottleneck"), stages.column("bottleneck", np.nan)
    for line, outputs in by_line(copies).items():
        least = _least_stages(outputs, time)
        for at, stage in enumerate(named.get((line,), [])):
            if stage is None:
                continue
            if least[at] and stage not in least[at]:
                allowed = ", ".join(sorted(least[at]))
                sheet.add("line_bottleneck", where("of_line", line=line), time.years[at], stage, allowed)
            for own in outputs[0].stages:
                flag = flags.get((line, own), np.full(len(time.years), np.nan))[at]
                if not np.isnan(flag) and bool(flag) != (own == stage):
                    place = where("stage", line=line, stage=own)
                    sheet.add("stage_bottleneck", place, time.years[at], str(bool(flag)), str(own == stage))


def check_yearly_stages(
    sheet: Sheet,
    table: Written,
    book: Ledger,
    copies: Mapping[Key, CopyOutput],
    inputs: Inputs,
    time: Horizon,
) -> None:
    """Machine hours used and usable of each stage add up over its line's copies."""
    used: dict[Key, Floats] = {}
    usable: dict[Key, Floats] = {}
    for key, output in copies.items():
        for sums, values in zip((used, usable), stage_hours(book, key, output), strict=True):
            for row, stage in enumerate(output.stages):
                name = (output.copy.line, stage)
                sums[name] = sums.get(name, np.zeros(len(time.years))) + time.by_year(values[row])
    nothing = np.zeros(len(time.years))
    known = {(str(r.line), str(r.stage)): nothing > 0 for r in inputs["stages"].itertuples()}
    there = table.present()
    asked = known | {key: hours > 0 for key, hours in usable.items()}
    check_complete(sheet, table, {k: v for k, v in asked.items() if k in there or v.any()})
    stated = {n: table.column(n, np.nan) for n in ("hours_used", "machine_hours", "utilisation", "headroom")}
    for key in (k for k in there if k in known):
        place = where("stage", line=key[0], stage=key[1])
        took, could = used.get(key, nothing), usable.get(key, nothing)
        for name, expected in (
            ("hours_used", took),
            ("machine_hours", could),
            ("utilisation", ratio(took, could)),
        ):
            found = np.where(there[key], stated[name][key], expected)
            found = np.where(np.isnan(found) & (expected == 0), 0.0, found)
            sheet.equal(
                f"stage_{name}", place, time.years, found, expected, "1" if name == "utilisation" else "h"
            )
        headroom = np.nan_to_num(stated["headroom"][key], nan=0.0)
        sheet.at_least("stage_headroom", place, time.years, headroom, 0.0, "1")


def _made(book: Ledger, outputs: list[CopyOutput], time: Horizon) -> dict[str, Floats]:
    made: dict[str, Floats] = {}
    for output in outputs:
        for item in output.items:
            units = book.amounts["made"].get((*output.copy.key, item), np.zeros(len(time.labels)))
            made[item] = made.get(item, np.zeros(len(time.labels))) + units
    return made


def _regular_most(outputs: list[CopyOutput], time: Horizon) -> Floats:
    goods = (making.good for output in outputs for making in output.items.values())
    return np.asarray(sum(goods, np.zeros(len(time.labels))), dtype=float)


def _is_chain(inputs: Inputs, line: str) -> bool:
    flows = inputs["flows"].loc[inputs["flows"]["line"] == line]
    return not (flows["from_stage"].duplicated().any() or flows["to_stage"].duplicated().any())


def _yields(book: Ledger, outputs: list[CopyOutput], time: Horizon, *, chain: bool) -> tuple[Floats, Floats]:
    """Bounds by year of the yield of the whole line: exact on a chain, where branches join from their product to 1."""
    low, high = np.full(len(time.years), np.nan), np.full(len(time.years), np.nan)
    pairs = [(book.amounts["made"].get((*o.copy.key, i)), m) for o in outputs for i, m in o.items.items()]
    for at, year in enumerate(time.years):
        inside = time.year == int(year)
        produced = [m.product[inside & (made > 0)] for made, m in pairs if made is not None]
        possible = [m.product[inside & (m.good > 0)] for _, m in pairs]
        values = (
            np.concatenate(produced) if any(map(len, produced)) else np.concatenate([*possible, np.empty(0)])
        )
        if len(values):
            low[at], high[at] = values.min(), values.max() if chain else 1.0
    return low, high


def _least_stages(outputs: list[CopyOutput], time: Horizon) -> list[set[str]]:
    """Stages that a year may call its bottleneck."""
    years = time.year[time.period_of]
    found: list[set[str]] = [set() for _ in time.years]
    for at, year in enumerate(time.years):
        for output in outputs:
            for making in output.items.values():
                reach = making.reach[:, years == int(year)]
                reach = reach[:, reach.max(axis=0, initial=0.0, where=np.isfinite(reach)) > 0]
                sums = reach.sum(axis=1, keepdims=True)
                for least in (reach, sums) if reach.size else ():
                    rows = np.flatnonzero((least <= least.min(axis=0) * (1 + 1e-9)).any(axis=1))
                    found[at] |= {output.stages[row] for row in rows}
    return found
