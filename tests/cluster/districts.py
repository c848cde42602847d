#!/usr/bin/env python3
"""A city of sixteen districts: three logs in one cluster, an engine for each, one of them taken
over after a kill, the primary killed under all three, and one ledger over the three logs.

    districts.py --recourse build/release/bin/recourse --packages build/release/python

Each engine is a process with the library embedded (Python), which takes matters of its districts
one after the other and writes down what was acknowledged. Beside them `recourse serve` stands on a
fourth log and is asked for its health. Held against each other at the end: what the engines were
acknowledged, and what `recourse logs ledger` shows. Exit code 1: something differs, or did not come
back by itself; 77: packages are missing.
"""

import argparse
import collections
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

import processes
from bed import Bed, Fault, in_network, missing_programs
from network import CLIENT, namespaces_are_allowed
from settings import DATABASE, host_name

DISTRICTS = {
    "west": ["CN", "QP", "JD", "MH", "SJ", "XH"],
    "north": ["BS", "CM", "HK", "JA", "PT", "YP"],
    "east": ["FX", "HP", "JS", "PD"],
}
SUPERVISOR = "supervisor:v1"


# --- An engine: a process of its own ------------------------------------------------------------


def run_engine(uri, folder, districts, history):
    """Takes matters until it is ended; notes each number once it was acknowledged."""
    import recourse
    from recourse import complaint

    office = opened(recourse, uri, folder)
    with open(history, "a", encoding="utf-8") as notes:
        serial = count_lines(history)
        while True:
            serial += 1
            district = districts[serial % len(districts)]
            station = district + "01"
            key = f"{station}-20231201-{serial:04}"
            command = complaint.Report(
                district=district, category=complaint.Category.difficult,
                line=complaint.Line.population, present=True,
            )  # fmt: skip
            officer = recourse.Actor("w1", "window_officer", station)
            done = settled(recourse, office, key, command, officer)
            notes.write(f"{time.time():.3f} {key} {done.last}\n")
            notes.flush()


def count_lines(path):
    with open(path, encoding="utf-8") as file:
        return sum(1 for _ in file)


def opened(recourse, uri, folder):
    """Whoever held the log before may be gone a moment only."""
    while True:
        try:
            return recourse.Office.open(folder, store=uri)
        except (recourse.StoreLockedError, recourse.IoError) as busy:
            print(f"not yet: {busy}", flush=True)
            time.sleep(0.2)


def settled(recourse, office, key, command, actor):
    """The same command under the same id until the log has said what became of it: also one that
    an engine gave which is gone."""
    command_id = uuid.uuid5(uuid.NAMESPACE_URL, key).hex
    while True:
        try:
            return office.handle(key, command, actor=actor, command_id=command_id)
        except recourse.Refused:
            raise
        except recourse.RecourseError as error:
            print(f"{key}: {error}", flush=True)
            time.sleep(0.2)


# --- The city -----------------------------------------------------------------------------------


def uri_of(bed, log):
    places = [bed.network.reached(machine, "postgres") for machine in bed.settings.machines]
    hosts = ",".join(
        f"{host_name(m)}:{port}"
        for m, (_, port) in zip(bed.settings.machines, places, strict=True)
    )
    words = {
        "log": log,
        "hostaddr": ",".join(address for address, _ in places),
        "sslmode": "verify-full",
        "sslrootcert": bed.settings.certificate("ca.crt"),
        "connect_timeout": 3,
        "keepalives_idle": 3,
        "keepalives_interval": 1,
        "keepalives_count": 3,
        "tcp_user_timeout": 6000,
    }
    password = urllib.parse.quote(bed.settings.passwords["recourse"], safe="")
    return f"postgresql://recourse:{password}@{hosts}/{DATABASE}?{urllib.parse.urlencode(words)}"


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class City:
    def __init__(self, bed, folder, program, packages):
        self.bed = bed
        self.folder = folder
        self.program = program
        self.packages = packages
        self.engines = {}
        self.served = None
        self.port = free_port()

    def path(self, name):
        return os.path.join(self.folder, name)

    def inside(self, *words):
        return [*self.bed.network.inside(CLIENT), *words]

    def start_engine(self, log, name):
        argv = self.inside(
            sys.executable, "-B", os.path.abspath(__file__), "engine", uri_of(self.bed, log),
            self.path(name), ",".join(DISTRICTS[log]), self.path(log + ".acknowledged"),
        )  # fmt: skip
        self.engines[log] = processes.spawn(
            argv, self.path(name + ".log"), {"PYTHONPATH": self.packages}
        )

    def serve(self):
        argv = self.inside(
            self.program, "--store", uri_of(self.bed, "served"), "--dir", self.path("served"),
            "serve", "--listen", f"127.0.0.1:{self.port}",
        )  # fmt: skip
        self.served = processes.spawn(argv, self.path("served.log"))

    def health(self):
        """Status and body of /health; (0, "") while nobody answers."""
        address = f"http://127.0.0.1:{self.port}/health"

        def question():
            try:
                with urllib.request.urlopen(address, timeout=5) as answer:
                    return answer.status, answer.read().decode()
            except urllib.error.HTTPError as error:
                return error.code, error.read().decode()
            except OSError:
                return 0, ""

        return in_network(self.bed.network, CLIENT, question)

    def is_served(self):
        return self.health()[0] == 200

    def acknowledged(self, log):
        try:
            with open(self.path(log + ".acknowledged"), encoding="utf-8") as file:
                lines = [line.split() for line in file if line.endswith("\n")]
        except FileNotFoundError:
            return []
        return [(float(when), key) for when, key, _ in lines]

    def wait_for_all(self, what, seconds, more=10):
        """Until each engine has been acknowledged `more` matters from now on."""
        before = {log: len(self.acknowledged(log)) for log in DISTRICTS}
        began = time.time()
        for log in DISTRICTS:
            self.bed.wait(
                f"{what}: no {more} more of {log}",
                lambda log=log: len(self.acknowledged(log)) >= before[log] + more, seconds,
            )  # fmt: skip
        return time.time() - began

    def take_over(self, log):
        """Its engine is killed, and another one with a folder of its own follows."""
        processes.kill_all([self.engines[log]])
        killed = time.time()
        self.start_engine(log, log + "-again")
        self.bed.wait(
            f"nobody took {log} over",
            lambda: self.acknowledged(log) and self.acknowledged(log)[-1][0] > killed, 120,
        )  # fmt: skip
        return next(when for when, _ in self.acknowledged(log) if when > killed) - killed

    def end(self):
        known = [one for one in [*self.engines.values(), self.served] if one]
        processes.kill_all([pid for one in known for pid in processes.tree([one])[::-1]])

    def ledger(self):
        logs = [f"{log}={uri_of(self.bed, log)}" for log in DISTRICTS]
        rows, after = [], []
        while True:
            done = subprocess.run(
                self.inside(
                    self.program, "--json", "--dir", self.path("reader"), "logs", "ledger", *logs,
                    "--as", SUPERVISOR, "--fields", "number,district,station", "--page-size",
                    "1000", *after,
                ),
                capture_output=True, text=True, timeout=300, check=False,
            )  # fmt: skip
            if done.returncode != 0:
                raise Fault(f"logs ledger: {done.stdout[-500:]}{done.stderr[-500:]}")
            page = json.loads(done.stdout)
            rows += page["items"]
            if not page.get("next"):
                return rows
            after = ["--after", page["next"]]

    def judge(self):
        """What differs between the ledger and what was acknowledged; the counts by district."""
        faults = []
        seen = collections.Counter()
        by_district = collections.Counter()
        where = {}
        for row in self.ledger():
            seen[row["number"]] += 1
            where[row["number"]] = row["log"]
            by_district[row["number"][:2]] += 1
        for log, districts in DISTRICTS.items():
            for _, key in self.acknowledged(log):
                if where.get(key) != log:
                    faults.append(f"{key} was acknowledged in {log}, and is in {where.get(key)}")
            for district in districts:
                if by_district[district] == 0:
                    faults.append(f"no matter of {district}")
        faults += [f"{key} stands {n} times" for key, n in seen.items() if n > 1]
        # Each engine was ended in the middle of one.
        beyond = sum(seen.values()) - sum(len(self.acknowledged(log)) for log in DISTRICTS)
        if not 0 <= beyond <= len(DISTRICTS):
            faults.append(f"{beyond} matters more than were acknowledged")
        return faults, by_district


def play(city):
    bed = city.bed
    for log in DISTRICTS:
        city.start_engine(log, log)
    city.serve()
    city.wait_for_all("beginning", 120)
    bed.wait("serve does not answer", city.is_served, 60)
    print(f"three engines on three logs, primary {host_name(bed.primary())}", flush=True)

    print(f"north's engine killed: taken over after {city.take_over('north'):.1f} s", flush=True)
    city.wait_for_all("after the take-over", 60)

    primary = bed.primary()
    bed.kill_database(primary)
    broken = time.time()
    status, body = 200, ""
    while status != 503 and time.time() < broken + 30:
        status, body = city.health()
        time.sleep(0.5)
    if status != 503:
        raise Fault(f"serve says {status} while no primary is there: {body[:300]}")
    print(f"primary {host_name(primary)} killed: serve says {status} after"
          f" {time.time() - broken:.1f} s", flush=True)  # fmt: skip
    city.wait_for_all("after the failover", 180)
    print(f"all three engines go on {time.time() - broken:.1f} s after the kill", flush=True)
    bed.wait("serve is not well again by itself", city.is_served, 120)
    print(f"serve says 200 again {time.time() - broken:.1f} s after the kill", flush=True)
    bed.mend()
    bed.wait("not healthy again", bed.healthy, 240)
    city.wait_for_all("after mending", 90)
    city.end()

    faults, by_district = city.judge()
    for district, number in sorted(by_district.items()):
        print(f"  {district} {number}")
    print(f"one ledger over three logs: {sum(by_district.values())} matters of"
          f" {len(by_district)} districts")  # fmt: skip
    for fault in faults[:20]:
        print("WRONG: " + fault)
    return 1 if faults else 0


def main():
    whole = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    whole.add_argument("--recourse", required=True, help="the command")
    whole.add_argument("--packages", required=True, help="folder of the Python package")
    whole.add_argument("--base-port", type=int, default=25800)
    given = whole.parse_args()
    missing = missing_programs()
    if not os.path.isdir(os.path.join(given.packages, "recourse")):
        missing.append(f"the Python package in {given.packages}")
    if not namespaces_are_allowed():
        # On the loopback a proxy answers for a dead machine, and libpq looks no further.
        missing.append("leave to make network namespaces (root)")
    if missing:
        print("skipped: missing " + ", ".join(missing))
        return 77
    folder = tempfile.mkdtemp(prefix="recourse-districts-")
    os.chmod(folder, 0o755)
    bed = Bed(os.path.join(folder, "bed"))
    city = City(bed, folder, os.path.abspath(given.recourse), os.path.abspath(given.packages))
    code = 1
    try:
        bed.up(network="namespaces", base_port=given.base_port)
        code = play(city)
    except Fault as fault:
        print(f"districts: {fault}; files in {folder}")
    finally:
        city.end()
        bed.down(keep=code != 0)
    if code == 0:
        shutil.rmtree(folder)
    return code


if __name__ == "__main__":
    os.umask(0o022)
    if sys.argv[1:2] == ["engine"]:
        uri, folder, districts, history = sys.argv[2:]
        run_engine(uri, folder, districts.split(","), history)
    else:
        sys.exit(main())
