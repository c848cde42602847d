"""Packages whose modules are loaded when something of them is first asked for."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # see __init__.py
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def lazy(
    package: str, homes: Mapping[str, tuple[str, ...]], modules: tuple[str, ...] = ()
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """`__getattr__` and `__dir__` of a package; `homes` says which module holds which names.

    `modules` are those of its modules that are found without an import of their own.
    """
    home_of = {name: module for module, names in homes.items() for name in names}

    def get(name: str) -> object:
        from importlib import import_module

        if name in modules:
            return import_module(f"{package}.{name}")  # which puts it into the package
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{home_of[name]}"), name)
        setattr(sys.modules[package], name, value)  # the next time it is found there
        return value

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *home_of, *modules})

    return get, names
