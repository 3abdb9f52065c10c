"""A toy whose first moves can be worked out by hand.

Line L makes 100 cars a month, at 10 million each without any cost; a second line M makes as many, costs 300 million
without any residual value, and comes a month after its order. 100 cars are asked for in each of January to March;
in scenario boom 180 in February and 150 in March. First moves are those of the plan date, 1 January (0 months).

| | base | boom |
|---|---|---|
| own plan | no M: 3 * 1000 = 3000 | M for February: 3000 + 800 + 500 - 300 = 4000 |
| C1: no M now | 3000 | M for March: 3000 + 500 - 300 = 3200 |
| C2: M now | 3000 - 300 = 2700 | 4000 |

- poor: as base, with 200 million for capex. Its own plan begins as that of base; M ordered now is 100 over its budget.
- must: as boom, and 150 cars in February are owed: its own plan begins as that of boom; without M now there is none.
- slow: as boom, and M comes two months after its order. Ordered now it comes in March: 3000 + 500 - 300 = 3200;
  ordered later it comes too late: 3000. The order is that of boom, though it comes on another day.
- stuck: 110 cars are asked for and owed in January: no plan at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import toys

if TYPE_CHECKING:
    from pathlib import Path

TABLES = {
    "lines": """line,site,calendar,status,on_stream,copies,lead_months
        L,S,DAY,existing,2026-01-01,,
        M,S,DAY,candidate,,1,1""",
    "line_items": "line,item\nL,car\nM,car",
    "stages": "line,stage,machines,rate\nL,build,1,1\nM,build,1,1",
    "capex": "line,part,order_year,cost_million,life_years\nM,all,2026,300,0.01",
    "demand": """programme,from,to,base,least
        P,2026-01-01,2026-01-31,100,
        P,2026-02-01,2026-02-28,100,
        P,2026-03-01,2026-03-31,100,""",
    "scenarios": """scenario,table,where,column,op,value
        boom,demand,from=2026-02-01,base,set,180
        boom,demand,from=2026-03-01,base,set,150
        poor,budgets,,,add,year=2026; measure=capex; most=200
        must,,,,after,boom
        must,demand,from=2026-02-01,least,set,150
        slow,,,,after,boom
        slow,lines,line=M,lead_months,set,2
        stuck,demand,from=2026-01-01,base,set,110
        stuck,demand,from=2026-01-01,least,set,110""",
}


def write(folder: Path, **tables: str) -> Path:
    """Write the toy with some of its tables replaced."""
    return toys.write(folder, "2026-03-31", ("lines",), **{**TABLES, **tables})
