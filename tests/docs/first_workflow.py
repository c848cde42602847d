"""The page for newcomers, done as it says: its files, built against the installed library, run.

Usage: first_workflow.py <page> <folder for the project> [program]

Without a program it writes the page's files into the folder, which is emptied first. With one, it
runs it twice in an empty folder and compares what it prints with what the page shows.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```(\w+) ([^\n]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINES_MAX = 120


def blocks(page):
    """{what follows the language: text}; blocks of one name are one file, in their order."""
    with open(page, encoding="utf-8") as file:
        text = file.read()
    files, shown = {}, {}
    for language, name, body in BLOCK.findall(text):
        into = shown if language == "text" else files
        into[name] = into.get(name, "") + body
    if text.count("\n```") != 2 * len(BLOCK.findall(text)):
        raise SystemExit(f"{page}: a block of code names no file")
    return files, shown


def write(page, folder):
    files, _ = blocks(page)
    lines = sum(text.count("\n") for text in files.values())
    print(f"{len(files)} files, {lines} lines")
    if not files or lines >= LINES_MAX:
        raise SystemExit(f"{page}: {lines} lines of code; it promises fewer than {LINES_MAX}")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    for name, text in files.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)


def run(page, program):
    _, shown = blocks(page)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("first run", "second run"):
            done = subprocess.run(
                [program], cwd=folder, capture_output=True, text=True, timeout=60, check=False
            )
            if done.returncode != 0 or done.stdout != shown[name]:
                raise SystemExit(
                    f"{name}: the page shows\n{shown[name]}the program ends with "
                    f"{done.returncode} and prints\n{done.stdout}{done.stderr}"
                )
    print("both runs print what the page shows")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        write(sys.argv[1], sys.argv[2])
    elif len(sys.argv) == 4:
        run(sys.argv[1], sys.argv[3])
    else:
        raise SystemExit(__doc__)
