"""A small case without a fault, and a hand to spoil it.

Cells are made in the east by copies of a candidate line, shipped west and built into packs and cars there.
The two decided copies are paid half on order, half on stream: 50 million in 2026, 150 in 2027.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CASE = """\
title = "Small"
currency = "CNY"
plan_date = 2026-01-15
start = 2026-01-01
end = 2027-12-31
discount_rate = 0.08
price_year = 2026
demand_level = "base"
pilot_until = 2026-12-31
steps = [{ until = 2026-12-31, step = "month" }, { until = 2027-12-31, step = "quarter" }]

[owners.demand]
owner = "Sales planning"
date = 2026-01-10
"""

TABLES = {
    "sites": "site,name,space_m3\neast,East works,500\nwest,,\n",
    "lanes": "from_site,to_site,item,freight,most_per_month\neast,west,cell,1.5,\n",
    "calendars": (
        "calendar,tier,from,to,hours,premium\n"
        "two_shift,,2026-01-01,2026-12-31,4000,\n"
        "two_shift,,2027-01-01,2027-12-31,4000,\n"
        "two_shift,overtime,2027-01-01,2027-12-31,500,0.5\n"
    ),
    "items": (
        "item,kind,unit,space_m3\n"
        "powder,material,kg,\nfoil,material,m2,\nbody,material,unit,\npower,energy,kWh,\ncrew,labour,h,\n"
        "cell,cell,cell,0.001\npack,pack,pack,0.5\ncar,vehicle,vehicle,\n"
    ),
    "stocks": (
        "item,site,opening,least,least_days,most,closing,shelf_life_days,holding_cost,holding_basis\n"
        "cell,west,100,,,5000,,,0.1,month\n"
        "powder,east,20,,3,,,90,,\n"
    ),
    "bom": (
        "parent,component,line,stage,quantity\n"
        "cell,powder,,mix,0.3\ncell,foil,cells,film,0.1\npack,cell,,,12\ncar,pack,,,1\ncar,body,,,1\n"
    ),
    "cells": "item,capacity_ah,voltage_v,mass_kg\ncell,60,3.7,0.6\n",
    "packs": "item,cell,series,parallel,wh_per_kg\npack,cell,6,2,300\n",
    "vehicles": "item,pack,kwh_per_100km\ncar,pack,13\n",
    "lines": (
        "line,site,calendar,status,on_stream,copies,ramp_first,ramp_second,lead_months,gap_months,"
        "base_power_kw,energy_item,crew_item,spend_profile\n"
        "cells,east,two_shift,candidate,,2,slow,,6,3,10,power,crew,halves\n"
        "packs,west,two_shift,existing,2026-01-01,,,,,,,power,crew,\n"
        "cars,west,two_shift,existing,2026-01-01,,,,,,,,,\n"
    ),
    "line_items": "line,item,cost\ncells,cell,2\npacks,pack,10\ncars,car,\n",
    "stages": (
        "line,stage,machines,rate,rate_unit,web_width_m,slots,residence_h,clock,yield,ramp_share,energy,operators\n"
        "cells,mix,1,50,kg/h,,,,,,,0.2,2\n"
        "cells,film,1,10,m/min,0.5,,,,0.98,,0.1,1\n"
        "cells,stack,2,3,unit/min,,,,,0.97,,,1\n"
        "cells,test,1,,,,4000,12,all,0.95,1,,\n"
        "packs,build,1,4,,,,,,,,5,3\n"
        "cars,install,1,2,,,,,,,,,\n"
    ),
    "flows": "line,from_stage,to_stage,quantity\ncells,mix,stack,\ncells,film,stack,\ncells,stack,test,\n",
    "recipes": "line,item,stage,usage,rate,yield\ncells,cell,mix,0.4,,\ncells,cell,film,0.2,,0.97\n",
    "ramps": "curve,month,uptime_factor,yield_factor\nslow,0,0.5,0.6\nslow,1,0.8,0.9\nslow,2,1,1\n",
    "availability": "line,stage,from,to,machines\npacks,build,2027-07-01,2027-12-31,1\n",
    "capex": "line,part,order_year,cost_million,life_years\ncells,equipment,2026,100,10\n",
    "spend_profiles": "profile,event,months,share\nhalves,order,0,0.5\nhalves,on_stream,0,0.5\n",
    "programmes": (
        "programme,item,site,sop_earliest,most_per_week,fallback_margin,season\nP1,car,west,2027-04-01,50,,even\n"
    ),
    "seasons": "season,month,weight\n" + "".join(f"even,{month},1\n" for month in range(1, 13)),
    "gates": "gate,months,season_from,season_to\nbench,2,,\nwinter,2,12,3\n",
    "gate_order": "gate,after\nwinter,bench\n",
    "gate_needs": ("gate,item,fleet,quantity,used_up,line\nbench,cell,lab,50,1,cells\nwinter,car,test cars,4,,cells\n"),
    "programme_gates": "programme,gate\nP1,winter\n",
    "pilots": "programme,by,low,base,high,missing_cost\nP1,2026-12-31,,5,,1000\nP1,2027-03-31,8,10,12,1000\n",
    "demand": (
        "programme,market,from,to,low,base,high,least,least_penalty,shortfall_penalty,late_cost\n"
        "P1,,2027-04-01,2027-06-30,80,100,120,10,,,\n"
        "P1,,2027-07-01,2027-12-31,250,300,350,,,,\n"
    ),
    "prices": "programme,market,from,to,price_net,rest_cost\nP1,,2026-01-01,2027-12-31,300000,100000\n",
    "supply": (
        "item,site,step,from,to,low,base,high,price\n"
        "powder,east,,2026-01-01,2026-12-31,400,500,600,40\n"
        "powder,east,,2027-01-01,2027-12-31,4000,5000,6000,40\n"
        "foil,east,,2026-01-01,2027-12-31,,,,8\n"
        "body,west,,2026-01-01,2027-12-31,,,,90000\n"
        "power,east,,2026-01-01,2027-12-31,,,,0.6\n"
        "power,west,,2026-01-01,2027-12-31,,,,0.6\n"
        "crew,east,,2026-01-01,2027-12-31,,,,60\n"
        "crew,west,,2026-01-01,2027-12-31,,,,60\n"
    ),
    "growth": "programme,growth_per_month,step_per_month\nP1,0.2,20\n",
    "budgets": "measure,year,most\ncapex,2026,60\ncapex,2027,160\nco2,2027,100000\n",
    "targets": (
        "measure,programme,date,value,kind,penalty,set_by\n"
        "production_installs,P1,2027-12-31,400,soft,5000,Board\n"
        "pilot_installs,,2027-12-31,10,hard,,Board\n"
    ),
    "decisions": (
        "action,object,copy,date,status,by,minute\n"
        "on_stream,cells,1,2027-01-01,committed,Board,\n"
        "on_stream,cells,2,2027-07-01,proposed,,\n"
        "sop,P1,,2027-04-01,approved,Board,\n"
    ),
}

_CELL = re.compile(r"(?P<table>\w+) (?P<row>\d+) (?P<column>\w+) = ?(?P<value>.*)", re.DOTALL)
_WHOLE = re.compile(r"(?P<file>[\w.]+) (?P<does>\+|-|is|as|parted by|holds) ?(?P<what>.*)", re.DOTALL)


def written(folder: Path) -> Path:
    """Write the good case."""
    folder.mkdir(parents=True)
    (folder / "case.toml").write_text(CASE, encoding="utf-8")
    for table, content in TABLES.items():
        (folder / f"{table}.csv").write_text(content, encoding="utf-8")
    return folder


def edited(folder: Path, edit: str) -> None:
    """Change one thing.

    "stages 3 yield = 2": the cell of that line; "demand + P1,...": one more line; "stages - 3": without
    that line; "sites is ...": the file's whole text; "sites -": without the file; "case.toml - title":
    without that key; "case.toml + start = 2026-02-01": another value of a key; "sites as utf-16": encoding;
    "sites parted by ;": delimiter; "sites holds 504b": bytes; "no folder": nothing at all.
    """
    if edit == "no folder":
        shutil.rmtree(folder)
    elif told := _CELL.fullmatch(edit):
        _cell(folder / f"{told['table']}.csv", int(told["row"]), told["column"], told["value"])
    elif told := _WHOLE.fullmatch(edit):
        path = folder / (told["file"] if "." in told["file"] else f"{told['file']}.csv")
        content = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_bytes(_EDITS[told["does"], path.suffix == ".toml"](content, told["what"]))
        if told["does"] == "-" and not told["what"]:
            path.unlink()
    else:
        raise ValueError(edit)


def _cell(path: Path, row: int, column: str, value: str) -> None:
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    rows[row - 1][rows[0].index(column)] = value
    path.write_bytes(_parted(rows, ","))


def _parted(rows: list[list[str]], delimiter: str) -> bytes:
    sheet = io.StringIO(newline="")
    csv.writer(sheet, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return sheet.getvalue().encode()


def _without_line(content: str, line: str) -> bytes:
    lines = content.splitlines(keepends=True)
    return "".join(lines[: int(line) - 1] + lines[int(line) :]).encode() if line else b""


def _key(content: str, setting: str) -> bytes:
    pattern = rf"(?m)^{re.escape(setting.partition(' ')[0])} = .*$"
    found = re.search(pattern, content)
    return (re.sub(pattern, setting, content) if found else f"{setting}\n{content}").encode()


def _without_key(content: str, key: str) -> bytes:
    return re.sub(rf"(?m)^{re.escape(key)} = .*\n", "", content).encode()


_EVERY: dict[str, Callable[[str, str], bytes]] = {
    "is": lambda _, what: what.encode(),
    "as": lambda content, what: content.encode(what),
    "holds": lambda _, what: bytes.fromhex(what),
    "parted by": lambda content, what: _parted(
        list(csv.reader(io.StringIO(content))), "\t" if what == "tabs" else what
    ),
}
_EDITS: dict[tuple[str, bool], Callable[[str, str], bytes]] = {
    ("+", False): lambda content, what: f"{content}{what}\n".encode(),
    ("-", False): _without_line,
    ("+", True): _key,
    ("-", True): _without_key,
    **{(does, toml): edit for does, edit in _EVERY.items() for toml in (False, True)},
}
