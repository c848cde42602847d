"""The build backend of `pip install .` (PEP 517, 660): CMake builds, this packs. No other package.

    pip wheel . --config-settings build-dir=build/release

build-dir: the CMake build that is used; without it one below build/, which is kept, so that the
  second time little is compiled. RECOURSE_BUILD_DIR says the same.
compile: "no" packs what the build holds.
cmake-args: options for configuring a build that is not there yet, as a shell would take them.

`python3 recourse_build.py metadata FOLDER` writes what an installed package is told by
(recourse-<version>.dist-info) without packing anything: the Debian package has it so.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.machinery
import io
import os
import pathlib
import re
import shlex
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Mapping
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
    from typing import TypeAlias
else:  # pip asks the backend before it looks at requires-python
    sys.exit(f"recourse needs Python 3.11 or later; this is {sys.version.split()[0]} "
             f"({sys.executable}). On Debian 12: /usr/bin/python3 -m venv env")

SOURCE = pathlib.Path(__file__).resolve().parents[3]
Settings: TypeAlias = Mapping[str, Any] | None


class BuildError(Exception):
    """What the caller can mend; the message says how."""


# --- what the package is called ---

def version() -> str:
    """The version of the CMake project: the only place that it is written in."""
    text = (SOURCE / "CMakeLists.txt").read_text("utf-8")
    found = re.search(r"^project\(recourse\s+VERSION\s+([0-9][0-9.]*)", text, re.MULTILINE)
    if found is None:
        raise BuildError(f"{SOURCE / 'CMakeLists.txt'}: project(recourse VERSION …) is not there")
    return found.group(1)


def _project() -> dict[str, Any]:
    with (SOURCE / "pyproject.toml").open("rb") as file:
        project: dict[str, Any] = tomllib.load(file)["project"]
    return project


def _metadata() -> str:
    project = _project()
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {project['name']}",
        f"Version: {version()}",
        f"Summary: {project['description']}",
        f"License: {project['license']['text']}",
        *(f"Classifier: {one}" for one in project["classifiers"]),
        f"Requires-Python: {project['requires-python']}",
    ]
    for extra, wanted in project["optional-dependencies"].items():
        lines.append(f"Provides-Extra: {extra}")
        lines += [f'Requires-Dist: {one} ; extra == "{extra}"' for one in wanted]
    lines.append("Description-Content-Type: text/markdown")
    return "\n".join(lines) + "\n\n" + (SOURCE / str(project["readme"])).read_text("utf-8")


def _entry_points() -> str:
    groups = _project()["entry-points"]
    return "\n".join(
        f"[{group}]\n" + "".join(f"{name} = {target}\n" for name, target in names.items())
        for group, names in groups.items())


def _tag() -> str:
    """Of this Python alone: pybind11 stands on more than the limited API, see docs/packaging.md."""
    python = f"cp{sys.version_info[0]}{sys.version_info[1]}"
    platform = re.sub(r"[-.]", "_", sysconfig.get_platform())
    return f"{python}-{python}-{platform}"


def _dist_info(tag: str | None) -> dict[str, bytes]:
    """Files of the folder .dist-info; `tag` of a wheel, None of another kind of package."""
    texts = {"METADATA": _metadata(), "entry_points.txt": _entry_points()}
    if tag is not None:
        texts["WHEEL"] = (
            f"Wheel-Version: 1.0\nGenerator: recourse_build {version()}\n"
            f"Root-Is-Purelib: false\nTag: {tag}\n")
    files = {name: text.encode() for name, text in texts.items()}
    files["LICENSE"] = (SOURCE / "LICENSE").read_bytes()
    files["LICENSE.holiday-cn"] = (SOURCE / "src/base/calendar/LICENSE").read_bytes()
    return files


def _dist_info_name() -> str:
    return f"recourse-{version()}.dist-info"


def _write_dist_info(parent: pathlib.Path, tag: str | None) -> str:
    folder = parent / _dist_info_name()
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in _dist_info(tag).items():
        (folder / name).write_bytes(content)
    return folder.name


# --- building ---

def _setting(settings: Settings, name: str) -> str | None:
    value = (settings or {}).get(name)
    return None if value is None else str(value)


def _run(*command: str | os.PathLike[str], quiet: bool = False) -> None:
    line = shlex.join(str(part) for part in command)
    print(f"+ {line}", flush=True)
    try:
        done = subprocess.run(command, cwd=SOURCE, check=False,
                              stdout=subprocess.DEVNULL if quiet else None)
    except FileNotFoundError:
        raise BuildError(
            f"{command[0]} is not there. On Debian ./dev setup installs what a build needs "
            f"(packages.txt)") from None
    if done.returncode != 0:
        raise BuildError(f"this failed, its reason stands above: {line}")


def _cache(folder: pathlib.Path) -> dict[str, str]:
    """The variables of a configured build."""
    text = (folder / "CMakeCache.txt").read_text("utf-8")
    return dict(re.findall(r"^([^#/\n][^:\n]*):[A-Z]+=(.*)$", text, re.MULTILINE))


def _is_on(value: str) -> bool:
    """As CMake's if() takes a constant."""
    return value.upper() in ("1", "ON", "YES", "TRUE", "Y")


def _configure(folder: pathlib.Path, arguments: str) -> None:
    left_out = ("TESTS", "CLI", "EXAMPLES", "BENCHMARKS")
    options = [f"-DRECOURSE_BUILD_{part}=OFF" for part in left_out]
    # As the preset release compiles what ships.
    _run("cmake", "-S", SOURCE, "-B", folder, "-G", "Ninja", "-DCMAKE_CXX_COMPILER=g++",
         "-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_CXX_FLAGS_RELEASE=-O2 -DNDEBUG",
         "-DRECOURSE_BUILD_PYTHON=ON", f"-DPython3_EXECUTABLE={sys.executable}", *options,
         *shlex.split(arguments))


def _build(settings: Settings) -> pathlib.Path:
    """The folder of a build that holds the compiled module, made or brought up to date."""
    given = _setting(settings, "build-dir") or os.environ.get("RECOURSE_BUILD_DIR")
    compiles = (_setting(settings, "compile") or "yes").lower()
    if compiles not in ("yes", "no"):
        raise BuildError(f'compile is "yes" or "no", not "{compiles}"')
    name = f"build/wheel-{sysconfig.get_config_var('SOABI')}"
    folder = (SOURCE / (given or name)).resolve()
    # The last thing that configuring writes: a cache alone is left by one that failed.
    if not (folder / "cmake_install.cmake").is_file():
        if compiles == "no":
            raise BuildError(f"{folder} is no CMake build: there is nothing to pack")
        _configure(folder, _setting(settings, "cmake-args") or "")
    cache = _cache(folder)
    home = cache.get("CMAKE_HOME_DIRECTORY", "")
    if pathlib.Path(home).resolve() != SOURCE:
        raise BuildError(f"{folder} is a build of {home}, not of {SOURCE}")
    if not _is_on(cache.get("RECOURSE_BUILD_PYTHON", "")):
        raise BuildError(f"{folder} builds no Python package: configure it with "
                         f"-DRECOURSE_BUILD_PYTHON=ON")
    if compiles == "yes":
        _run("cmake", "--build", folder, "--target", "recourse_python")
    return folder


def _check_module(package: pathlib.Path) -> None:
    """The compiled module must be one that this Python loads."""
    built = sorted(file.name for file in package.glob("_core.*.so"))
    loads = [f"_core{suffix}" for suffix in importlib.machinery.EXTENSION_SUFFIXES]
    if not any(name in loads for name in built):
        raise BuildError(
            f"the build holds {', '.join(built) or 'no compiled module'}; {sys.executable} loads "
            f"{loads[0]}. Name another build-dir, or configure that one with "
            f"-DPython3_EXECUTABLE={sys.executable}")


def _installed(folder: pathlib.Path, prefix: pathlib.Path) -> pathlib.Path:
    """Installs the Python package of a build below `prefix`; its folder."""
    _run("cmake", "--install", folder, "--component", "python", "--prefix", prefix, "--strip",
         quiet=True)
    packages = [file.parent for file in prefix.rglob("recourse/__init__.py")]
    if len(packages) != 1:
        raise BuildError(f"{folder} does not install the package below its prefix: is its "
                         f"RECOURSE_PYTHON_INSTALL_DIR absolute?")
    _check_module(packages[0])
    return packages[0]


# --- packing ---

def _epoch() -> float:
    """The time that files in packages bear: the same input gives the same bytes."""
    return max(float(os.environ.get("SOURCE_DATE_EPOCH", 0)), 315532800.0)  # zip begins in 1980


def _write_wheel(target: pathlib.Path, files: Mapping[str, tuple[bytes, int]]) -> None:
    """A wheel of `files` (name → content and mode), with its RECORD."""
    moment = time.gmtime(_epoch())[:6]
    record = f"{_dist_info_name()}/RECORD"
    rows = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        def put(name: str, content: bytes, mode: int) -> None:
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100000 | mode) << 16
            archive.writestr(entry, content)

        for name, (content, mode) in sorted(files.items()):
            put(name, content, mode)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
            rows.append(f"{name},sha256={digest.decode()},{len(content)}\n")
        put(record, "".join([*rows, f"{record},,\n"]).encode(), 0o644)


def _wheel(directory: str, content: Mapping[str, tuple[bytes, int]]) -> str:
    name = f"recourse-{version()}-{_tag()}.whl"
    info = {f"{_dist_info_name()}/{one}": (text, 0o644) for one, text in _dist_info(_tag()).items()}
    _write_wheel(pathlib.Path(directory) / name, {**content, **info})
    return name


def _content(package: pathlib.Path) -> dict[str, tuple[bytes, int]]:
    return {
        file.relative_to(package.parent).as_posix():
            (file.read_bytes(), 0o755 if file.suffix == ".so" else 0o644)
        for file in package.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


def _sources() -> list[str]:
    """The files of the source tree: those that git knows, or all where there is no git."""
    if (SOURCE / ".git").exists():
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=SOURCE, check=True,
                                capture_output=True).stdout.decode()
        return [name for name in listed.split("\0") if name and (SOURCE / name).is_file()]
    left_out = {"build", "var", "env", "dist", ".git", "PKG-INFO"}
    return sorted(
        file.relative_to(SOURCE).as_posix() for file in SOURCE.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
        and file.relative_to(SOURCE).parts[0] not in left_out)


# --- the hooks that pip and build call ---

def build_wheel(wheel_directory: str, config_settings: Settings = None,
                metadata_directory: str | None = None) -> str:
    """Builds the module, if it is not, and packs it with the package's files."""
    del metadata_directory  # as prepare_metadata_for_build_wheel writes it, so it is written here
    with tempfile.TemporaryDirectory() as scratch:
        package = _installed(_build(config_settings), pathlib.Path(scratch))
        return _wheel(wheel_directory, _content(package))


def build_editable(wheel_directory: str, config_settings: Settings = None,
                   metadata_directory: str | None = None) -> str:
    """A wheel that points to the build, whose Python files are links to the sources."""
    del metadata_directory
    folder = _build(config_settings) / "python"
    _check_module(folder / "recourse")
    return _wheel(wheel_directory, {"recourse.pth": (f"{folder}\n".encode(), 0o644)})


def build_sdist(sdist_directory: str, config_settings: Settings = None) -> str:
    """The source tree as an archive."""
    del config_settings
    root = f"recourse-{version()}"
    name = f"{root}.tar.gz"
    with tarfile.open(pathlib.Path(sdist_directory) / name, "w:gz",
                      format=tarfile.PAX_FORMAT) as archive:
        for file in _sources():
            archive.add(SOURCE / file, f"{root}/{file}", recursive=False)
        entry = tarfile.TarInfo(f"{root}/PKG-INFO")
        text = _metadata().encode()
        entry.size, entry.mtime = len(text), int(_epoch())
        archive.addfile(entry, io.BytesIO(text))
    return name


def prepare_metadata_for_build_wheel(metadata_directory: str,
                                     config_settings: Settings = None) -> str:
    """Name, version and what else can be said before anything is built."""
    del config_settings
    return _write_dist_info(pathlib.Path(metadata_directory), _tag())


prepare_metadata_for_build_editable = prepare_metadata_for_build_wheel


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] != "metadata":
        raise SystemExit("usage: recourse_build.py metadata FOLDER")
    _write_dist_info(pathlib.Path(sys.argv[2]), None)
