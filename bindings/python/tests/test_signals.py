"""Signals: Ctrl-C ends any waiting within a moment and loses nothing. In processes of their own."""

from __future__ import annotations

import pathlib
import subprocess
import sys
import time

import pytest

BEGIN = """
import os, pathlib, signal, sys, threading, time
import recourse
from recourse import Actor, complaint
officer = Actor("w7", "window_officer", "S001")
report = complaint.Report(
    district="PD", category=complaint.Category.difficult, line=complaint.Line.population,
    present=True)

def interrupted(call, signal_after=0.3):
    took = []
    for _ in range(5):                               # who shares a machine is not always at work
        sent = []
        def send():
            time.sleep(signal_after)
            sent.append(time.monotonic())
            os.kill(os.getpid(), signal.SIGINT)
        threading.Thread(target=send).start()
        try:
            call()
        except KeyboardInterrupt as raised:
            took.append(time.monotonic() - sent[0])
            if took[-1] < 0.1:
                return raised
        else:
            raise AssertionError("it was not interrupted")
    raise AssertionError(took)
"""


def run(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + code, *arguments], capture_output=True, text=True,
        timeout=60, check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize(
    "call",
    [
        "office.cases(actor=officer, at_least=999)",
        "office.figures(actor=Actor('v1', 'supervisor'), as_of=None) and office.cases("
        "actor=officer, at_least=999)",
        "office.agenda(actor=officer, unit='S001', at_least=999)",
        "office.wait_until(999)",
        "office.wait_for_view('cases', 999)",
        "list(office.tail(actor=officer, follow=True))",
    ],
)
def test_a_wait_is_interrupted(call: str) -> None:
    """The office's patience is 30 seconds: neither the wait nor the process's end takes so long."""
    run(f"""
office = recourse.Office.open(store="memory")
office.handle("A-1", report, actor=officer)
interrupted(lambda: {call})
assert office.head() == 2                        # it goes on as before
begin = time.monotonic()
office.close()
assert time.monotonic() - begin < 5
""")


def test_a_process_ends_soon_though_a_wait_was_left() -> None:
    begin = time.monotonic()
    run("""
office = recourse.Office.open(store="memory")
interrupted(lambda: office.cases(actor=officer, at_least=999))
""")
    assert time.monotonic() - begin < 15


def test_an_interrupted_command_takes_effect_and_is_answered_again(tmp_path: pathlib.Path) -> None:
    """Method: another thread keeps the store busy, and signals come while commands are given."""
    run(
        """
office = recourse.Office.open(sys.argv[1])
# A command that waits: behind hundreds of others for the same case.
def fill():
    import asyncio
    async def many():
        message = complaint.Message(text=recourse.Sealed("还没好吗"))
        await asyncio.gather(*(office.handle_async("A-1", message, actor=Actor("x", "citizen"))
                               for _ in range(12_000)))
    asyncio.run(many())
office.handle("A-1", report, actor=officer)
thread = threading.Thread(target=fill)
thread.start()
time.sleep(0.2)
left = None
for n in range(200):
    timer = threading.Timer(0.002, lambda: os.kill(os.getpid(), signal.SIGINT))
    try:
        timer.start()
        office.handle(f"B-{n}", report, actor=officer)
        timer.join()
        time.sleep(0.01)
    except KeyboardInterrupt as raised:
        left = getattr(raised, "command_id", None)
        if left:
            break
thread.join()
if left:                                          # a quick machine may never wait
    again = office.handle(f"B-{n}", report, actor=officer, command_id=left)
    assert again.version == 2, again
    assert office.state(f"B-{n}", actor=officer).version == 2
""",
        str(tmp_path),
    )


def test_commands_that_were_not_given_yet_stay_so() -> None:
    """Items of which there is no end are read no further once nobody waits for their answers."""
    run("""
office = recourse.Office.open(store="memory")
read = [0]
def items():
    while True:
        read[0] += 1
        time.sleep(0.001)
        yield f"A-{read[0]}", report
interrupted(lambda: office.handle_many(items(), actor=officer))
time.sleep(0.1)
before = read[0]
time.sleep(0.2)
assert 0 < read[0] == before, (before, read)
office.close()
""")


def test_a_handler_that_does_not_raise_ends_nothing() -> None:
    run("""
hits = []
signal.signal(signal.SIGALRM, lambda *_: hits.append(1))
signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
office = recourse.Office.open(store="memory", view_patience=0.5)
try:
    office.cases(actor=officer, at_least=5)
except recourse.TimedOutError:
    signal.setitimer(signal.ITIMER_REAL, 0)
assert len(hits) > 3, hits
""")


def test_an_event_loop_is_interrupted() -> None:
    run("""
import asyncio
office = recourse.Office.open(store="memory")
async def wait():
    await office.wait_until_async(999)
interrupted(lambda: asyncio.run(wait()))
""")


def test_threads_and_callbacks_end_with_the_process(tmp_path: pathlib.Path) -> None:
    """Daemon threads in calls, a subscriber at work, awaited calls of a loop that is gone."""
    run(
        """
import asyncio
office = recourse.Office.open(sys.argv[1])
seen = []
office.add_subscriber("all", seen.append, actor=officer)
async def leave():
    for n in range(500):
        office.handle_async(f"A-{n}", report, actor=officer)   # nobody awaits it
asyncio.run(leave())
def work(thread):
    for n in range(10**9):
        try:
            office.handle(f"T{thread}-{n}", report, actor=officer)
        except recourse.ClosedError:
            return
for thread in range(4):
    threading.Thread(target=work, args=(thread,), daemon=True).start()
threading.Thread(target=lambda: office.wait_until(10**9), daemon=True).start()
threading.excepthook = lambda args: None
while office.head() < 1200:
    time.sleep(0.01)
""",
        str(tmp_path),
    )
    run(
        'office = recourse.Office.open(sys.argv[1], create=False)\nassert office.head() >= 1200',
        str(tmp_path),
    )


def test_a_fork_leaves_the_parents_loop_and_workers_alone() -> None:
    run("""
import asyncio
office = recourse.Office.open(store="memory")
async def main():
    await office.handle_async("A-1", report, actor=officer)
    office.cases(actor=officer)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            office.cases(actor=officer)
        except RuntimeError:
            with recourse.Office.open(store="memory") as own:
                own.handle("A-1", report, actor=officer)
                status = 0 if len(own.cases(actor=officer).cases) == 1 else 2
        os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    await office.handle_async("A-2", report, actor=officer)
    assert len((await office.cases_async(actor=officer)).cases) == 2
asyncio.run(main())
""")
