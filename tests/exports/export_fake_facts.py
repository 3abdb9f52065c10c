"""What the made-up plan is about: programmes, lines, stages, items."""

from __future__ import annotations

YEARS = (2026, 2027, 2028, 2029, 2030)
PROGRAMMES = {
    "P1": "Flagship sedan 1,000 km",
    "P2": "Flagship SUV 1,000 km",
    "P3": "Mid-size long range",
    "P4": "Halo limited series",
}
DEMAND = {
    "P1": (0, 1800, 7000, 13000, 20000),
    "P2": (0, 0, 2500, 8000, 16000),
    "P3": (0, 0, 0, 12000, 44000),
    "P4": (0, 100, 200, 200, 200),
}
PILOTS = {"P1": (160, 40, 0, 0, 0), "P2": (30, 30, 10, 0, 0), "P3": (0, 24, 36, 0, 0), "P4": (6, 0, 0, 0, 0)}
KWH = {"P1": 116.6, "P2": 129.6, "P3": 86.4, "P4": 103.7}
ELECTRODES = "cath_mix cath_film an_dry se_film"
DRY = f"{ELECTRODES} lam_transfer notch_slit stack weld_pouch warm_press formation ageing eol"
WET = DRY.replace("cath_mix cath_film", "cath_slurry cath_coat cath_cal").replace("an_dry", "an_slurry an_coat an_cal")
STAGES = {
    "PILOT": DRY,
    "DRY2": DRY,
    "WET2": WET,
    "PACK0": "pack",
    "PACK": "pack",
    "INSTALL0": "install",
    "INSTALL": "install",
}
LINES = {
    "PILOT": "Pilot cell line",
    "DRY2": "Dry cell line",
    "WET2": "Wet cell line",
    "PACK0": "Pilot pack shop",
    "PACK": "Pack line",
    "INSTALL0": "Pilot vehicle shop",
    "INSTALL": "Marriage station",
}
ITEMS = {
    "SE": (
        "Solid electrolyte",
        "kg",
        (12_000, 160_000, 640_000, 1_700_000, 3_900_000),
        (45_000, 250_000, 900_000, 2_700_000, 6_500_000),
    ),
    "CAM": ("Cathode active material", "kg", (30_000, 410_000, 1_600_000, 4_400_000, 9_800_000), ()),
    "SI": (
        "Silicon anode composite",
        "kg",
        (5_000, 70_000, 270_000, 740_000, 1_640_000),
        (30_000, 200_000, 800_000, 2_500_000, 6_000_000),
    ),
    "AL": ("Aluminium foil", "m2", (46_000, 630_000, 2_500_000, 6_800_000, 15_200_000), ()),
    "POWER": ("Electricity", "kWh", (600_000, 8_200_000, 30_100_000, 78_400_000, 171_000_000), ()),
    "CREW": ("Crew", "h", (210_000, 620_000, 900_000, 1_900_000, 2_900_000), ()),
}
STAGE_NAMES = {
    "warm_press": "Warm isostatic pressing",
    "se_film": "Solid-electrolyte membrane forming",
    "eol": "End-of-line test",
}
