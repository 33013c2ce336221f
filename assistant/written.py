"""Our own shapes as plain JSON and back: frozen dataclasses, tuples, frozensets, decimals, enumerations.

What is read back fits the shapes of today: a field that was not written has its default, one that is no longer known is
passed over. Raises ValueError, TypeError or KeyError where that gives no shape.
"""

import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any, TypeVar

_Shape = TypeVar("_Shape")


def to_plain(value: object) -> Any:
    """The value as what `json.dumps` takes; fields that have their default are left out."""
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((each, getattr(value, each.name)) for each in fields(value))
        return {each.name: to_plain(held) for each, held in pairs if each.default is MISSING or held != each.default}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(map(to_plain, value))
    return [to_plain(item) for item in value] if isinstance(value, tuple | list) else value


def of_plain(shape: type[_Shape], plain: Any) -> _Shape:
    """The value of that shape."""
    made = _made(shape, plain)
    if not isinstance(made, shape):
        raise TypeError(f"{type(made).__name__} is no {shape.__name__}")
    return made


@cache
def _hints(shape: type) -> dict[str, Any]:
    return typing.get_type_hints(shape)


def _made(hint: Any, plain: Any) -> Any:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return None if plain is None else _made(next(kind for kind in inner if kind is not types.NoneType), plain)
    if origin is tuple:
        kinds = [inner[0]] * len(plain) if len(inner) == 2 and inner[1] is ... else inner
        return tuple(_made(kind, item) for kind, item in zip(kinds, plain, strict=True))
    if origin is frozenset:
        return frozenset(_made(inner[0], item) for item in plain)
    if isinstance(hint, type) and is_dataclass(hint):
        hints = _hints(hint)
        return hint(**{name: _made(hints[name], held) for name, held in plain.items() if name in hints})
    return _leaf(hint, plain)


def _leaf(hint: Any, plain: Any) -> Any:
    if hint is Decimal:
        try:
            return Decimal(plain)
        except InvalidOperation as error:
            raise ValueError(f"{plain!r} is no number") from error
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(plain)
    if isinstance(hint, type) and not isinstance(plain, (hint, int) if hint is float else hint):
        raise TypeError(f"{plain!r} is no {hint.__name__}")
    return plain
