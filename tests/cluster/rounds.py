#!/usr/bin/env python3
"""Breaks a cluster round by round while clients append, and holds what they saw against the log.

    rounds.py --client build/…/cluster_client --seed 7 --rounds 200
    rounds.py --client psql_client.py --seed 7 --rounds 5 --short

A round: clients append, something breaks, after a while it is mended, all is well again, the
clients end, what a killed client left is asked for, the log is read at each machine, and
history_checker.py judges. The seed gives the faults and their moments. Printed for each round: the
fault, and the longest time without an acknowledged append; at the end its median, 99th percentile
and worst by fault. Exit code 1: a violation (its files are kept and named); 77: packages are
missing.
"""

import argparse
import collections
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import disks
import history_checker
import processes
from bed import MACHINES, Bed, Fault, missing_programs
from network import CLIENT
from settings import host_name

HERE = os.path.dirname(os.path.abspath(__file__))
SHORT = ["kill_primary", "kill_client", "kill_standby", "cut_primary_off", "kill_etcd"]
HEALTHY_WITHIN = 240


class Faults:
    """Each method breaks something and returns what it broke, in words. Bed.mend undoes it."""

    def __init__(self, bed, moments):
        self.bed = bed
        self.moments = moments

    def primary(self):
        return self.bed.primary() or MACHINES[0]

    def standby(self):
        return self.moments.choice([m for m in MACHINES if m != self.primary()])

    def kill_primary(self, _round):
        machine = self.primary()
        self.bed.kill_database(machine)
        return f"Patroni and PostgreSQL of {host_name(machine)}"

    def kill_standby(self, _round):
        machine = self.standby()
        self.bed.kill_database(machine)
        return host_name(machine)

    def kill_postmaster(self, _round):
        machine = self.primary()
        self.bed.kill_postmaster(machine)
        return f"PostgreSQL of {host_name(machine)}, with its Patroni alive"

    def kill_patroni(self, _round):
        machine = self.primary()
        self.bed.kill_patroni(machine)
        return f"Patroni of {host_name(machine)}, with its PostgreSQL alive"

    def kill_machine(self, _round):
        machine = self.primary()
        self.bed.kill_etcd(machine)
        self.bed.kill_database(machine)
        return f"all of {host_name(machine)}"

    def kill_etcd(self, _round):
        machine = self.moments.choice(MACHINES)
        self.bed.kill_etcd(machine)
        return host_name(machine)

    def kill_two_etcd(self, _round):
        machines = self.moments.sample(MACHINES, 2)
        for machine in machines:
            self.bed.kill_etcd(machine)
        return " and ".join(map(host_name, machines))

    def kill_client(self, round_):
        round_.kill_client()
        return "a second one follows it"

    def cut_two_machines(self, _round):
        one, other = self.moments.sample(MACHINES, 2)
        self.bed.network.block(one, other)
        return f"{host_name(one)} and {host_name(other)}"

    def cut_one_way(self, _round):
        one, other = self.moments.sample(MACHINES, 2)
        self.bed.network.block(one, other, one_way=True)
        return f"from {host_name(one)} to {host_name(other)}"

    def cut_primary_off(self, _round):
        """From its peers; clients still reach it."""
        machine = self.primary()
        for other in MACHINES:
            if other != machine:
                self.bed.network.block(machine, other)
        return host_name(machine)

    def cut_client_off(self, _round):
        machine = self.primary()
        self.bed.network.block(CLIENT, machine)
        return f"the clients from {host_name(machine)}"

    def cut_replication_and_crash(self, _round):
        """Commits that no standby has, on a primary that comes back with them."""
        machine = self.primary()
        for other in MACHINES:
            if other != machine:
                self.bed.network.block(machine, other, "postgres")
        time.sleep(self.moments.uniform(0.2, 1.5))
        self.bed.kill_postmaster(machine)
        return host_name(machine)

    def pause_primary(self, _round):
        machine = self.primary()
        self.bed.pause(machine)
        return host_name(machine)

    def pause_standby(self, _round):
        machine = self.standby()
        self.bed.pause(machine)
        return host_name(machine)

    def pause_client(self, round_):
        processes.send(round_.client, signal.SIGSTOP)
        time.sleep(self.moments.uniform(1, 8))
        processes.send(round_.client, signal.SIGCONT)
        return "some seconds"

    def step_the_clock(self, round_):
        """Of a client that follows the one before: an hour back or ahead; durations stay true."""
        hours = self.moments.choice(("-1h", "+1h"))
        clock = processes.at_another_time(hours)
        round_.kill_client(["env", *(f"{name}={value}" for name, value in clock.items())])
        return hours

    def fill_disk(self, _round):
        machine = self.primary()
        disks.fill(self.bed.settings.disk(machine))
        return host_name(machine)

    def switch_over(self, _round):
        before = self.primary()
        try:
            self.bed.switchover()
        except Fault as refused:
            return str(refused)
        return f"from {host_name(before)}"


def known_faults(bed, client):
    names = [name for name in vars(Faults) if name not in ("primary", "standby", "__init__")]
    names = [name for name in names if not name.startswith("_")]
    if bed.state["disk"] == "folder":
        names.remove("fill_disk")
    # libfaketime does not bear Python's way of sleeping.
    if not processes.at_another_time("-1h") or client[0] == sys.executable:
        names.remove("step_the_clock")
    return names


class Round:
    """One client and its history."""

    def __init__(self, bed, client, folder, seed):
        self.bed = bed
        self.argv = client
        self.folder = folder
        self.seed = seed
        self.histories = []
        self.client = None
        os.makedirs(folder)

    def note(self, words):
        """Beside the histories, by their clock: whoever reads a violation needs the moments."""
        with open(os.path.join(self.folder, "moments.txt"), "a", encoding="utf-8") as file:
            file.write(f"{time.monotonic_ns()} {time.strftime('%F %T')} {words}\n")

    def command(self, *words):
        return [*self.bed.network.inside(CLIENT), *words]

    def start_client(self, before=()):
        path = os.path.join(self.folder, f"history{len(self.histories)}.jsonl")
        self.histories.append(path)
        argv = [*before, *self.argv, "write", self.bed.settings.connection(), path, str(self.seed)]
        log = os.path.join(self.folder, "client.log")
        self.client = processes.spawn(self.command(*argv), log)

    def kill_client(self, before=()):
        processes.kill_all(processes.tree([self.client])[::-1])
        self.start_client(before)

    def end_client(self, seconds=150):
        """True: it ended by itself, with everything settled."""
        processes.send(self.client, signal.SIGTERM)
        return processes.wait_until(lambda: not processes.alive(self.client), seconds)

    def last_words(self):
        with open(os.path.join(self.folder, "client.log"), encoding="utf-8") as file:
            return file.read()[-600:]

    def lines(self):
        return [
            line
            for path in self.histories
            if os.path.exists(path)
            for line in history_checker.read_lines(path)
        ]

    def acknowledged(self):
        calls, _ = history_checker.calls_of(self.lines())
        return sorted(c.answered for c in calls if c.ask == "append" and c.outcome == "ok")

    def open_commands(self):
        """What was asked for and is not settled, as a killed client leaves it."""
        calls, _ = history_checker.calls_of(self.lines())
        last = {}
        settled = set()
        for call in calls:
            if call.command:
                last[call.command] = call.outcome
                if call.outcome in ("ok", "found"):
                    settled.add(call.command)
        return [c for c, outcome in last.items() if outcome == "unknown" and c not in settled]

    def resolve(self):
        open_ones = self.open_commands()
        if open_ones:
            path = os.path.join(self.folder, "resolved.jsonl")
            self.histories.append(path)
            self.ask("resolve", self.bed.settings.connection(), path, text="\n".join(open_ones))
        return len(open_ones)

    def ask(self, *words, text=None):
        done = subprocess.run(
            self.command(*self.argv, *words), input=text, capture_output=True, text=True,
            timeout=300, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            raise Fault(f"{words[0]}: {done.stdout[-300:]}{done.stderr[-600:]}")
        return done.stdout

    def read_logs(self):
        """At whoever takes writes, and at each standby when it has caught up."""
        paths = []
        for name, more in [("primary", {}), *(
            (host_name(m), self.one_machine(m)) for m in self.bed.standbys()
        )]:  # fmt: skip
            path = os.path.join(self.folder, f"log-{name}.jsonl")
            with open(path, "w", encoding="utf-8") as file:
                file.write(self.ask("log", self.bed.settings.connection(**more)))
            paths.append(path)
        return paths

    def one_machine(self, machine):
        address, port = self.bed.network.reached(machine, "postgres")
        return {
            "host": host_name(machine), "hostaddr": address, "port": port,
            "target_session_attrs": "any",
        }  # fmt: skip


def longest_silence(moments):
    """(seconds, acknowledged) between two acknowledged appends that follow each other."""
    if len(moments) < 2:
        return float("inf"), len(moments)
    return max(b - a for a, b in zip(moments, moments[1:])) / 1e9, len(moments)


def wait_for_acknowledgement(round_, behind, seconds):
    return processes.wait_until(
        lambda: any(moment > behind for moment in round_.acknowledged()), seconds, 0.3
    )


def play(bed, client, folder, number, name, moments):
    """One round; (seconds without appends, violations)."""
    round_ = Round(bed, client, folder, moments.randrange(1 << 30))
    try:
        words = break_and_mend(bed, round_, name, moments)
        ended = round_.end_client()
    finally:
        processes.kill_all(processes.tree([round_.client] if round_.client else []))
    # What was broken may still take effect: a primary steps down some seconds after etcd was away.
    bed.wait(f"{name}: not healthy afterwards", bed.healthy, HEALTHY_WITHIN)
    resolved = round_.resolve()
    logs = patiently(round_)
    violations, summary = history_checker.judge([*earlier(folder), *round_.histories], logs)
    silence, acknowledged = longest_silence(round_.acknowledged())
    forced = "" if ended else ", client had to be killed"
    print(
        f"{number:3} {name}: {words}; {silence:.2f} s without appends, {acknowledged} acknowledged,"
        f" {resolved} asked for afterwards{forced}; {summary}",
        flush=True,
    )
    return silence, violations


def patiently(round_, attempts=5):
    """The logs, read again where nobody answered; what is wrong with a log is not tried again."""
    for attempt in range(1, attempts + 1):
        try:
            return round_.read_logs()
        except Fault as fault:
            round_.note(f"log unreadable: {fault}")
            if "io_error: connecting" not in str(fault) or attempt == attempts:
                raise
            time.sleep(5)
    return []


def break_and_mend(bed, round_, name, moments):
    """What was broken, in words. Afterwards all is well, and appends come through."""
    round_.start_client()
    if not wait_for_acknowledgement(round_, 0, 60):
        raise Fault(f"the client never began: {round_.last_words()}")
    time.sleep(moments.uniform(0.5, 2))
    words = getattr(Faults(bed, moments), name)(round_)
    broken = time.monotonic_ns()
    round_.note(f"{name}: {words}")
    longest = 30 if name.startswith(("pause", "cut")) else 8
    time.sleep(moments.uniform(1, longest))
    if name.startswith("kill_p") or name == "kill_machine":
        # A new primary is to come of it before the old one is back.
        wait_for_acknowledgement(round_, broken, 60)
    bed.mend()
    round_.note("mended")
    bed.wait(f"{name}: not healthy again", bed.healthy, HEALTHY_WITHIN)
    round_.note("healthy")
    if not wait_for_acknowledgement(round_, time.monotonic_ns(), 90):
        raise Fault(f"{name}: all is well, but no append comes through: {round_.last_words()}")
    return words


def earlier(folder):
    """The histories of the rounds before: one log holds them all."""
    whole = os.path.dirname(folder)
    found = []
    for name in sorted(os.listdir(whole)):
        path = os.path.join(whole, name)
        if name.startswith("round") and path != folder:
            found += [
                os.path.join(path, file)
                for file in sorted(os.listdir(path))
                if file.startswith(("history", "resolved"))
            ]
    return found


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def print_figures(silences):
    every = [value for values in silences.values() for value in values]
    for name, values in [*sorted(silences.items()), ("all", every)]:
        if values:
            print(
                f"{name}: {len(values)} rounds; without appends"
                f" median {percentile(values, 0.5):.2f} s, 99th {percentile(values, 0.99):.2f} s,"
                f" worst {max(values):.2f} s"
            )


def plan(names, rounds, moments, short):
    """Every fault once before any comes again."""
    if short:
        return [SHORT[number % len(SHORT)] for number in range(rounds)]
    planned = []
    while len(planned) < rounds:
        planned += moments.sample(names, len(names))
    return planned[:rounds]


def play_all(bed, given, folder):
    moments = random.Random(given.seed)
    python = [sys.executable, "-B"] if given.client.endswith(".py") else []
    client = [*python, given.client]
    names = given.faults.split(",") if given.faults else known_faults(bed, client)
    silences = collections.defaultdict(list)
    for number, name in enumerate(plan(names, given.rounds, moments, given.short), 1):
        place = os.path.join(folder, f"round{number:04}")
        silence, violations = play(bed, client, place, number, name, moments)
        silences[name].append(silence)
        if violations:
            for violation in violations[:20]:
                print(f"VIOLATION {violation.kind}: {violation.text}")
            print(f"seed {given.seed}, round {number} ({name}): files in {place}")
            print_figures(silences)
            return 1
        if number % given.fresh_after == 0:
            begin_anew(bed, folder)
    print_figures(silences)
    return 0


def begin_anew(bed, folder):
    """A log of its own for the next rounds: to judge a whole history takes longer and longer."""
    for name in os.listdir(folder):
        shutil.rmtree(os.path.join(folder, name))
    drop, create = "DROP DATABASE recourse WITH (FORCE)", "CREATE DATABASE recourse OWNER recourse"
    for statement in (drop, create):
        done = bed.psql(statement, user="postgres", database="postgres")
        if done.returncode != 0:
            raise Fault(f"no new database: {done.stderr.strip()}")


def arguments():
    whole = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    whole.add_argument("--client", required=True, help="cluster_client, or psql_client.py")
    whole.add_argument("--seed", type=int, default=1)
    whole.add_argument("--rounds", type=int, default=5)
    whole.add_argument("--short", action="store_true", help="five kinds of fault, in turn")
    whole.add_argument("--faults", help="only these, separated by commas")
    whole.add_argument("--fresh-after", type=int, default=20, help="rounds on one log")
    whole.add_argument("--network", default="auto")
    whole.add_argument("--base-port", type=int, default=25600)
    whole.add_argument("--dir", help="where it all lies; else a temporary folder")
    whole.add_argument("--keep", action="store_true", help="leave the bed up at the end")
    given = whole.parse_args()
    places = [given.client, os.path.join(HERE, given.client)]
    found = [os.path.abspath(place) for place in places if os.path.isfile(place)]
    if not found:
        whole.error(f"no client {given.client}: name build/release/bin/cluster_client")
    given.client = found[0]
    return given


def main():
    given = arguments()
    missing = missing_programs()
    if missing:
        print("skipped: missing " + ", ".join(missing))
        return 77
    print(f"seed {given.seed}, {given.rounds} rounds", flush=True)
    folder = given.dir or tempfile.mkdtemp(prefix="recourse-cluster-")
    os.makedirs(folder, exist_ok=True)
    os.chmod(folder, 0o755)
    bed = Bed(os.path.join(folder, "bed"))
    kept = os.path.join(folder, "rounds")
    os.makedirs(kept, exist_ok=True)
    code = 1
    try:
        bed.up(network=given.network, base_port=given.base_port)
        print(f"{bed.state['network']}, disks {bed.state['disk']}", flush=True)
        code = play_all(bed, given, kept)
    except Fault as fault:
        print(f"rounds: {fault}; files in {folder}")
    finally:
        if not given.keep:
            bed.down(keep=code != 0)
    if code == 0 and not given.dir:
        shutil.rmtree(folder)
    return code


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main())
