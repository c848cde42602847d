"""A private PostgreSQL 15 for one test program.

    server = PostgresServer()
    if server.missing: ...               # why there is none
    server.uri(log="one")                # over its socket, without a password
    server.uri_tcp("guest", "secret")    # over the loopback, where passwords are asked for
    standby = PostgresServer(of=server)  # follows it

It lies in a temporary folder, syncs, listens on its socket and the loopback, and is stopped by its
own process id. As root it runs as the user postgres.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time

BINARIES = "/usr/lib/postgresql/15/bin"
USER = "tester"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def children_of(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as children:
        return [int(child) for child in children.read().split()]


def is_running(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


class PostgresServer:
    def __init__(self, of=None):
        self.missing = ""
        self.process = None
        self.folder = tempfile.mkdtemp(prefix="recourse-pg-")
        self.port = free_port()
        self.prefix = ["setpriv", "--pdeathsig", "INT"]
        if not os.access(f"{BINARIES}/initdb", os.X_OK):
            self.missing = f"no PostgreSQL 15 server in {BINARIES}"
            return
        if os.geteuid() == 0:
            try:
                user = pwd.getpwnam("postgres")
            except KeyError:
                self.missing = "root cannot run PostgreSQL, and there is no user postgres"
                return
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self.prefix += ["--reuid", str(user.pw_uid), "--regid", str(user.pw_gid)]
            self.prefix += ["--clear-groups"]
        made = self.initialize() if of is None else self.copy(of)
        if made.returncode != 0:
            self.missing = "making a server failed: " + made.stderr.decode()
            return
        with open(f"{self.data}/postgresql.conf", "a") as file:
            file.write(
                f"listen_addresses='127.0.0.1'\nport={self.port}\n"
                f"unix_socket_directories='{self.folder}'\nfsync=on\n"
                "password_encryption='scram-sha-256'\n"
            )
        with open(f"{self.data}/pg_hba.conf", "w") as file:
            file.write("local all,replication all trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
        self.start()

    def initialize(self):
        return subprocess.run(
            [*self.prefix, f"{BINARIES}/initdb", "-D", self.data, "-U", USER, "-A", "trust",
             "--locale=C", "-E", "UTF8", "--no-sync"], capture_output=True)  # fmt: skip

    def copy(self, primary):
        return subprocess.run(
            [*self.prefix, f"{BINARIES}/pg_basebackup", "-D", self.data, "-R", "-X", "stream", "-c",
             "fast", "-d", f"host={primary.folder} port={primary.port} user={USER} "
             "application_name=standby"], capture_output=True)  # fmt: skip

    @property
    def data(self):
        return os.path.join(self.folder, "data")

    def start(self):
        """Behind one that was killed as soon as its children have left the memory they share."""
        for _ in range(60):
            said = self.begin()
            if said is None:
                return
            if "shared memory block" not in said:
                break
            time.sleep(0.5)
        self.missing = "PostgreSQL did not start: " + said[-400:]

    def begin(self):
        """Nothing: it is up; else what it said."""
        with open(f"{self.folder}/words", "ab") as words:
            before = words.tell()
            self.process = subprocess.Popen(
                [*self.prefix, f"{BINARIES}/postgres", "-D", self.data],
                stdout=words, stderr=words, start_new_session=True)  # fmt: skip
        for _ in range(600):
            ready = subprocess.run(
                [f"{BINARIES}/pg_isready", "-q", "-h", self.folder, "-p", str(self.port)]
            )
            if ready.returncode == 0:
                return None
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        with open(f"{self.folder}/words") as words:
            words.seek(before)
            return words.read()

    def stop(self, how=signal.SIGINT):
        """SIGINT: orderly; SIGKILL: the postmaster is gone, and its children have followed."""
        if self.process is None or self.process.poll() is not None:
            return
        children = children_of(self.process.pid)
        self.process.send_signal(how)
        self.process.wait(timeout=60)
        # One of them may still answer whoever it was talking with.
        until = time.monotonic() + 60
        while any(is_running(child) for child in children):
            if time.monotonic() > until:
                raise RuntimeError("a server process outlives its postmaster")
            time.sleep(0.01)

    def close(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, sql):
        """What a statement answers, as text: columns apart by |, rows by lines."""
        done = subprocess.run(self.psql("-c", sql), capture_output=True, timeout=60)
        if done.returncode != 0:
            raise RuntimeError(done.stderr.decode())
        return done.stdout.decode().strip()

    def psql(self, *arguments):
        return [f"{BINARIES}/psql", "-X", "-q", "-A", "-t", "-h", self.folder, "-p",
                str(self.port), "-U", USER, "postgres", *arguments]  # fmt: skip

    def uri(self, log, **parameters):
        more = "".join(f"&{name}={value}" for name, value in parameters.items())
        return (f"postgresql://{USER}@/postgres?host={self.folder}&port={self.port}"
                f"&log={log}{more}")  # fmt: skip

    def uri_with(self, other, log, **parameters):
        """The other server first."""
        more = "".join(f"&{name}={value}" for name, value in parameters.items())
        return (f"postgresql://{USER}@/postgres?host={other.folder},{self.folder}"
                f"&port={other.port},{self.port}&connect_timeout=5&log={log}{more}")  # fmt: skip

    def uri_tcp(self, user, password, log="main"):
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/postgres?log={log}"
