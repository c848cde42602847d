"""The console's own sources, in a scratch copy: `test_sources.py unit|bundle SCRATCH`.

unit: its tests. bundle: build.sh gives the bytes of dist/ and LICENSES.md that are committed.
"""

import os
import subprocess
import sys

import packages

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SOURCES = os.path.join(ROOT, "src", "apps", "server", "console")
MADE = ("dist/index.html", "dist/app.js", "dist/app.css", "LICENSES.md")


def content(folder, name):
    with open(os.path.join(folder, name), "rb") as file:
        return file.read()


def main():
    what, scratch = sys.argv[1:]
    folder = packages.installed(SOURCES, os.path.join(scratch, "sources"))
    if what == "unit":
        sys.exit(subprocess.run(["npm", "test"], cwd=folder, timeout=500).returncode)
    for name in MADE:
        os.remove(os.path.join(folder, name))
    # As build.sh does, without installing again.
    for step in ("typecheck", "bundle"):
        subprocess.run(["npm", "run", step], cwd=folder, check=True, timeout=500)
    other = [name for name in MADE if content(folder, name) != content(SOURCES, name)]
    if other:
        print("not what the sources give (run src/apps/server/console/build.sh):", *other)
    sys.exit(1 if other else 0)


if __name__ == "__main__":
    main()
