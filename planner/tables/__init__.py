"""Files -> Inputs: the data dictionary, reading, and every check of a case."""

from planner.tables.base import copy_base
from planner.tables.checks import check
from planner.tables.dictionary import Column, Dictionary, Table, dictionary
from planner.tables.inputs import Case, Change, Inputs
from planner.tables.loading import inspect, load
from planner.tables.page import page
from planner.tables.raw import Raw, raw
from planner.tables.reading import Reading, read, typed_tables

__all__ = [
    "Case",
    "Change",
    "Column",
    "Dictionary",
    "Inputs",
    "Raw",
    "Reading",
    "Table",
    "check",
    "copy_base",
    "dictionary",
    "inspect",
    "load",
    "page",
    "raw",
    "read",
    "typed_tables",
]
