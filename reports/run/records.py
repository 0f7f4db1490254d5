"""Makes dataclasses of JSON objects: what a field must be stands in its annotation, and all fields must be there.

Damage ends in one line that names the field and not deep in a figure. What a class does not name may be anything.
"""

from dataclasses import MISSING, fields
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

WORDS = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}


def read(kind: Any, value: Any, path: str = "") -> Any:
    """The value as `kind`: str, int, float, bool, dict, Any, a list, dict or None-able of these, or a dataclass.

    A dataclass with a class method `of(value, path)` is read by that; a field that has a default may be absent. Raises
    ValueError for anything else. An int stays one where a float is wanted.
    """
    if kind is Any:
        return value
    origin, inner = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return None if value is None else read(inner[0], value, path)
    if kind in WORDS:
        if not isinstance(value, (int, float) if kind is float else kind) or isinstance(value, bool) != (kind is bool):
            raise ValueError(f"{path} is not {WORDS[kind]}")
        return value
    if origin is list:
        if not isinstance(value, list) or None in value:
            raise ValueError(f"{path} is not a JSON array" + (" without null" if isinstance(value, list) else ""))
        return [read(inner[0], one, f"{path}[{number}]") for number, one in enumerate(value)]
    if hasattr(kind, "of"):
        return kind.of(value, path)
    if not isinstance(value, dict):
        raise ValueError(f"{path} is not a JSON object")
    if origin is dict:
        return {name: read(inner[1], one, _under(path, name)) for name, one in value.items()}
    return value if kind is dict else kind(**_fields(kind, value, path))


def _fields(kind: type, value: dict, path: str) -> dict[str, Any]:
    found = {}
    for name, (hint, needed) in _hints(kind).items():
        if name in value:
            found[name] = read(hint, value[name], _under(path, name))
        elif needed:
            raise ValueError(f"{_under(path, name)} is missing")
    return found


@cache
def _hints(kind: type) -> dict[str, tuple[Any, bool]]:
    """Field -> what it must be, and whether it must be there."""
    hints = get_type_hints(kind)
    return {one.name: (hints[one.name], one.default is MISSING and one.default_factory is MISSING)
            for one in fields(kind)}


def _under(path: str, name: str) -> str:
    # Names may be data, and what is said is one line.
    name = name if name.isidentifier() else repr(name)
    return f"{path}.{name}" if path else name
