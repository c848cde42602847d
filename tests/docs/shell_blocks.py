"""Runs the shell blocks of pages of the documentation, each page against a store of its own.

Usage: shell_blocks.py <recourse> <page.md>…

A block is what is indented by four columns and has a line that begins with a command.
All blocks of a page run in its order, in one folder; the block that begins with EXAMPLE runs before
them, so that there is a case. Nobody acts but whom a line names. Left out is what cannot end or
has a gap (`…`), and what wants a PostgreSQL server.
"""

import json
import os
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"(?:^ {4,}\S.*(?:\n|\Z)(?:^[ \t]*\n(?=^ {4,}\S))?)+", re.MULTILINE)
COMMAND = re.compile(r"^\s*(?:recourse|export|mkdir|code=\$\(recourse)\S* ", re.MULTILINE)
EXAMPLE = "export RECOURSE_DIR=/tmp/window"
LEFT_OUT = ("…", "postgresql:", "--follow", "man -l")
# Places of a whole machine stand for ones in the folder of the test.
PLACES = ("/tmp/window", "/backup/window", "/var/lib/window-2")
FEWEST = {"cli.md": 28, "ledger.md": 3, "norms.md": 6}
NOTICE = {
    "year": 2027, "papers": ["https://www.gov.cn/2027"],
    "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": True}],
}  # fmt: skip


def blocks_of(text):
    """The shell blocks, without their indentation and without lines that are left out."""
    for block in BLOCK.findall(text):
        if not COMMAND.search(block) or block.lstrip().startswith("$ "):
            continue
        width = len(block) - len(block.lstrip(" "))
        lines = [line[width:] for line in block.splitlines()]
        if any(word in line for line in lines if line.startswith("export") for word in LEFT_OUT):
            continue
        yield "\n".join(line for line in lines if not any(word in line for word in LEFT_OUT))


class Folder:
    """Where a page runs: the program under the names that pages call it by, and a sealed store."""

    def __init__(self, path, program):
        self.path = path
        os.makedirs(os.path.join(path, "bin"))
        for name in ("recourse", "recourse-0.1", "recourse-0.2"):
            os.symlink(os.path.abspath(program), os.path.join(path, "bin", name))
        with open(os.path.join(path, "2027.json"), "w", encoding="utf-8") as file:
            json.dump(NOTICE, file)
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("RECOURSE_")}
        self.environment |= {
            "PATH": os.path.join(path, "bin") + os.pathsep + os.environ["PATH"],
            "RECOURSE_DIR": os.path.join(path, "tmp/window"),
        }
        self.run("recourse keys create master.key")
        self.environment["RECOURSE_MASTER_KEY_FILE"] = os.path.join(path, "master.key")

    def run(self, block):
        """The block must end well: each of its lines, and each part of a pipe."""
        for place in PLACES:
            block = re.sub(re.escape(place) + r"(?![\w-])", self.path + place, block)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block], cwd=self.path, env=self.environment,
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            return f"{block}\nended with {done.returncode}: {done.stdout}{done.stderr}"
        return None


def check(program, example, page):
    """What of the page cannot be run."""
    with open(page, encoding="utf-8") as file:
        blocks = list(blocks_of(file.read()))
    commands = sum(len(COMMAND.findall(block)) for block in blocks)
    name = os.path.basename(page)
    if commands < FEWEST[name]:
        return [f"{page}: {commands} commands alone were found"]
    with tempfile.TemporaryDirectory(prefix="recourse-docs-") as path:
        folder = Folder(path, program)
        for place in ("tmp", "backup", "var/lib"):
            os.makedirs(os.path.join(path, place))
        rest = [block for block in blocks if block != example]
        wrong = [folder.run(block) for block in (example, *rest)]
    return [f"{name}: {one}" for one in wrong if one]


def main(program, *pages):
    examples = []
    for page in pages:
        with open(page, encoding="utf-8") as file:
            examples += [one for one in blocks_of(file.read()) if one.startswith(EXAMPLE)]
    if len(examples) != 1:
        raise SystemExit(f"{len(examples)} blocks begin with {EXAMPLE}")
    wrong = [one for page in pages for one in check(program, examples[0], page)]
    print("\n\n".join(wrong) or "each block ran")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    sys.exit(main(*sys.argv[1:]))
