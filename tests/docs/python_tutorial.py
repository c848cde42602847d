"""Runs the Python of a page, its blocks one after another, and compares what it prints.

Usage: python_tutorial.py PAGE CACHE. The program runs in a folder of its own; it has forty lines at
most, its types are checked (mypy, whose cache lies in CACHE), and the page's only block of text is
what it prints.
"""

import os
import re
import subprocess
import sys
import tempfile

LINES_MAX = 40


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def run(*command, **options):
    return subprocess.run([sys.executable, *command], text=True, capture_output=True, **options)


def main(path, cache):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    program = "".join(blocks(text, "python"))
    (promised,) = blocks(text, "text")
    lines = [line for line in program.splitlines() if line.strip()]
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "tutorial.py")
        with open(file, "w", encoding="utf-8") as out:
            out.write(program)
        done = run("-B", file, cwd=folder)
        types = run("-m", "mypy", "--strict", "--cache-dir", cache, file,
                    env={**os.environ, "MYPYPATH": os.environ.get("PYTHONPATH", "")})  # fmt: skip
    if done.returncode != 0:
        sys.exit(done.stdout + done.stderr)
    if done.stdout != promised:
        sys.exit(f"it prints\n{done.stdout}\nand the page says\n{promised}")
    if types.returncode != 0:
        sys.exit(types.stdout + types.stderr)
    if len(lines) > LINES_MAX:
        sys.exit(f"{len(lines)} lines, and {LINES_MAX} are promised")
    print(f"{len(lines)} lines, and they print what the page says")


if __name__ == "__main__":
    main(*sys.argv[1:3])
