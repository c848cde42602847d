"""A service over a fresh store with an account at each desk, for tests that are clients of it."""

import http.server
import json
import os
import re
import signal
import subprocess
import tempfile
import threading

PASSWORD = "correct horse battery staple"
STATION = "31010101"
ADMINISTRATOR = "administrator:a1"
OFFICER = "window_officer:w7@" + STATION
# Key, role and unit of each account.
ACCOUNTS = (
    ("w7", "window_officer", STATION),
    ("w8", "window_officer", STATION),
    ("d1", "district_officer", "310101.RK"),
    ("c1", "city_officer", "city.RK"),
    ("c2", "city_officer", "city.RK"),
    ("c3", "city_officer", "city.RK"),
    ("v1", "supervisor", "city"),
    ("a1", "administrator", ""),
)


class Service:
    """Owns the store's folder and the process; `close` ends both."""

    def __init__(self, program):
        self.program = program
        self.folder = tempfile.TemporaryDirectory(prefix="recourse-console-")
        self.store = os.path.join(self.folder.name, "store")
        self.master_key = os.path.join(self.folder.name, "master.key")
        self.process = None
        self.port = 0
        self.run("keys", "create", self.master_key)

    def environment(self):
        kept = {k: v for k, v in os.environ.items() if not k.startswith("RECOURSE_")}
        sealed = {"RECOURSE_MASTER_KEY_FILE": self.master_key}
        made = os.path.exists(self.master_key)
        return {**kept, "RECOURSE_DIR": self.store, **(sealed if made else {})}

    def run(self, *arguments, stdin=b""):
        done = subprocess.run([self.program, *arguments], input=stdin, capture_output=True,
                              env=self.environment(), timeout=120)  # fmt: skip
        if done.returncode != 0:
            raise AssertionError(f"{arguments}: {done.stderr.decode()}")
        return done.stdout.decode()

    def fill(self):
        """Accounts, and a closed case that a signed head covers; what a citizen holds of it."""
        for key, role, unit in ACCOUNTS:
            of_unit = ("--unit", unit) if unit else ()
            self.run("account", "open", key, "--as", ADMINISTRATOR, "--name", key, "--role", role,
                     *of_unit)  # fmt: skip
            self.run("account", "password", key, "--stdin", "--as", ADMINISTRATOR,
                     stdin=PASSWORD.encode() + b"\n")  # fmt: skip
        begun = json.loads(self.run(
            "--json", "case", "report", "--as", OFFICER, "--district", "310101", "--category",
            "policy", "--matter", "RK01", "--present", "--name", "周某", "--phone", "13900000000",
            "--narrative", "新生儿申报出生登记，出生医学证明上父亲姓名写错了一个字"))  # fmt: skip
        key = begun["item"]["key"]
        self.run("case", "route-explain", key, "--as", OFFICER, "--explanation", "已说明")
        self.run("case", "close", key, "--as", OFFICER, "--outcome", "answered", "--told",
                 "in_person", "--reply", "请先更正出生医学证明", "--next-step", "再来申报")  # fmt: skip
        notary = os.path.join(self.folder.name, "notary.key")
        said = self.run("notary", "key", "create", notary, "--as", ADMINISTRATOR)
        self.run("notary", "sign", "--key", notary, "--as", ADMINISTRATOR)
        verifier = re.search(r"recourse/\S+\+[0-9a-f]{8}\+\S+", said).group(0)
        return {"case": key, "code": begun["outcome"]["inquiry_code"], "verifier": verifier}

    def start(self):
        """Serves: on a free port, or again on the one it had."""
        self.process = subprocess.Popen(
            [self.program, "serve", "--listen", f"127.0.0.1:{self.port}"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment())  # fmt: skip
        line = self.process.stdout.readline().decode()
        found = re.search(r"https?://127\.0\.0\.1:(\d+)/", line)
        if not found:
            raise AssertionError(line + self.process.stderr.read().decode())
        self.port = int(found.group(1))

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def stop(self):
        """Ends it in an orderly way, or fails."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=60)
        errors = self.process.stderr.read().decode()
        self.process.stdout.close()
        self.process.stderr.close()
        self.process = None
        if code != 0 or errors:
            raise AssertionError(f"the service ended with {code}: {errors}")

    def close(self):
        if self.process:
            self.process.kill()
            self.process.wait()
        self.folder.cleanup()


class Control:
    """Lets a client in another process stop and start the service: POST /stop, /start."""

    def __init__(self, service):
        actions = {"/stop": service.stop, "/start": service.start}

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                try:
                    actions[self.path]()
                    status, said = 200, ""
                except Exception as error:  # the client says it
                    status, said = 500, str(error)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(said.encode())

            def log_message(self, *_):
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}"
