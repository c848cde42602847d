"""Loads the compiled module, or says why it cannot be loaded and what helps.

Written so that an older Python gets as far as the message.
"""

import os
import sys

_MODULE = "_core"
_PYTHON = (3, 11)
# Libraries whose Debian package is not called as they are.
_PACKAGES = {"libcrypto.so.3": "libssl3", "libssl.so.3": "libssl3", "libz.so.1": "zlib1g"}


def _this_python():
    # type: () -> str
    if sys.version_info[0] < 3:
        return "Python 2 (%s)" % sys.executable
    name = {"cpython": "CPython", "pypy": "PyPy"}.get(
        sys.implementation.name, sys.implementation.name)
    return "%s %d.%d (%s)" % (name, sys.version_info[0], sys.version_info[1], sys.executable)


def _debian_package(library):
    # type: (str) -> str
    """The package that has a shared library, by Debian's rule for names."""
    name, _, version = library.partition(".so.")
    separator = "-" if name[-1:].isdigit() and version else ""
    return _PACKAGES.get(library, (name + separator + version).replace("_", "-"))


def _cause(folder, suffixes, message):
    # type: (str, list[str], str) -> str
    """Why the module in `folder` was not loaded by a Python that takes files with `suffixes`."""
    library = message.partition(": cannot open shared object file")[0]
    if library != message and ".so" in library:
        return (
            "recourse needs the shared library %s, which is not installed here. On Debian: "
            "apt install %s" % (library, _debian_package(library)))
    there = sorted(
        name for name in os.listdir(folder)
        if name.startswith(_MODULE + ".") and name.endswith((".so", ".pyd")))
    if any(_MODULE + suffix in there for suffix in suffixes):
        return "recourse's compiled module cannot be loaded: " + message
    if there:
        return (
            "recourse is built for another Python: it has %s, and %s takes %s. Run the Python that "
            "it was built for, or build it for this one: `pip install .` in its source tree, see "
            "docs/packaging.md" % (", ".join(there), _this_python(), _MODULE + suffixes[0]))
    return (
        "recourse has no compiled module in %s. This is its source folder, or a copy of it: build "
        "the package by `./dev build` and import it from build/release/python, or install it by "
        "`pip install .`, see docs/packaging.md" % folder)


def load():
    # type: () -> None
    if sys.version_info[:2] < _PYTHON:
        raise ImportError(
            "recourse needs Python %d.%d or later; this is %s" % (_PYTHON + (_this_python(),)))
    try:
        from . import _core as _core
    except ImportError as error:
        from importlib.machinery import EXTENSION_SUFFIXES

        folder = os.path.dirname(os.path.abspath(__file__))
        said = ImportError(_cause(folder, EXTENSION_SUFFIXES, str(error)))
        said.name = "recourse." + _MODULE
        said.__cause__ = error
        raise said


load()
