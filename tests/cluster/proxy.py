"""The proxies of a test bed on the loopback: one process, one listening port a service and machine.

    proxy.py FOLDER '[[machine, service, address, port, to address, to port], …]'

FOLDER/network.json lists what is cut: [from machine, to machine, service or null]. A cut line keeps
its connections and carries nothing, as a dead switch does. Whose connection it is follows from the
process that holds its other end: what descends from a machine's Patroni, PostgreSQL or etcd is that
machine's, anything else the clients'.
"""

import asyncio
import json
import os
import sys

import processes
from network import CLIENT


def inode_of(port):
    """Of the socket on this machine that is bound to `port` and connects to somebody else."""
    with open("/proc/net/tcp", encoding="ascii") as file:
        for line in file.readlines()[1:]:
            fields = line.split()
            if int(fields[1].rpartition(":")[2], 16) == port:
                return fields[9]
    return None


def holds(pid, inode):
    try:
        for handle in os.listdir(f"/proc/{pid}/fd"):
            if os.readlink(f"/proc/{pid}/fd/{handle}") == f"socket:[{inode}]":
                return True
    except OSError:
        return False
    return False


class Proxies:
    def __init__(self, folder):
        self.folder = folder
        self.rules = []

    def roots(self):
        """{machine: [[pid, started_at], …]}, from what the bed has noted."""
        with open(os.path.join(self.folder, "cluster.json"), encoding="utf-8") as file:
            state = json.load(file)
        found = {}
        for kind in ("etcd", "patroni"):
            for machine, known in state[kind].items():
                found.setdefault(int(machine), []).append(known)
        for machine, known in found.items():
            path = os.path.join(self.folder, f"node{machine}", "disk", "data", "postmaster.pid")
            try:
                with open(path, encoding="ascii") as file:
                    pid = int(file.readline())
            except (OSError, ValueError):
                continue  # not running, or about to
            known.append([pid, processes.started_at(pid)])
        return found

    def machine_behind(self, port):
        inode = inode_of(port)
        for machine, roots in self.roots().items():
            if any(holds(known[0], inode) for known in processes.tree(roots)):
                return machine
        return CLIENT

    def is_cut(self, source, target, service):
        return any(
            rule[0] == source and rule[1] == target and rule[2] in (None, service)
            for rule in self.rules
        )

    async def watch_rules(self):
        path = os.path.join(self.folder, "network.json")
        while True:
            with open(path, encoding="ascii") as file:
                self.rules = json.load(file)
            await asyncio.sleep(0.05)

    async def carry(self, reader, writer, source, target, service):
        try:
            while data := await reader.read(65536):
                while self.is_cut(source, target, service):
                    await asyncio.sleep(0.05)
                writer.write(data)
                await writer.drain()
        except OSError:
            pass  # the other end is told by the close
        finally:
            writer.close()

    async def serve(self, route):
        machine, service, address, port, to_address, to_port = route

        async def connected(reader, writer):
            source = self.machine_behind(writer.get_extra_info("peername")[1])
            while self.is_cut(source, machine, service) or self.is_cut(machine, source, service):
                await asyncio.sleep(0.05)
            try:
                their_reader, their_writer = await asyncio.open_connection(to_address, to_port)
            except OSError:
                writer.close()
                return
            await asyncio.gather(
                self.carry(reader, their_writer, source, machine, service),
                self.carry(their_reader, writer, machine, source, service),
            )

        await asyncio.start_server(connected, address, port)

    async def run(self, routes):
        await asyncio.gather(*(self.serve(route) for route in routes))
        await self.watch_rules()


if __name__ == "__main__":
    asyncio.run(Proxies(sys.argv[1]).run(json.loads(sys.argv[2])))
