"""Processes: how an office ends with one, what a fork makes of it, how long an import takes."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys

from conftest import OFFICER, report

import recourse

BEGIN = """
import recourse, sys, threading
from recourse import Actor, complaint
office = recourse.Office.open(sys.argv[1])
command = complaint.Report(
    district="PD", category=complaint.Category.difficult, line=complaint.Line.population)
def handle(case):
    return office.handle(case, command, actor=Actor("w7", "window_officer", "S001"))
handle("A-1")
"""


def run(code: str, *arguments: str, environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=120,
        check=False, env=environment,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_process_may_end_without_closing(tmp_path: pathlib.Path) -> None:
    run(BEGIN, str(tmp_path))
    run(BEGIN.replace("A-1", "A-2") + "keep = [office]; keep.append(keep)", str(tmp_path))
    with recourse.Office.open(tmp_path, create=False) as office:
        assert office.head() == 2


def test_a_process_may_end_while_threads_are_in_calls(tmp_path: pathlib.Path) -> None:
    busy = """
def work(thread):
    n = 0
    while True:
        n += 1
        handle(f"T{thread}-{n}")
for n in range(4):
    threading.Thread(target=work, args=(n,), daemon=True).start()
threading.excepthook = lambda args: None
while office.head() < 50:
    pass
"""
    run(BEGIN + busy, str(tmp_path))
    with recourse.Office.open(tmp_path, create=False) as office:
        assert office.head() >= 50


def test_an_office_belongs_to_the_process_that_opened_it(office: recourse.Office) -> None:
    office.handle("A-1", report(), actor=OFFICER)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            office.head()
        except RuntimeError as error:
            status = 0 if "before the process was forked" in str(error) else 2
        os._exit(status if office.closed else 3)
    assert os.waitpid(child, 0)[1] == 0
    assert office.head() == 2


def test_a_forked_worker_may_end(tmp_path: pathlib.Path) -> None:
    """As multiprocessing forks: its workers hold the office, and end without running exit()."""
    fork = """
import multiprocessing
worker = multiprocessing.get_context("fork").Process(target=lambda: None)
worker.start()
worker.join()
assert worker.exitcode == 0
handle("A-2")
"""
    run(BEGIN + fork, str(tmp_path))


def test_a_forked_child_may_exit(tmp_path: pathlib.Path) -> None:
    """exit() would destroy RocksDB's own things, which wait for threads that the parent has."""
    fork = """
import os, sys
child = os.fork()
if child == 0:
    print("said by the child", end="")
    sys.exit(3)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
handle("A-2")
"""
    assert run(BEGIN + fork, str(tmp_path)) == "said by the child"


def test_importing_is_quick(tmp_path: pathlib.Path) -> None:
    """Goal: scripts start soon, with every class loaded. Method: processor time, with bytecode at
    hand, against that of some modules of Python's own in the same minute, in turn; the best of
    five. Machines are busy and differ: a bound in seconds says more of them than of the package."""
    measured = "import time; begin = time.process_time(); {}; print(time.process_time() - begin)"
    ours = measured.format("import recourse; from recourse.complaint import Report, State")
    others = measured.format("import asyncio, http.server, unittest.mock, xml.dom.minidom")
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    pairs = [
        [float(run(code, environment=environment)) for code in (ours, others)] for _ in range(6)
    ]
    best = [min(times) for times in zip(*pairs[1:])]
    assert best[0] < 4 * best[1], pairs  # about 2 when it was written
