"""A test bed: three machines, each with etcd, Patroni and PostgreSQL, on this one.

What `up` has made stands in cluster.json in the bed's folder, so that each command is a process of
its own; `down` ends and removes exactly that.
"""

import base64
import contextlib
import ctypes
import http.client
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time

import certificates
import disks
import processes
import settings
from network import CLIENT, PORTS, Loopback, Namespaces, namespaces_are_allowed
from settings import host_name

MACHINES = (1, 2, 3)
STATE = "cluster.json"
BINARIES = "/usr/lib/postgresql/15/bin"


class Fault(Exception):
    """What the one who called can mend; its text says it all."""


def missing_programs():
    """What the bed needs and this machine has not, each with its Debian package."""
    packages = {
        "etcd": "etcd-server", "etcdctl": "etcd-client", "patroni": "patroni",
        "openssl": "openssl", "setpriv": "util-linux",
    }  # fmt: skip
    missing = [f"{name} ({packages[name]})" for name in packages if not shutil.which(name)]
    for program in ("initdb", "postgres", "psql", "pg_rewind", "pg_basebackup"):
        if not os.access(os.path.join(BINARIES, program), os.X_OK):
            missing.append(f"{program} (postgresql-15)")
    # Debian's patroni does not depend on it, and cannot reach etcd by TLS without it.
    imported = ["/usr/bin/python3", "-c", "import idna"]
    idna = subprocess.run(imported, capture_output=True, check=False)
    if idna.returncode != 0:
        missing.append("idna (python3-idna)")
    return missing


def in_network(network, machine, work):
    """work() as a process of that machine would do it."""
    if network.kind != "namespaces":
        return work()
    answer = []

    def enter_and_work():
        libc = ctypes.CDLL(None, use_errno=True)
        with open(f"/run/netns/{network.name(machine)}", "rb") as space:
            if libc.setns(space.fileno(), 0x40000000) != 0:  # CLONE_NEWNET, of this thread alone
                answer.append((None, OSError(ctypes.get_errno(), "setns")))
                return
        try:
            answer.append((work(), None))
        except Exception as error:  # noqa: BLE001, handed to the caller's thread
            answer.append((None, error))

    thread = threading.Thread(target=enter_and_work)
    thread.start()
    thread.join()
    value, error = answer[0]
    if error:
        raise error
    return value


class Bed:
    def __init__(self, folder):
        self.folder = os.path.abspath(folder)
        self.state = {}
        self.network = None
        self.settings = None

    # --- What is kept ----------------------------------------------------------------------------

    def load(self):
        try:
            with open(os.path.join(self.folder, STATE), encoding="utf-8") as file:
                self.state = json.load(file)
        except FileNotFoundError:
            raise Fault(f"no test bed in {self.folder}: begin one with `up`") from None
        self.attach()
        return self

    def save(self):
        self.state["network_state"] = self.network.state() if self.network else {}
        path = os.path.join(self.folder, STATE)
        handle = os.open(path + ".part", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(self.state, file, indent=1)
        os.replace(path + ".part", path)

    def attach(self):
        port = self.state["base_port"]
        if self.state["network"] == "namespaces":
            self.network = Namespaces(self.state["id"], MACHINES, port)
        else:
            self.network = Loopback(self.folder, MACHINES, port, self.state.get("network_state"))
        self.settings = settings.Settings(
            self.network, self.folder, MACHINES, self.state["passwords"], BINARIES
        )

    def user(self):
        """PostgreSQL refuses to run as root."""
        return pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())

    def as_user(self, argv):
        if os.geteuid() != 0:
            return argv
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *argv]

    def give_to_user(self, path):
        if os.geteuid() == 0:
            for folder, _, files in os.walk(path):
                for name in [folder, *(os.path.join(folder, file) for file in files)]:
                    os.chown(name, self.user().pw_uid, self.user().pw_gid)

    # --- Up and down -----------------------------------------------------------------------------

    def up(self, network="auto", disk="auto", base_port=25400, megabytes=1024):
        missing = missing_programs()
        if missing:
            raise Fault("missing: " + ", ".join(missing))
        os.makedirs(self.folder, exist_ok=True)
        if os.listdir(self.folder):
            raise Fault(f"{self.folder} is not empty: `down` first, or name another folder")
        if network == "auto":
            network = "namespaces" if namespaces_are_allowed() else "loopback"
        self.state = {
            "id": secrets.token_hex(2), "network": network, "base_port": base_port,
            "disk": disks.best_kind(self.folder) if disk == "auto" else disk,
            "passwords": settings.new_passwords(), "etcd": {}, "patroni": {}, "paused": [],
        }  # fmt: skip
        self.attach()
        self.save()
        self.network.up()
        self.save()
        self.make_folders(megabytes)
        for machine in MACHINES:
            self.start_etcd(machine)
        self.wait("etcd has no leader", self.etcd_answers, 30)
        for machine in MACHINES:
            self.settings.write_patroni(machine)
            self.give_to_user(self.settings.machine_folder(machine))
            self.start_patroni(machine)
            if machine == MACHINES[0]:
                self.wait("no primary came up", self.primary, 90)
        self.wait("the standbys did not become synchronous", self.healthy, 120)
        self.make_database()

    def make_folders(self, megabytes):
        certificates.make_authority(self.settings.certificates)
        for machine in MACHINES:
            os.makedirs(self.settings.machine_folder(machine))
            addresses = sorted({self.network.address(machine), "127.0.0.1"})
            # Patroni reaches its own PostgreSQL as localhost where that listens on the loopback.
            certificates.make_certificate(
                self.settings.certificates, host_name(machine),
                [host_name(machine), "localhost"], addresses,
            )  # fmt: skip
            disks.mount(self.state["disk"], self.settings.disk(machine), megabytes)
            self.give_to_user(self.settings.machine_folder(machine))
        self.give_to_user(self.settings.certificates)

    def make_database(self):
        password = self.state["passwords"]["recourse"]
        for statement in (
            f"CREATE ROLE recourse LOGIN PASSWORD '{password}'",
            "CREATE DATABASE recourse OWNER recourse",
        ):
            done = self.psql(statement, user="postgres", database="postgres")
            if done.returncode != 0:
                raise Fault(f"the database could not be made: {done.stderr.strip()}")

    def down(self, keep=False):
        """Also of a bed that came up only half. `keep`: the logs stay, the databases do not."""
        if not self.network:
            return
        every = [known for machine in MACHINES for known in self.processes_of(machine)]
        for known in every:
            processes.send(known, signal.SIGCONT)
        processes.kill_all(every)
        self.network.down()
        for machine in MACHINES:
            disks.unmount(self.settings.disk(machine))
        if not keep:
            shutil.rmtree(self.folder)

    # --- Processes -------------------------------------------------------------------------------

    def log(self, machine, name):
        return os.path.join(self.settings.machine_folder(machine), f"{name}.log")

    def start(self, kind, machine, argv):
        whole = [*self.network.inside(machine), *self.as_user(argv)]
        home = {"HOME": self.settings.machine_folder(machine), "PGHOST": "", "ETCDCTL_API": "3"}
        known = processes.spawn(whole, self.log(machine, kind), home)
        self.state[kind][str(machine)] = known
        self.save()

    def start_etcd(self, machine):
        if not processes.alive(self.state["etcd"].get(str(machine))):
            self.start("etcd", machine, self.settings.etcd_arguments(machine))

    def start_patroni(self, machine):
        """True: it was down."""
        if processes.alive(self.state["patroni"].get(str(machine))):
            return False
        self.start("patroni", machine, ["patroni", self.settings.patroni_file(machine)])
        return True

    def postmaster(self, machine):
        """[pid, started_at] of the machine's PostgreSQL, or None."""
        try:
            with open(os.path.join(self.settings.data(machine), "postmaster.pid")) as file:
                lines = file.read().split("\n")
            pid = int(lines[0])
            folder = os.readlink(f"/proc/{pid}/cwd")
        except (OSError, ValueError):
            return None
        if os.path.realpath(self.settings.data(machine)) != folder:
            return None  # the file of a dead one, whose pid is somebody else's now
        return [pid, processes.started_at(pid)]

    def processes_of(self, machine, etcd=True):
        roots = [self.state["patroni"].get(str(machine)), self.postmaster(machine)]
        if etcd:
            roots.append(self.state["etcd"].get(str(machine)))
        return processes.tree([known for known in roots if known])

    # --- Questions -------------------------------------------------------------------------------

    def wait(self, what, condition, seconds):
        value = processes.wait_until(condition, seconds, 0.2)
        if not value:
            raise Fault(f"{what} within {seconds} s; see the logs in {self.folder}")
        return value

    def etcd_answers(self, machines=MACHINES):
        places = ",".join(
            "https://" + settings.joined(self.network.reached(machine, "etcd_client"))
            for machine in machines
        )
        done = subprocess.run(
            [*self.network.inside(CLIENT), "etcdctl", "--endpoints", places,
             "--cacert", self.settings.certificate("ca.crt"),
             "--cert", self.settings.certificate("node1.crt"),
             "--key", self.settings.certificate("node1.key"),
             "--command-timeout=2s", "get", "nothing"],
            capture_output=True, timeout=20, check=False, env={**os.environ, "ETCDCTL_API": "3"},
        )  # fmt: skip
        return done.returncode == 0

    def ask(self, machine, path, method="GET", body=None, seconds=2):
        """(status, value) of the machine's Patroni; None if it does not answer."""
        trust = ssl.create_default_context(cafile=self.settings.certificate("ca.crt"))
        trust.load_cert_chain(
            self.settings.certificate("node1.crt"), self.settings.certificate("node1.key")
        )
        address, port = self.network.reached(machine, "patroni")
        login = base64.b64encode(f"patroni:{self.state['passwords']['patroni']}".encode()).decode()

        def question():
            line = http.client.HTTPSConnection(address, port, timeout=seconds, context=trust)
            with contextlib.closing(line):
                text = json.dumps(body) if body is not None else None
                line.request(method, path, text, {"Authorization": f"Basic {login}"})
                answer = line.getresponse()
                return answer.status, answer.read().decode()

        try:
            status, text = in_network(self.network, CLIENT, question)
        except (OSError, socket.timeout, http.client.HTTPException):
            return None
        try:
            return status, json.loads(text)
        except ValueError:
            return status, text

    def primary(self):
        """The machine that says of itself that it leads and holds the key, or None."""
        leading = []
        for machine in MACHINES:
            answer = self.ask(machine, "/primary")
            if answer and answer[0] == 200:
                leading.append((answer[1].get("timeline", 0), machine))
        return max(leading)[1] if leading else None

    def members(self, machine):
        answer = self.ask(machine, "/cluster")
        if not answer or answer[0] != 200:
            return {}
        return {member["name"]: member for member in answer[1].get("members", [])}

    def healthy(self):
        """The primary, if both others are its synchronous standbys on its timeline."""
        primary = self.primary()
        if not primary:
            return None
        members = self.members(primary)
        timelines = {member.get("timeline") for member in members.values()}
        standbys = [m for m in members.values() if m["role"] == "sync_standby"]
        ready = all(m["state"] in ("running", "streaming") for m in members.values())
        good = len(members) == len(MACHINES) and len(standbys) == 2 and len(timelines) == 1
        return primary if good and ready and self.standbys_that_stream() == 2 else None

    def standbys_that_stream(self):
        """As the primary's PostgreSQL sees them: what Patroni says of a member is its own word."""
        done = self.psql(
            "SELECT count(*) FROM pg_stat_replication"
            " WHERE state = 'streaming' AND sync_state IN ('sync', 'quorum')",
            user="postgres", database="postgres",
        )  # fmt: skip
        return int(done.stdout) if done.returncode == 0 else 0

    def psql(self, statement, user="recourse", database=None, seconds=30):
        line = self.settings.connection(user, **({"dbname": database} if database else {}))
        return subprocess.run(
            [*self.network.inside(CLIENT), os.path.join(BINARIES, "psql"), "-XAtq",
             "-v", "ON_ERROR_STOP=1", line],
            input=statement, capture_output=True, text=True, timeout=seconds, check=False,
        )  # fmt: skip

    # --- Faults ----------------------------------------------------------------------------------

    def standbys(self):
        primary = self.primary()
        return [machine for machine in MACHINES if machine != primary]

    def kill_database(self, machine):
        """The machine's Patroni and PostgreSQL, at once, as a power cut does."""
        victims = self.processes_of(machine, etcd=False)
        # Stopped first: nobody gets to act on another's death.
        for known in victims:
            processes.send(known, signal.SIGSTOP)
        processes.kill_all(victims)

    def kill_etcd(self, machine):
        processes.kill_all([self.state["etcd"][str(machine)]])

    def kill_postmaster(self, machine):
        """PostgreSQL alone; its Patroni sees it."""
        processes.kill_all(processes.tree([known for known in [self.postmaster(machine)] if known]))

    def kill_patroni(self, machine):
        """Patroni alone: its PostgreSQL goes on, and nobody watches it."""
        processes.kill_all([self.state["patroni"][str(machine)]])

    def pause(self, machine):
        stopped = self.processes_of(machine)
        for known in stopped:
            processes.send(known, signal.SIGSTOP)
        return stopped

    def resume(self, machine):
        for known in self.processes_of(machine):
            processes.send(known, signal.SIGCONT)

    def mend(self):
        """Undoes every fault: processes run, nothing is cut off, disks have room."""
        self.network.heal()
        for machine in MACHINES:
            self.resume(machine)
            disks.free(self.settings.disk(machine))
            self.start_etcd(machine)
        found_alive = [m for m in MACHINES if self.postmaster(m)]
        if any([self.start_patroni(machine) for machine in MACHINES if machine in found_alive]):
            self.name_standbys_anew()
        for machine in MACHINES:
            self.start_patroni(machine)

    def name_standbys_anew(self):
        """Patroni 3.0.2 that begins beside a running primary leaves its PostgreSQL with the name
        `*`, one standby of any, and goes on telling that both are waited for. It names them when
        their number changes."""
        for number in (1, settings.DYNAMIC["synchronous_node_count"]):
            self.wait(f"not {number} named standbys", lambda n=number: self.names_standbys(n), 60)

    def names_standbys(self, number):
        primary = self.primary()
        if not primary:
            return False
        self.ask(primary, "/config", "PATCH", {"synchronous_node_count": number})
        time.sleep(2 * settings.DYNAMIC["loop_wait"])
        shown = self.psql("SHOW synchronous_standby_names", user="postgres", database="postgres")
        return "*" not in shown.stdout and shown.stdout.count("node") == number

    def switchover(self, target=None, seconds=60):
        primary = self.primary()
        if not primary:
            raise Fault("there is no primary to switch over from")
        wanted = {"leader": host_name(primary)}
        if target:
            wanted["candidate"] = host_name(target)
        answer = self.ask(primary, "/switchover", "POST", wanted, seconds)
        if not answer or answer[0] != 200:
            raise Fault(f"the switchover was refused: {answer}")
        return answer[1]


__all__ = ["Bed", "Fault", "MACHINES", "PORTS", "in_network", "missing_programs"]
