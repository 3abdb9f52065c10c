"""A toy whose sweeps can be worked out by hand.

One line makes cars, one an hour, 100 hours a month, at a price of 10 million and without any cost. 120 cars are asked
for in January and 60 in February; what is not sold in its month is lost. So 100 + 60 = 160 cars are sold.

| driver | low | high | sold | NPV, million |
|---|---|---|---|---|
| base | | | 100 + 60 | 1600 |
| demand times | 0.5 | 1.5 | 60 + 30 = 90; 100 + 90 = 190 | 900; 1900 |
| price times | 0.9 | 1.1 | 160 | 1440; 1760 |
| rate times | 0.8 | 1.2 | 80 + 60 = 140; 120 + 60 = 180 | 1400; 1800 |
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import toys

if TYPE_CHECKING:
    from pathlib import Path

DRIVERS = """driver,table,where,column,op,low,high,distribution,values,why
    demand,demand,,base,times,0.5,1.5,uniform,,Nobody knows
    price,prices,,price_net,times,0.9,1.1,triangular,,
    rate,stages,stage=build,rate,times,0.8,1.2,normal,,Machines differ"""

CANDIDATES = {
    "lines": """line,site,calendar,status,on_stream,earliest,copies
        L,S,DAY,existing,2026-01-01,,
        M,S,DAY,candidate,,2026-01-01,1""",
    "line_items": "line,item\nL,car\nM,car",
    "stages": "line,stage,machines,rate\nL,build,1,1\nM,build,1,0.5",
    "capex": "line,part,order_year,cost_million,life_years\nM,all,2026,100,10",
}
"""A second line for 100 million, worth its price of 2 months: 20 more cars in January, 200 million."""


def write(folder: Path, **tables: str) -> Path:
    """Write the toy with drivers that go together, and targets."""
    given = {
        "drivers": DRIVERS,
        "driver_correlations": "driver,other,correlation\ndemand,price,0.8",
        "targets": """measure,programme,date,value,kind
            production_installs,,2026-02-28,150,reported
            production_installs,P,2026-01-31,100,reported""",
        "scenarios": "scenario,table,where,column,op,value\nhalf,demand,,base,times,0.5",
    }
    return toys.write(folder, **{**given, **tables})
