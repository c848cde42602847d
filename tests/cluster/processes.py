"""Starting and ending the processes of a test bed: each by its own pid, none by its name.

A pid is kept together with the moment when its process started, so that a pid that the system has
given to somebody else meanwhile is never signalled.
"""

import glob
import os
import signal
import subprocess
import time


def started_at(pid):
    """Clock ticks since boot at which the process started; None if there is none, or a zombie."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else int(fields[19])


def at_another_time(shift):
    """The environment in which a program's wall clock is off by `shift` ("-1h"), durations true;
    None where libfaketime is missing. By the library: the program `faketime` stays in between, and
    a signal to it would end it alone."""
    found = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
    if not found:
        return None
    return {"LD_PRELOAD": found[0], "FAKETIME": shift, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


def spawn(argv, log, environment=None, folder="/"):
    """Starts a process in a session of its own. Returns [pid, started_at]."""
    with open(log, "ab") as output:
        process = subprocess.Popen(
            argv, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=folder,
            start_new_session=True, env={**os.environ, **(environment or {})},
        )  # fmt: skip
    return [process.pid, started_at(process.pid)]


def alive(known):
    """`known` is [pid, started_at], or None."""
    return bool(known) and known[1] is not None and started_at(known[0]) == known[1]


def send(known, number):
    """True: the signal was sent to that very process."""
    if not alive(known):
        return False
    try:
        os.kill(known[0], number)
    except ProcessLookupError:
        return False
    return True


def tree(roots):
    """The processes of `roots` and all that descend from them, parents first."""
    children = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            parent = parent_of(int(entry))
            if parent is not None:
                children.setdefault(parent, []).append(int(entry))
    found = []
    waiting = [known[0] for known in roots if alive(known)]
    while waiting:
        pid = waiting.pop(0)
        if pid not in [known[0] for known in found]:
            found.append([pid, started_at(pid)])
            waiting += children.get(pid, [])
    return [known for known in found if known[1] is not None]


def parent_of(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return int(file.read().rpartition(")")[2].split()[1])
    except OSError:
        return None


def wait_until(condition, seconds, pause=0.05):
    """The condition's last value: true, or whatever it was when the time was over."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value or time.monotonic() >= end:
            return value
        time.sleep(pause)


def end_all(processes, seconds=10):
    """SIGTERM, and SIGKILL for whoever is still there after `seconds`."""
    for known in processes:
        send(known, signal.SIGCONT)
        send(known, signal.SIGTERM)
    if not wait_until(lambda: not any(alive(known) for known in processes), seconds):
        kill_all(processes)


def kill_all(processes):
    for known in processes:
        send(known, signal.SIGKILL)
    wait_until(lambda: not any(alive(known) for known in processes), 5)
