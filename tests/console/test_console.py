"""The service under clients that are not ours: `test_console.py PROGRAM SCRATCH SCRIPT…`.

Starts the service over a store with an account at each desk, runs each script by node against it,
and ends the service by SIGTERM. 77: node, npm, Chromium or the packages are missing.
"""

import json
import os
import subprocess
import sys

import packages
import service

HERE = os.path.dirname(os.path.abspath(__file__))
TIMEOUT = 540


def main():
    program, scratch, *scripts = sys.argv[1:]
    node = packages.tool("node")
    chromium = packages.tool("chromium") if "console.test.mjs" in scripts else ""
    folder = packages.installed(HERE, os.path.join(scratch, "console"))
    served = service.Service(program)
    try:
        known = served.fill()
        served.start()
        given = {**known, "url": served.url, "control": service.Control(served).url,
                 "chromium": chromium, "password": service.PASSWORD, "station": service.STATION,
                 "folder": served.folder.name}  # fmt: skip
        environment = {**os.environ, "RECOURSE_TEST": json.dumps(given)}
        failed = 0
        for script in scripts:
            done = subprocess.run([node, "--test-reporter=spec", script], cwd=folder,
                                  env=environment, timeout=TIMEOUT)  # fmt: skip
            failed |= done.returncode
        served.stop()
    finally:
        served.close()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
