"""A small disk of its own for each machine's database, so that it can be full.

loop: a file with ext4, mounted; its fsync is a real one. tmpfs: memory. folder: no disk of its own,
and `fill` is refused.
"""

import os
import shutil
import subprocess


def run(*argv):
    subprocess.run(argv, check=True, capture_output=True, timeout=60)


def best_kind(folder):
    """The most real kind of disk that can be made here."""
    if os.geteuid() != 0:
        return "folder"
    trial = os.path.join(folder, "trial")
    for kind in ("loop", "tmpfs"):
        try:
            mount(kind, trial, 16)
        except (subprocess.SubprocessError, OSError):
            unmount(trial)
            continue
        unmount(trial)
        return kind
    return "folder"


def mount(kind, path, megabytes):
    os.makedirs(path, exist_ok=True)
    if kind == "tmpfs":
        run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", path)
    elif kind == "loop":
        image = path + ".img"
        with open(image, "wb") as file:
            file.truncate(megabytes << 20)
        run("mkfs.ext4", "-q", "-F", "-m", "0", image)
        run("mount", "-o", "loop", image, path)


def unmount(path):
    if os.path.ismount(path):
        run("umount", path)
    if os.path.exists(path + ".img"):
        os.remove(path + ".img")
    if os.path.isdir(path):
        shutil.rmtree(path)


def filler(path):
    return os.path.join(path, "filler")


def fill(path):
    """Leaves no room. False: it is no disk of its own, and nothing was done."""
    if not os.path.ismount(path):
        return False
    room = os.statvfs(path)
    with open(filler(path), "wb") as file:
        end = 0
        step = 1 << (room.f_bfree * room.f_frsize).bit_length()
        while step >= room.f_frsize:
            try:
                os.posix_fallocate(file.fileno(), end, step)
                end += step
            except OSError:
                step //= 2
    return True


def free(path):
    if os.path.exists(filler(path)):
        os.remove(filler(path))
