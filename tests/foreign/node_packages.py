"""The folder of tests/foreign/node with the packages of its lock file, in a scratch folder."""

import os
import shutil
import subprocess
import unittest

SOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "node")


def installed(scratch):
    """What npm installs is kept between runs, and anew when the lock file is another."""
    if not shutil.which("node") or not shutil.which("npm"):
        raise unittest.SkipTest("needs node and npm")
    folder = os.path.join(scratch, "node")
    with open(os.path.join(SOURCES, "package-lock.json"), encoding="utf-8") as file:
        lock = file.read()
    mark = os.path.join(folder, "installed")
    os.makedirs(folder, exist_ok=True)
    for name in os.listdir(SOURCES):
        if name != "node_modules":
            shutil.copy(os.path.join(SOURCES, name), folder)
    known = ""
    if os.path.exists(mark):
        with open(mark, encoding="utf-8") as file:
            known = file.read()
    if known != lock:
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
        if done.returncode != 0:
            raise unittest.SkipTest("npm ci does not reach its registry: " + done.stderr[-300:])
        with open(mark, "w", encoding="utf-8") as file:
            file.write(lock)
    return folder
