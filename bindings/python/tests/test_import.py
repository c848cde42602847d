"""Importing the package: what is loaded at once, how long that takes, what is said if it fails."""

from __future__ import annotations

import ast
import importlib.machinery
import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

import recourse
from recourse import _loader

PACKAGE = pathlib.Path(recourse.__file__).parent
SOURCE = pathlib.Path(__file__).resolve().parents[3]
SUFFIX = importlib.machinery.EXTENSION_SUFFIXES[0]


def run(*arguments: str, path: pathlib.Path = PACKAGE.parent) -> subprocess.CompletedProcess[str]:
    """Another Python, without what site would load."""
    return subprocess.run([sys.executable, "-S", "-B", *arguments], text=True, capture_output=True,
                          env={**os.environ, "PYTHONPATH": str(path)}, check=False)


# --- lazy ---

def test_an_import_loads_the_compiled_module_and_no_more() -> None:
    done = run("-c", "import recourse, sys; print(*sorted(sys.modules))")
    loaded = set(done.stdout.split())
    ours = {name for name in loaded if name.startswith("recourse")}
    assert ours == {"recourse", "recourse._loader", "recourse._core", "recourse._lazy"}, done.stderr
    slow = {"asyncio", "ast", "dataclasses", "datetime", "inspect", "json", "numpy", "typing"}
    assert not loaded & slow


def test_an_import_takes_less_than_a_tenth_of_a_second() -> None:
    measure = "import time; a = time.process_time(); import recourse; "
    took = [float(run("-c", measure + "print(time.process_time() - a)").stdout) for _ in range(5)]
    assert min(took) < 0.1


def test_what_is_loaded_later_is_what_checkers_of_types_see() -> None:
    tree = ast.parse((PACKAGE / "__init__.py").read_text("utf-8"))
    branch = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {
        alias.name: node.module
        for node in branch.body if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
    for name, module in seen.items():
        assert getattr(recourse, name) is getattr(sys.modules[f"recourse.{module}"], name), name
    eager = {
        alias.name for node in tree.body if isinstance(node, ast.ImportFrom)
        for alias in node.names if not alias.name.startswith("_")
    }
    assert set(recourse.__all__) == set(seen) | eager | {"complaint"}
    assert set(recourse.__all__) <= set(dir(recourse))


def test_what_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        recourse.nothing  # type: ignore[attr-defined]


@pytest.mark.parametrize("module", ["complaint", "define", "errors", "facade", "feeds", "results"])
def test_modules_are_found_without_an_import_of_their_own(module: str) -> None:
    done = run("-c", f"import recourse; print(recourse.{module}.__name__)")
    assert done.stdout == f"recourse.{module}\n", done.stderr


def test_the_version_is_that_of_the_build() -> None:
    text = (SOURCE / "CMakeLists.txt").read_text("utf-8")
    project = re.search(r"project\(recourse VERSION (\S+)", text)
    assert project is not None
    assert recourse.__version__ == project.group(1)


# --- what cannot be loaded ---

@pytest.fixture
def copied(tmp_path: pathlib.Path) -> pathlib.Path:
    """The package's Python files, without the compiled module."""
    shutil.copytree(PACKAGE, tmp_path / "recourse", ignore=shutil.ignore_patterns("*.so"))
    return tmp_path


def test_a_module_for_another_python_is_named_with_this_one(copied: pathlib.Path) -> None:
    other = "_core.cpython-399-x86_64-linux-gnu.so"
    (copied / "recourse" / other).touch()
    done = run("-c", "import recourse", path=copied)
    said = done.stderr.splitlines()[-1]
    assert said.startswith("ImportError: recourse is built for another Python: ")
    assert f"it has {other}, and" in said
    assert f"({sys.executable}) takes _core{SUFFIX}" in said
    assert "pip install ." in said


def test_a_source_folder_says_that_it_is_one(copied: pathlib.Path) -> None:
    said = run("-c", "import recourse", path=copied).stderr.splitlines()[-1]
    assert said.startswith(f"ImportError: recourse has no compiled module in {copied}/recourse.")
    assert "./dev build" in said


def test_a_module_that_is_spoilt_keeps_its_reason(copied: pathlib.Path) -> None:
    (copied / "recourse" / f"_core{SUFFIX}").write_text("no module")
    said = run("-c", "import recourse", path=copied).stderr.splitlines()[-1]
    assert said.startswith("ImportError: recourse's compiled module cannot be loaded: ")
    assert "too short" in said or "invalid ELF header" in said


def test_an_older_python_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_loader, "_PYTHON", (3, 99))
    with pytest.raises(ImportError, match=r"needs Python 3\.99 or later; this is CPython 3\."):
        _loader.load()


@pytest.mark.parametrize(("library", "package"), [
    ("librocksdb.so.7.8", "librocksdb7.8"),
    ("libboost_json.so.1.81.0", "libboost-json1.81.0"),
    ("libsqlite3.so.0", "libsqlite3-0"),
    ("libcrypto.so.3", "libssl3"),
    ("libz.so.1", "zlib1g"),
    ("libpq.so.5", "libpq5"),
])
def test_a_missing_library_is_named_with_its_package(library: str, package: str) -> None:
    loader = f"{library}: cannot open shared object file: No such file or directory"
    said = _loader._cause(str(PACKAGE), [SUFFIX], loader)
    assert said == (f"recourse needs the shared library {library}, which is not installed here. "
                    f"On Debian: apt install {package}")
