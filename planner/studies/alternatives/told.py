"""What alternatives say: their tables, what all of them share, what is fragile, how long it can wait."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.messages import text
from planner.results.explained import Explained
from planner.studies.alternatives.choices import COPIES, chosen, shown, step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.pipeline import Planned
    from planner.studies.alternatives.choices import Choice
    from planner.studies.alternatives.run import Found
    from planner.studies.reopen import Reopened

DIGITS = 6
COPY = ["line", "copy"]
PLAN = "plan"


def told(plan: Reopened, base: Planned, share: float, slack: float, found: Sequence[Found]) -> Explained:
    """The explanation: tables `alternatives`, `alternative_choices`, `shared_decisions`, and sentences.

    Args:
        plan: The plan.
        base: It, made again.
        share: What may be given up of the value.
        slack: The same in million money.
        found: The ends of every choice.
    """
    plans = _different(base, found)
    asked = list(dict.fromkeys(end.choice for end in found))
    tables = {
        "alternatives": _plans(base, plans),
        "alternative_choices": _choices(base, found, asked, list(plans.values())),
        "shared_decisions": _shared(list(plans.values())),
    }
    names = base.plan.names
    headlines = [
        text(
            "alternatives.headline",
            count=len(plans) - 1,
            share=share,
            slack=slack,
            currency=base.plan.case.currency,
            plan=plan.report.scenario,
        ),
        *_sentences(tables["alternative_choices"], tables["shared_decisions"]),
    ]
    if tables["alternatives"]["loss_million"].min() < 0:
        headlines.append(
            text(
                "alternatives.better",
                more=-tables["alternatives"]["loss_million"].min(),
                currency=base.plan.case.currency,
            )
        )
    missing = [end for end in found if end.planned is None]
    unproven = [end for end in found if end.planned is not None and not end.proven]
    warnings = [text("alternatives.missing", count=len(missing))] if missing else []
    warnings += [text("alternatives.unproven", count=len(unproven))] if unproven else []
    facts = {"manifest": plan.report.sha256, "within": share, "ends": len(found), "plans": len(plans)}
    shown_plan = replace(base.plan, tables=tables, names=names)
    return Explained("alternatives", shown_plan, tuple(headlines), facts, tuple(warnings))


def _different(base: Planned, found: Sequence[Found]) -> dict[str, Planned]:
    """The plan and the alternatives, each once, by name: "plan", "1", "2", ..."""
    known = {_key(base): PLAN}
    plans = {PLAN: base}
    for end in found:
        if end.planned is not None and _key(end.planned) not in known:
            known[_key(end.planned)] = str(len(plans))
            plans[str(len(plans))] = end.planned
    return plans


def _key(planned: Planned) -> tuple[tuple[object, ...], ...]:
    rows = planned.inputs["decisions"][["action", "object", "copy", "stage", "date", "share", "quantity"]]
    return tuple(sorted(rows.astype(str).itertuples(index=False, name=None)))


def _plans(base: Planned, plans: dict[str, Planned]) -> pd.DataFrame:
    best = -base.answer.objective
    rows = [
        {
            "alternative": name,
            "value_million": -planned.answer.objective,
            "loss_million": best + planned.answer.objective,
            "npv_million": planned.plan.kpis["npv_million"],
            "capex_million": planned.plan.kpis["capex_million"],
            "installs": planned.plan.kpis["total_production_installs"],
            "moved": _moved(base, planned),
        }
        for name, planned in plans.items()
    ]
    frame = pd.DataFrame(rows)
    frame["loss_million"] = frame["loss_million"].round(DIGITS) + 0.0
    return frame


def _moved(base: Planned, planned: Planned) -> str:
    """What is decided otherwise than in the plan, object by object."""
    one, other = (_dates(each) for each in (base, planned))
    moved = [key for key in dict.fromkeys([*one, *other]) if one.get(key) != other.get(key)]
    words = [
        text(
            "alternatives.moved",
            name=key,
            old=one.get(key) or text("alternatives.none"),
            new=other.get(key) or text("alternatives.none"),
        )
        for key in moved
    ]
    return text("alternatives.then").join(words)


def _dates(planned: Planned) -> dict[str, str]:
    rows = planned.inputs["decisions"]
    found = {}
    for row in rows.to_dict("records"):
        copy = text("alternatives.copy", copy=row["copy"]) if row["action"] == "on_stream" else ""
        name = f"{row['object']}{copy}{' ' + row['stage'] if row['stage'] else ''}"
        found[text(f"alternatives_action.{row['action']}", name=name)] = f"{row['date']:%Y-%m}"
    return found


def _choices(base: Planned, found: Sequence[Found], asked: Sequence[Choice], plans: Sequence[Planned]) -> pd.DataFrame:
    """A row a choice: the plan's value, the least and the most of all near-optimal plans that were found."""
    rows = []
    for choice in asked:
        ends = [end for end in found if end.choice == choice]
        values = [chosen(choice, planned.inputs) for planned in plans]
        own, proven = chosen(choice, base.inputs), all(end.proven for end in ends)
        differs = max(values) - min(values) >= step(choice, base.inputs)
        verdict = "fragile" if differs else "sure" if proven else "unknown"
        rows.append(
            {
                "kind": choice.kind,
                "object": choice.object,
                "year": choice.year or None,
                "planned": shown(choice, own, base.inputs),
                "least": shown(choice, min(values), base.inputs),
                "most": shown(choice, max(values), base.inputs),
                "proven": proven,
                "verdict": text(f"alternatives.{verdict}"),
            }
        )
    return pd.DataFrame(rows)


def _shared(plans: Sequence[Planned]) -> pd.DataFrame:
    """Every copy that some plan has: in how many, from when to when it comes on stream, how long it can wait."""
    tables = [planned.plan["investments"].assign(plan=number) for number, planned in enumerate(plans)]
    every = pd.concat([table.loc[table["decide_by"].notna()] for table in tables], ignore_index=True)
    own = every.loc[every["plan"] == 0].set_index(COPY)["on_stream"]
    rows = [
        {
            "line": line,
            "copy": copy,
            "plans": int(copies["plan"].nunique()),
            "of_plans": len(plans),
            "shared": copies["plan"].nunique() == len(plans),
            "planned": own.get((line, copy), pd.NaT),
            "earliest": copies["on_stream"].min(),
            "latest": copies["on_stream"].max(),
            "can_wait_until": copies["decide_by"].max() if copies["plan"].nunique() == len(plans) else pd.NaT,
        }
        for (line, copy), copies in every.groupby(COPY, sort=False)
    ]
    columns = [*COPY, "plans", "of_plans", "shared", "planned", "earliest", "latest", "can_wait_until"]
    return pd.DataFrame(rows, columns=columns)


def _sentences(found: pd.DataFrame, copies: pd.DataFrame) -> list[str]:
    """No regret: what every plan has; fragile: what differs most."""
    sure = copies.loc[copies["shared"]]
    words = [
        text("alternatives.shared_copy", line=row["line"], copy=row["copy"], until=f"{row['can_wait_until']:%Y-%m-%d}")
        for row in sure.to_dict("records")
    ]
    told_ = [text("alternatives.no_regret", copies=text("alternatives.then").join(words))] if words else []
    alike = found.loc[(found["verdict"] == text("alternatives.sure")) & (found["kind"] != COPIES)]
    if len(alike):
        same = [text("alternatives.same", name=_named(row), value=row["planned"]) for row in alike.to_dict("records")]
        told_.append(text("alternatives.alike", choices=text("alternatives.then").join(same)))
    fragile = found.loc[found["verdict"] == text("alternatives.fragile")]
    ranges = [
        text("alternatives.range", name=_named(row), least=row["least"], most=row["most"], planned=row["planned"])
        for row in fragile.to_dict("records")
    ]
    if ranges:
        told_.append(text("alternatives.fragile_list", ranges=text("alternatives.then").join(ranges)))
    else:
        told_.append(text("alternatives.nothing_fragile" if found["proven"].all() else "alternatives.nothing_found"))
    return told_


def _named(row: Mapping[Any, Any]) -> str:
    year = f" {row['year']:g}" if row["kind"] == COPIES else ""
    return text(f"alternatives_kind.{row['kind']}", name=row["object"], year=year)
