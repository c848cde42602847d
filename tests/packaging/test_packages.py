"""The packages of a build, made and used: a wheel in a fresh environment, Debian's unpacked.

Usage: test_packages.py SOURCE BUILD SCRATCH. Nothing of the library is compiled, and nothing is
fetched. CMAKE, CPACK, CTEST, COMPILER and BUILD_TYPE in the environment say what the build is of.
"""

import base64
import csv
import hashlib
import importlib.util
import io
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import unittest
import zipfile

SOURCE, BUILD, SCRATCH = (pathlib.Path(one).resolve() for one in sys.argv[1:4])
CONSUMER = SOURCE / "tests/consumer"
# Nothing of the build tree may be found by accident.
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
CLEAN |= {"PYTHONDONTWRITEBYTECODE": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1",
          "PIP_NO_INDEX": "1", "PIP_ROOT_USER_ACTION": "ignore"}  # fmt: skip


def run(*command, env=CLEAN):
    """What a command prints; its failure is the test's."""
    done = subprocess.run([str(part) for part in command], env=env, cwd=SCRATCH, text=True,
                          capture_output=True)  # fmt: skip
    if done.returncode != 0:
        raise AssertionError(f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout.strip()


def project_version():
    return re.search(r"project\(recourse VERSION (\S+)",
                     (SOURCE / "CMakeLists.txt").read_text("utf-8")).group(1)  # fmt: skip


def backend():
    path = SOURCE / "bindings/python/packaging/recourse_build.py"
    spec = importlib.util.spec_from_file_location("recourse_build", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


INSTALLED = """
import importlib.metadata, pathlib, recourse
package = pathlib.Path(recourse.__file__).parent
points = [point.load().__name__ for point in importlib.metadata.entry_points(group="pytest11")
          if point.value.startswith("recourse.")] if {points} else "not loaded"
print(recourse.__version__, importlib.metadata.version("recourse"),
      all((package / file).is_file() for file in ("py.typed", "_core.pyi", "_commands.pyi")),
      points, package)
"""


class Wheel(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        environment = SCRATCH / "venv"
        run(sys.executable, "-m", "venv", environment)
        cls.python = environment / "bin/python"
        out = SCRATCH / "wheel"
        cls.pip("wheel", SOURCE, "--no-deps", "--wheel-dir", out,
                "--config-settings", f"build-dir={BUILD}",
                "--config-settings", "compile=no")  # fmt: skip
        (cls.wheel,) = out.glob("*.whl")
        cls.pip("install", cls.wheel)

    @classmethod
    def pip(cls, *arguments):
        return run(cls.python, "-m", "pip", *arguments)

    def test_its_name_says_what_it_runs_on(self):
        python = f"cp{sys.version_info[0]}{sys.version_info[1]}"
        version = re.escape(project_version())
        self.assertRegex(self.wheel.name, rf"^recourse-{version}-{python}-{python}-linux_\w+\.whl$")

    def test_its_record_holds(self):
        with zipfile.ZipFile(self.wheel) as archive:
            (record,) = (name for name in archive.namelist() if name.endswith("/RECORD"))
            rows = list(csv.reader(io.StringIO(archive.read(record).decode())))
            self.assertEqual(sorted(row[0] for row in rows), sorted(archive.namelist()))
            for name, digest, size in rows:
                if name == record:
                    continue
                content = archive.read(name)
                sha = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
                self.assertEqual((digest, int(size)), (f"sha256={sha.decode()}", len(content)))

    def test_it_is_the_same_bytes_again(self):
        out = SCRATCH / "again"
        out.mkdir()
        name = backend().build_wheel(str(out), {"build-dir": str(BUILD), "compile": "no"})
        self.assertEqual((out / name).read_bytes(), self.wheel.read_bytes())

    def test_it_is_imported_with_its_version_types_and_entry_points(self):
        version = project_version()
        said = run(self.python, "-c", INSTALLED.format(points=False))
        self.assertTrue(said.startswith(f"{version} {version} True not loaded {SCRATCH}"), said)
        points = self.python.parent.parent.glob("lib/*/site-packages/recourse-*/entry_points.txt")
        self.assertIn("[pytest11]\nrecourse.testing.pytest_plugin = recourse.testing.pytest_plugin",
                      next(points).read_text("utf-8"))

    def test_an_office_takes_a_case(self):
        run(self.python, CONSUMER / "project/main.py")

    def test_zz_nothing_is_left_when_it_is_removed(self):
        self.pip("uninstall", "--yes", "recourse")
        self.assertEqual(list((SCRATCH / "venv").rglob("*recourse*")), [])


def configured(name, cache):
    """A folder as CMake leaves it, with these lines in its cache."""
    folder = SCRATCH / name
    folder.mkdir()
    (folder / "CMakeCache.txt").write_text(cache)
    (folder / "cmake_install.cmake").touch()
    return folder


class Backend(unittest.TestCase):
    def refuses(self, message, **settings):
        build = backend()
        names = {name.replace("_", "-"): value for name, value in settings.items()}
        with self.assertRaisesRegex(build.BuildError, message):
            build.build_wheel(str(SCRATCH), names)

    def test_a_folder_that_is_no_build_is_refused(self):
        self.refuses("nowhere is no CMake build", build_dir=str(SCRATCH / "nowhere"), compile="no")

    def test_a_build_of_another_tree_is_refused(self):
        folder = configured("another", "CMAKE_HOME_DIRECTORY:INTERNAL=/elsewhere\n")
        self.refuses("is a build of /elsewhere, not of", build_dir=str(folder))

    def test_a_build_without_the_package_is_refused(self):
        home = f"CMAKE_HOME_DIRECTORY:INTERNAL={SOURCE}\n"
        for word in ("OFF", "0", ""):
            folder = configured(f"without{word}", f"{home}RECOURSE_BUILD_PYTHON:BOOL={word}\n")
            self.refuses("RECOURSE_BUILD_PYTHON=ON", build_dir=str(folder), compile="no")
        for word in ("1", "TRUE", "on"):
            folder = configured(f"with{word}", f"{home}RECOURSE_BUILD_PYTHON:BOOL={word}\n")
            self.assertEqual(backend()._build({"build-dir": str(folder), "compile": "no"}), folder)

    def test_what_failed_to_be_configured_is_configured_again(self):
        build = backend()
        folder = configured("failed", "CMAKE_HOME_DIRECTORY:INTERNAL=/elsewhere\n")
        (folder / "cmake_install.cmake").unlink()
        done = []
        build._configure = lambda *given: done.append(given)
        with self.assertRaisesRegex(build.BuildError, "is a build of /elsewhere"):
            build._build({"build-dir": str(folder), "cmake-args": "-DA=1"})
        self.assertEqual(done, [(folder, "-DA=1")])

    def test_a_word_that_it_does_not_know_is_refused(self):
        self.refuses('"yes" or "no", not "maybe"', build_dir=str(BUILD), compile="maybe")

    def test_a_module_for_another_python_is_refused(self):
        folder = SCRATCH / "other"
        folder.mkdir()
        (folder / "_core.cpython-399-x86_64-linux-gnu.so").touch()
        build = backend()
        with self.assertRaisesRegex(build.BuildError, "holds _core.cpython-399.* loads _core"):
            build._check_module(folder)

    def test_the_source_archive_holds_what_a_build_needs(self):
        build = backend()
        name = build.build_sdist(str(SCRATCH))
        root = f"recourse-{project_version()}"
        self.assertEqual(name, f"{root}.tar.gz")
        with tarfile.open(SCRATCH / name) as archive:
            names = set(archive.getnames())
        wanted = ("PKG-INFO", "pyproject.toml", "CMakeLists.txt", "src/CMakeLists.txt",
                  "bindings/python/packaging/recourse_build.py")  # fmt: skip
        self.assertEqual({f"{root}/{file}" for file in wanted} - names, set())
        self.assertEqual({name for name in names if name.startswith(f"{root}/build/")}, set())

    def test_the_source_archive_holds_nothing_that_lies_about(self):
        tree = SCRATCH / "tree"
        for file in ("kept.txt", "secret.txt", "dir/kept.txt", "env/bin/python", "dist/old.whl",
                     "build/a.o"):  # fmt: skip
            (tree / file).parent.mkdir(parents=True, exist_ok=True)
            (tree / file).touch()
        build = backend()
        build.SOURCE = tree
        self.assertEqual(build._sources(), ["dir/kept.txt", "kept.txt", "secret.txt"])
        if shutil.which("git") is None:
            return
        run("git", "-C", tree, "init", "--quiet")
        run("git", "-C", tree, "add", "kept.txt", "dir")
        self.assertEqual(build._sources(), ["dir/kept.txt", "kept.txt"])


class Debian(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        out = SCRATCH / "debian"
        run(os.environ["CPACK"], "--config", BUILD / "CPackConfig.cmake", "-B", out,
            "-D", "CPACK_DEBIAN_COMPRESSION_TYPE=gzip")  # fmt: skip
        cls.files = {path.name.partition("_")[0]: path for path in out.glob("*.deb")}
        cls.root = SCRATCH / "root"
        for path in cls.files.values():
            run("dpkg-deb", "--extract", path, cls.root)
        cls.usr = cls.root / "usr"

    def field(self, package, name):
        return run("dpkg-deb", "--field", self.files[package], name)

    def depends(self, package):
        return {one.split()[0] for one in self.field(package, "Depends").split(", ")}

    def test_there_are_three_of_one_version(self):
        self.assertEqual(set(self.files), {"librecourse-dev", "recourse", "python3-recourse"})
        for package in self.files:
            self.assertTrue(self.field(package, "Version").startswith(f"{project_version()}-"))

    def test_they_need_what_they_are_linked_with(self):
        for package in ("recourse", "python3-recourse"):
            self.assertLessEqual({"libc6", "libstdc++6", "librocksdb7.8", "libssl3", "libsodium23"},
                                 self.depends(package))  # fmt: skip
        self.assertIn("libqrencode4", self.depends("recourse"))
        python = self.field("python3-recourse", "Depends")
        minor = sys.version_info[1]
        self.assertIn(f"python3 (>= 3.{minor}~), python3 (<< 3.{minor + 1})", python)

    def test_the_library_needs_what_the_readme_says(self):
        text = (SOURCE / "README.md").read_text("utf-8")
        listed = re.search(r"builds with CMake.*?Debian packages:(.*?)To run it", text, re.DOTALL)
        self.assertEqual(self.depends("librecourse-dev"),
                         set(re.findall(r"[a-z0-9.+-]+-dev", listed.group(1))))  # fmt: skip

    def test_the_command_runs_with_its_page_and_completions(self):
        self.assertEqual(run(self.usr / "bin/recourse", "version"), f"recourse {project_version()}")
        for file in ("man/man1/recourse.1.gz", "bash-completion/completions/recourse",
                     "zsh/site-functions/_recourse",
                     "fish/vendor_completions.d/recourse.fish"):  # fmt: skip
            self.assertTrue((self.usr / "share" / file).is_file(), file)

    def test_the_package_for_python_works(self):
        packages = self.usr / "lib/python3/dist-packages"
        env = {**CLEAN, "PYTHONPATH": str(packages)}
        version = project_version()
        said = run(sys.executable, "-c", INSTALLED.format(points=True), env=env)
        self.assertEqual(said, f"{version} {version} True ['recourse.testing.pytest_plugin'] "
                               f"{packages / 'recourse'}")  # fmt: skip
        run(sys.executable, CONSUMER / "project/main.py", env=env)

    def test_a_program_links_the_library(self):
        run(os.environ["CMAKE"], f"-DPROJECT={SOURCE / 'tests/packaging/project'}",
            f"-DPREFIX={self.usr}", f"-DSCRATCH={SCRATCH / 'linked'}",
            f"-DCOMPILER={os.environ['COMPILER']}", f"-DBUILD_TYPE={os.environ['BUILD_TYPE']}",
            f"-DCMAKE_CTEST_COMMAND={os.environ['CTEST']}",
            "-P", CONSUMER / "run.cmake")  # fmt: skip

    def test_each_has_its_papers(self):
        for package in self.files:
            papers = self.usr / "share/doc" / package
            self.assertEqual(sorted(os.listdir(papers)),
                             ["changelog.Debian.gz", "changelog.gz", "copyright"])  # fmt: skip
            self.assertIn("Apache-2.0", (papers / "copyright").read_text("utf-8"))
        self.assertIn("Chart.js", (self.usr / "share/doc/recourse/copyright").read_text("utf-8"))

    def test_none_has_what_belongs_to_another(self):
        seen = {}
        for package, path in self.files.items():
            for line in run("dpkg-deb", "--contents", path).splitlines():
                name = line.split()[5]
                self.assertTrue(line.split()[1] == "root/root", line)
                if not name.endswith("/"):
                    self.assertIsNone(seen.setdefault(name, None), f"{package}: {name}")


if __name__ == "__main__":
    if not (shutil.which("dpkg-shlibdeps") and shutil.which("dpkg-deb")):
        print("left out: the tools of dpkg-dev are not here")
        sys.exit(77)
    shutil.rmtree(SCRATCH, ignore_errors=True)
    SCRATCH.mkdir(parents=True)
    unittest.main(argv=sys.argv[:1], verbosity=2)
