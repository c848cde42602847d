#!/usr/bin/env python3
"""PostgreSQL 15 under Patroni and etcd on three machines, all of them on this one, to be broken.

    cluster.py --dir /tmp/bed up
    cluster.py --dir /tmp/bed status
    cluster.py --dir /tmp/bed kill primary
    cluster.py --dir /tmp/bed run -- psql "$(cluster.py --dir /tmp/bed connection)"
    cluster.py --dir /tmp/bed down

Machines are 1, 2, 3; 0 is the clients'. Where a machine is wanted, `primary` and `standby` will do.
Needs the Debian packages patroni, etcd-server, etcd-client, postgresql-15 and python3-idna. With
root, machines are network namespaces with small disks; without, they share the loopback and go
through proxies.
"""

import argparse
import json
import os
import signal
import subprocess
import sys

import disks
import processes
from bed import MACHINES, Bed, Fault, missing_programs
from network import CLIENT, PORTS


def machine_of(bed, word):
    """1, 2 or 3, of a number or a role."""
    if word in ("primary", "standby"):
        primary = bed.primary()
        if not primary:
            raise Fault("there is no primary at present")
        return primary if word == "primary" else bed.standbys()[0]
    if word in ("0", "client"):
        return CLIENT
    if word.isdigit() and int(word) in MACHINES:
        return int(word)
    raise Fault(f"{word} is no machine: 1, 2, 3, client, primary or standby")


def up(bed, arguments):
    bed.up(arguments.network, arguments.disk, arguments.base_port, arguments.megabytes)
    print(f"up: {bed.state['network']}, disks {bed.state['disk']}, primary {bed.primary()}")


def down(bed, arguments):
    bed.down(arguments.keep)
    print("down")


def status(bed, _arguments):
    primary = bed.primary()
    members = bed.members(primary) if primary else {}
    for machine in MACHINES:
        name = f"node{machine}"
        member = members.get(name, {})
        postmaster = bed.postmaster(machine)
        up_or_down = {
            kind: "up" if processes.alive(bed.state[kind].get(str(machine))) else "down"
            for kind in ("etcd", "patroni")
        }
        print(
            f"{name} {bed.network.address(machine)}"
            f" etcd={up_or_down['etcd']} patroni={up_or_down['patroni']}"
            f" postgres={postmaster[0] if processes.alive(postmaster) else 'down'}"
            f" role={member.get('role', '-')} state={member.get('state', '-')}"
            f" timeline={member.get('timeline', '-')} lag={member.get('lag', '-')}"
        )
    print(f"primary={primary or '-'} healthy={'yes' if bed.healthy() else 'no'}")


def kill(bed, arguments):
    if arguments.what == "etcd":
        machine = machine_of(bed, arguments.machine or "1")
        bed.kill_etcd(machine)
    elif arguments.what in ("postmaster", "patroni"):
        machine = machine_of(bed, arguments.machine or "primary")
        (bed.kill_postmaster if arguments.what == "postmaster" else bed.kill_patroni)(machine)
    else:
        machine = machine_of(bed, arguments.what)
        bed.kill_database(machine)
    print(f"killed {arguments.what} on machine {machine}")


def start(bed, arguments):
    machine = machine_of(bed, arguments.machine)
    bed.start_etcd(machine)
    bed.start_patroni(machine)


def pause(bed, arguments):
    signal_processes(bed, arguments.machine, signal.SIGSTOP)


def resume(bed, arguments):
    signal_processes(bed, arguments.machine, signal.SIGCONT)


def signal_processes(bed, word, number):
    """Of a whole machine, or the one process `pid:N`, which must be the bed's."""
    own = [known for machine in MACHINES for known in bed.processes_of(machine)]
    if word.startswith("pid:"):
        own = [known for known in own if str(known[0]) == word[4:]]
        if not own:
            raise Fault(f"{word[4:]} is no process of this test bed")
    else:
        own = bed.processes_of(machine_of(bed, word))
    for known in own:
        processes.send(known, number)
    print(f"{signal.Signals(number).name} to {len(own)} processes")


def partition(bed, arguments):
    one, other = machine_of(bed, arguments.one), machine_of(bed, arguments.other)
    bed.network.block(one, other, arguments.service, arguments.one_way)


def isolate(bed, arguments):
    machine = machine_of(bed, arguments.machine)
    others = [other for other in MACHINES if other != machine]
    for other in others if arguments.but_client else [CLIENT, *others]:
        bed.network.block(machine, other)


def heal(bed, _arguments):
    bed.network.heal()


def mend(bed, _arguments):
    bed.mend()
    print(f"primary {bed.wait('not healthy', bed.healthy, 180)}")


def disk_full(bed, arguments):
    machine = machine_of(bed, arguments.machine)
    if not disks.fill(bed.settings.disk(machine)):
        raise Fault("the machines have no disks of their own here (that needs root)")
    print(f"disk of machine {machine} is full")


def disk_free(bed, _arguments):
    for machine in MACHINES:
        disks.free(bed.settings.disk(machine))


def switchover(bed, arguments):
    target = machine_of(bed, arguments.machine) if arguments.machine else None
    print(bed.switchover(target))


def connection(bed, arguments):
    print(bed.settings.connection(arguments.user))


def run(bed, arguments):
    command = [word for word in arguments.command if word != "--"]
    return subprocess.run(
        [*bed.network.inside(machine_of(bed, arguments.on)), *command], check=False
    ).returncode


def patronictl(bed, arguments):
    file = bed.settings.patroni_file(1)
    words = [word for word in arguments.words if word != "--"]
    return subprocess.run(
        [*bed.network.inside(CLIENT), "patronictl", "-c", file, *words], check=False
    ).returncode


def check(_bed, _arguments):
    missing = missing_programs()
    print("missing: " + ", ".join(missing) if missing else "all packages are there")
    return 77 if missing else 0


def configuration(bed, _arguments):
    print(json.dumps(bed.settings.patroni(1), indent=1))


def parser():
    whole = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    whole.add_argument("--dir", default="/tmp/recourse-cluster", help="the bed's folder")
    commands = whole.add_subparsers(dest="name", required=True)

    def add(function, words=(), name=None):
        made = commands.add_parser(name or function.__name__.replace("_", "-"))
        made.set_defaults(function=function)
        for word, options in words:
            made.add_argument(word, **options)
        return made

    machine = ("machine", {})
    add(up, [
        ("--network", {"choices": ["auto", "namespaces", "loopback"], "default": "auto"}),
        ("--disk", {"choices": ["auto", "loop", "tmpfs", "folder"], "default": "auto"}),
        ("--base-port", {"type": int, "default": 25400}),
        ("--megabytes", {"type": int, "default": 1024, "help": "of each machine's disk"}),
    ])  # fmt: skip
    add(down, [("--keep", {"action": "store_true", "help": "leave the logs"})])
    add(status)
    add(kill, [
        ("what", {"help": "primary, standby, 1-3, etcd, postmaster, patroni"}),
        ("machine", {"nargs": "?"}),
    ])  # fmt: skip
    add(start, [machine])
    add(pause, [machine])
    add(resume, [machine])
    add(partition, [
        ("one", {}), ("other", {}),
        ("--service", {"choices": sorted(PORTS)}),
        ("--one-way", {"action": "store_true"}),
    ])  # fmt: skip
    add(isolate, [machine, ("--but-client", {"action": "store_true"})])
    add(heal)
    add(mend)
    add(disk_full, [machine])
    add(disk_free)
    add(switchover, [("machine", {"nargs": "?"})])
    add(connection, [("--user", {"default": "recourse"})])
    add(run, [("--on", {"default": "client"}), ("command", {"nargs": argparse.REMAINDER})])
    add(patronictl, [("words", {"nargs": argparse.REMAINDER})])
    add(configuration)
    add(check)
    return whole


def main():
    arguments = parser().parse_args()
    bed = Bed(arguments.dir)
    try:
        if arguments.name not in ("up", "check"):
            bed.load()
        return arguments.function(bed, arguments) or 0
    except Fault as fault:
        print(f"cluster: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main())
