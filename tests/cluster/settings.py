"""The settings of etcd and Patroni in the test bed. docs/operations-cluster.md gives the reasons;
what is smaller here than there is so only to make a round shorter.
"""

import json
import os
import secrets

SCOPE = "recourse"
DATABASE = "recourse"
USERS = ("postgres", "replicator", "rewinder", "recourse", "patroni")

# ttl ≥ loop_wait + 2 × retry_timeout, else a primary gives up before it had to.
DYNAMIC = {
    "ttl": 20,
    "loop_wait": 2,
    "retry_timeout": 6,
    "primary_start_timeout": 0,
    "maximum_lag_on_failover": 1048576,
    "synchronous_mode": True,
    "synchronous_mode_strict": True,
    "synchronous_node_count": 2,
    "postgresql": {
        "use_pg_rewind": True,
        "use_slots": True,
        "parameters": {
            "synchronous_commit": "on",
            "wal_log_hints": "on",
            "fsync": "on",
            "full_page_writes": "on",
            "max_connections": 100,
            "shared_buffers": "64MB",
            "min_wal_size": "32MB",
            "max_wal_size": "128MB",
            "wal_keep_size": "64MB",
            "max_slot_wal_keep_size": "128MB",
            "wal_sender_timeout": "6s",
            "wal_receiver_timeout": "6s",
            "tcp_keepalives_idle": 3,
            "tcp_keepalives_interval": 1,
            "tcp_keepalives_count": 3,
            "tcp_user_timeout": "6s",
            "password_encryption": "scram-sha-256",
            "log_min_messages": "warning",
            "log_line_prefix": "%m [%p] ",
        },
    },
}


def new_passwords():
    return {user: secrets.token_urlsafe(18) for user in USERS}


def host_name(machine):
    return f"node{machine}"


def joined(pair):
    return f"{pair[0]}:{pair[1]}"


class Settings:
    """Everything that one machine's processes are told."""

    def __init__(self, network, folder, machines, passwords, binaries):
        self.network = network
        self.folder = folder
        self.machines = machines
        self.passwords = passwords
        self.binaries = binaries
        self.certificates = os.path.join(folder, "certificates")

    def machine_folder(self, machine):
        return os.path.join(self.folder, host_name(machine))

    def disk(self, machine):
        return os.path.join(self.machine_folder(machine), "disk")

    def data(self, machine):
        return os.path.join(self.disk(machine), "data")

    def certificate(self, name):
        return os.path.join(self.certificates, name)

    def etcd_arguments(self, machine):
        """Peers and clients are both proved by certificates of the authority."""

        def at(service):
            return "https://" + joined(self.network.listens(machine, service))

        def told(m, service):
            return "https://" + joined(self.network.reached(m, service))

        key = self.certificate(f"{host_name(machine)}.key")
        certificate = self.certificate(f"{host_name(machine)}.crt")
        cluster = ",".join(f"{host_name(m)}={told(m, 'etcd_peer')}" for m in self.machines)
        return [
            "etcd", "--name", host_name(machine),
            "--data-dir", os.path.join(self.machine_folder(machine), "etcd"),
            "--listen-client-urls", at("etcd_client"),
            "--advertise-client-urls", told(machine, "etcd_client"),
            "--listen-peer-urls", at("etcd_peer"),
            "--initial-advertise-peer-urls", told(machine, "etcd_peer"),
            "--initial-cluster", cluster, "--initial-cluster-token", SCOPE,
            "--client-cert-auth", "--trusted-ca-file", self.certificate("ca.crt"),
            "--cert-file", certificate, "--key-file", key,
            "--peer-client-cert-auth", "--peer-trusted-ca-file", self.certificate("ca.crt"),
            "--peer-cert-file", certificate, "--peer-key-file", key,
            "--enable-v2", "--logger", "zap", "--log-level", "warn",
        ]  # fmt: skip

    def etcd_of_patroni(self, machine):
        name = host_name(machine)
        return {
            "hosts": [joined(self.network.reached(m, "etcd_client")) for m in self.machines],
            "protocol": "https",
            "cacert": self.certificate("ca.crt"),
            "cert": self.certificate(f"{name}.crt"),
            "key": self.certificate(f"{name}.key"),
        }

    def rest_of_patroni(self, machine):
        """Whoever wants to change something by it needs a certificate and the password."""
        name = host_name(machine)
        return {
            "listen": joined(self.network.listens(machine, "patroni")),
            "connect_address": joined(self.network.reached(machine, "patroni")),
            "cafile": self.certificate("ca.crt"),
            "certfile": self.certificate(f"{name}.crt"),
            "keyfile": self.certificate(f"{name}.key"),
            "verify_client": "optional",
            "authentication": {"username": "patroni", "password": self.passwords["patroni"]},
        }

    def login(self, user):
        return {
            "username": user,
            "password": self.passwords[user],
            "sslmode": "verify-full",
            "sslrootcert": self.certificate("ca.crt"),
        }

    def postgresql(self, machine):
        name = host_name(machine)
        return {
            "listen": joined(self.network.listens(machine, "postgres")),
            "connect_address": joined(self.network.reached(machine, "postgres")),
            "data_dir": self.data(machine),
            "bin_dir": self.binaries,
            "pgpass": os.path.join(self.machine_folder(machine), "pgpass"),
            "authentication": {
                "superuser": self.login("postgres"),
                "replication": self.login("replicator"),
                "rewind": self.login("rewinder"),
            },
            "parameters": {
                "unix_socket_directories": "",
                "ssl": "on",
                "ssl_ca_file": self.certificate("ca.crt"),
                "ssl_cert_file": self.certificate(f"{name}.crt"),
                "ssl_key_file": self.certificate(f"{name}.key"),
            },
            "pg_hba": [
                "hostssl replication replicator all scram-sha-256",
                "hostssl all all all scram-sha-256",
            ],
            "remove_data_directory_on_rewind_failure": True,
            "remove_data_directory_on_diverged_timelines": True,
        }

    def patroni(self, machine):
        name = host_name(machine)
        return {
            "scope": SCOPE,
            "namespace": "/service/",
            "name": name,
            "restapi": self.rest_of_patroni(machine),
            "ctl": {
                "cacert": self.certificate("ca.crt"),
                "certfile": self.certificate(f"{name}.crt"),
                "keyfile": self.certificate(f"{name}.key"),
            },
            # Not etcd3: there Patroni 3.0.2 writes over another's leader key, and what that one has
            # acknowledged meanwhile is lost (docs/operations-cluster.md).
            "etcd": self.etcd_of_patroni(machine),
            "bootstrap": {
                "dcs": DYNAMIC,
                "initdb": [{"encoding": "UTF8"}, {"locale": "C.UTF-8"}, "data-checksums"],
            },
            "postgresql": self.postgresql(machine),
            "watchdog": {"mode": "off"},
            "log": {"level": "INFO"},
        }

    def patroni_file(self, machine):
        return os.path.join(self.machine_folder(machine), "patroni.yml")

    def write_patroni(self, machine):
        """JSON is YAML, so that it is written without a library."""
        with open(self.patroni_file(machine), "w", encoding="utf-8") as file:
            json.dump(self.patroni(machine), file, indent=1)
        os.chmod(self.patroni_file(machine), 0o600)

    def connection(self, user="recourse", **more):
        """For libpq: all three machines, whichever takes writes; proved by the authority."""
        places = [self.network.reached(m, "postgres") for m in self.machines]
        words = {
            "host": ",".join(host_name(m) for m in self.machines),
            "hostaddr": ",".join(place[0] for place in places),
            "port": ",".join(str(place[1]) for place in places),
            "dbname": DATABASE,
            "user": user,
            "password": self.passwords[user],
            "sslmode": "verify-full",
            "sslrootcert": self.certificate("ca.crt"),
            "target_session_attrs": "read-write",
            "connect_timeout": 3,
            "keepalives_idle": 3,
            "keepalives_interval": 1,
            "keepalives_count": 3,
            "tcp_user_timeout": 6000,
        }
        return " ".join(f"{key}={value}" for key, value in {**words, **more}.items())
