"""How the machines of a test bed reach each other, and how they are kept from it.

Namespaces: each machine is a network namespace of its own behind one bridge, the clients' machine
too; a partition drops packets on both sides, silently, as a dead switch does. It needs root.

Loopback: all machines share 127.0.0.1 and differ by port. What goes to a machine goes through a TCP
proxy of its own (proxy.py), which knows by the sender's process which machine it comes from; a
partition stops the bytes without closing the connection. It needs no rights.
"""

import json
import os
import shutil
import subprocess
import sys

import processes

CLIENT = 0  # The machine on which clients run; the others are 1, 2, 3.
FILTER = """table inet fault {
  chain input {
    type filter hook input priority 0
  }
}
"""
PORTS = {"postgres": 1, "patroni": 2, "etcd_client": 3, "etcd_peer": 4}


def run(*argv, **options):
    return subprocess.run(argv, check=True, capture_output=True, text=True, timeout=30, **options)


def namespaces_are_allowed():
    """Whether this process may make network namespaces and filter packets in them."""
    if os.geteuid() != 0 or not all(shutil.which(tool) for tool in ("ip", "nft", "nsenter")):
        return False
    name = f"rc-try-{os.getpid()}"
    try:
        run("ip", "netns", "add", name)
    except (subprocess.SubprocessError, OSError):
        return False
    try:
        run("nsenter", f"--net=/run/netns/{name}", "nft", "add", "table", "inet", "fault")
        run("ip", "-n", name, "link", "add", "try0", "type", "bridge")
        run("ip", "-n", name, "link", "add", "try1", "type", "veth", "peer", "name", "try2")
        return True
    except (subprocess.SubprocessError, OSError):
        return False
    finally:
        run("ip", "netns", "del", name)


class Namespaces:
    kind = "namespaces"

    def __init__(self, bed, machines, base_port):
        self.machines = machines
        self.base_port = base_port
        self.prefix = f"rc-{bed}"

    def name(self, machine):
        return f"{self.prefix}-{machine}"

    def address(self, machine):
        return f"10.77.0.{10 + machine}"

    def listens(self, machine, service):
        return self.address(machine), self.base_port + PORTS[service]

    # Where others find the service: the same place.
    reached = listens

    def inside(self, machine):
        """What to put before a command that is to run on that machine."""
        return ["nsenter", f"--net=/run/netns/{self.name(machine)}"]

    def up(self):
        hub = f"{self.prefix}-hub"
        run("ip", "netns", "add", hub)
        run("ip", "-n", hub, "link", "add", "bridge", "type", "bridge")
        run("ip", "-n", hub, "link", "set", "bridge", "up")
        for machine in [CLIENT, *self.machines]:
            name = self.name(machine)
            run("ip", "netns", "add", name)
            run("ip", "-n", hub, "link", "add", f"port{machine}", "type", "veth",
                "peer", "name", "eth0", "netns", name)  # fmt: skip
            run("ip", "-n", hub, "link", "set", f"port{machine}", "master", "bridge", "up")
            run("ip", "-n", name, "addr", "add", f"{self.address(machine)}/24", "dev", "eth0")
            run("ip", "-n", name, "link", "set", "eth0", "up")
            run("ip", "-n", name, "link", "set", "lo", "up")
            run(*self.inside(machine), "nft", "-f", "-", input=FILTER)

    def block(self, one, other, service=None, one_way=False):
        """Nothing from `one` reaches `other` any more; unless one_way, nor back."""
        pairs = [(one, other)] if one_way else [(one, other), (other, one)]
        for source, target in pairs:
            rules = [["ip", "saddr", self.address(source)]]
            if service:
                port = str(self.base_port + PORTS[service])
                rules = [[*rules[0], "tcp", side, port] for side in ("dport", "sport")]
            for rule in rules:
                run(*self.inside(target), "nft", "add", "rule", "inet", "fault", "input",
                    *rule, "drop")  # fmt: skip

    def heal(self):
        for machine in [CLIENT, *self.machines]:
            run(*self.inside(machine), "nft", "flush", "chain", "inet", "fault", "input")

    def down(self):
        listed = subprocess.run(
            ["ip", "netns", "list"], capture_output=True, text=True, check=False, timeout=30
        ).stdout.split()
        for name in [*map(self.name, [CLIENT, *self.machines]), f"{self.prefix}-hub"]:
            if name in listed:
                run("ip", "netns", "del", name)

    def state(self):
        return {}


class Loopback:
    kind = "loopback"

    def __init__(self, folder, machines, base_port, state=None):
        self.folder = folder
        self.machines = machines
        self.base_port = base_port
        self.proxy = (state or {}).get("proxy")

    def listens(self, machine, service):
        return "127.0.0.1", self.base_port + 10 * machine + PORTS[service]

    def reached(self, machine, service):
        return "127.0.0.1", self.base_port + 100 + 10 * machine + PORTS[service]

    def address(self, _machine):
        return "127.0.0.1"

    def inside(self, _machine):
        return []

    def rules_file(self):
        return os.path.join(self.folder, "network.json")

    def up(self):
        self.write_rules([])
        routes = [
            [machine, service, *self.reached(machine, service), *self.listens(machine, service)]
            for machine in self.machines
            for service in PORTS
        ]
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "proxy.py")
        self.proxy = processes.spawn(
            [sys.executable, "-B", script, self.folder, json.dumps(routes)],
            os.path.join(self.folder, "proxy.log"),
        )

    def rules(self):
        with open(self.rules_file(), encoding="ascii") as file:
            return json.load(file)

    def write_rules(self, rules):
        part = self.rules_file() + ".part"
        with open(part, "w", encoding="ascii") as file:
            json.dump(rules, file)
        os.replace(part, self.rules_file())

    def block(self, one, other, service=None, one_way=False):
        added = [[one, other, service]]
        if not one_way:
            added.append([other, one, service])
        self.write_rules(self.rules() + added)

    def heal(self):
        self.write_rules([])

    def down(self):
        if self.proxy:
            processes.end_all([self.proxy], 2)

    def state(self):
        return {"proxy": self.proxy}
