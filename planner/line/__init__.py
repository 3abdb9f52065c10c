"""The stage graph of a production line: routes, starts per good unit, checks, places on a picture.

Only this folder knows networkx; it is imported inside the functions that need it, so that importing the
folder is cheap. A graph is built from tables, numbers are taken from it, and it is dropped.
"""

from planner.line.check import check
from planner.line.route import Route, routes

__all__ = ["Route", "check", "routes"]
