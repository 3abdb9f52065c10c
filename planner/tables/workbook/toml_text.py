"""Settings -> the text of case.toml: what a key says is changed, comments and order stay."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.exceptions import ParseError

from planner.tables.settings import keys

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tomlkit.items import InlineTable


def with_settings(content: str, settings: Mapping[str, Any]) -> str:
    """The text with these keys and no others; as it was where it says the same already.

    Args:
        content: The former text; empty: there is none. One that is no TOML is left aside.
        settings: The keys as TOML types.
    """
    try:
        document = tomlkit.parse(content)
    except ParseError:
        document = tomlkit.document()
    said = _plain(document)
    wanted = {key: settings[key] for key in (*keys(), *settings) if key in settings}
    for key in [key for key in said if key not in wanted and said[key] not in ([], {})]:
        del document[key]
    for key, value in wanted.items():
        if key == "owners":
            _owners(document, said.get(key, {}), value)
        elif said.get(key) != value:
            document[key] = _written(value)
    return tomlkit.dumps(document)


def _owners(document: tomlkit.TOMLDocument, said: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    """Bring the table of owners up to date, each entry in its own place."""
    if said == wanted:
        return
    if not said:
        document["owners"] = tomlkit.table()
    owners: Any = document["owners"]
    for name in [name for name in said if name not in wanted]:
        del owners[name]
    for name, entry in wanted.items():
        if name not in said:
            owners[name] = _inline(entry)
            continue
        for key in [key for key in said[name] if key not in entry]:
            del owners[name][key]
        for key in [key for key in entry if said[name].get(key) != entry[key]]:
            owners[name][key] = _written(entry[key])


def _written(value: Any) -> Any:  # noqa: ANN401 (any TOML type)
    """A value as tomlkit writes it: lists on one line, tables in them as inline ones."""
    if isinstance(value, list):
        array = tomlkit.array()
        for entry in value:
            array.append(_inline(entry) if isinstance(entry, dict) else entry)
        return array
    return value


def _inline(entry: Mapping[str, Any]) -> InlineTable:
    table = tomlkit.inline_table()
    table.update(entry)
    return table


def _plain(document: tomlkit.TOMLDocument) -> dict[str, Any]:
    """What a text says, as plain Python values."""
    found: dict[str, Any] = document.unwrap()
    return {key: _day(value) for key, value in found.items()}


def _day(value: Any) -> Any:  # noqa: ANN401
    """A value without tomlkit's own types of dates."""
    if isinstance(value, dict):
        return {key: _day(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_day(entry) for entry in value]
    return (
        dt.date(value.year, value.month, value.day)
        if type(value) is not dt.datetime and isinstance(value, dt.date)
        else value
    )
