"""A copy of a folder of JavaScript with the packages of its lock file, in a scratch folder."""

import os
import shutil
import subprocess
import sys

SKIPPED = 77


def skip(why):
    """Ends the test as one that cannot be run here."""
    print("skipped:", why)
    sys.exit(SKIPPED)


def tool(name):
    """The path of a program that the test needs."""
    found = shutil.which(name)
    return found if found else skip(f"needs {name}")


def installed(sources, folder):
    """Copies `sources` to `folder`; what npm installs is kept until the lock file is another."""
    npm = tool("npm")
    tool("node")
    for name in os.listdir(folder) if os.path.isdir(folder) else ():
        if name not in ("node_modules", "installed"):
            kept = os.path.join(folder, name)
            shutil.rmtree(kept) if os.path.isdir(kept) else os.remove(kept)
    ignored = shutil.ignore_patterns("node_modules", "__pycache__")
    shutil.copytree(sources, folder, dirs_exist_ok=True, ignore=ignored)
    with open(os.path.join(sources, "package-lock.json"), encoding="utf-8") as file:
        lock = file.read()
    mark = os.path.join(folder, "installed")
    known = ""
    if os.path.exists(mark):
        with open(mark, encoding="utf-8") as file:
            known = file.read()
    if known != lock:
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=400)
        if done.returncode != 0:
            skip("npm ci does not reach its registry: " + done.stderr[-300:])
        with open(mark, "w", encoding="utf-8") as file:
            file.write(lock)
    return folder
