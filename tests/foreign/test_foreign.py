"""Receipts are taken, and forged ones refused, by verifiers that are not this project's; the
ledger's Arrow stream is read by Apache Arrow's own reader.

Usage: test_foreign.py <recourse> <scratch folder>. A verifier whose packages are not there is
skipped, and said so. The scratch folder keeps what npm installs between runs.
"""

import base64
import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "tests", "cli"))
SCRATCH = sys.argv.pop(2) if len(sys.argv) > 2 else "/tmp/recourse-foreign"
import node_packages  # noqa: E402
from harness import PROGRAM, CommandTest  # noqa: E402  (reads the first argument)

ADMINISTRATOR = "administrator:a1"
GOPATH = "/usr/share/gocode"
MOD = os.path.join(GOPATH, "src", "golang.org", "x", "mod", "sumdb", "note")


SUPERVISOR = "supervisor:v1"


def run(*command, **more):
    return subprocess.run(command, capture_output=True, text=True, timeout=300, **more)


def milliseconds(text):
    """Of a moment as JSON has it; None stays None."""
    if text is None:
        return None
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return round(moment.timestamp() * 1000)


def cbor_number(n):
    """A whole number below 65536 in CBOR."""
    return bytes([n] if n < 24 else [24, n] if n < 256 else [25, n >> 8, n & 255])


class Foreign(CommandTest):
    """Half a year of Shanghai, played once, its head signed; and receipts of records in it."""

    @classmethod
    def setUpClass(cls):
        cls.played = tempfile.TemporaryDirectory(prefix="recourse-foreign-")
        cls.addClassCleanup(cls.played.cleanup)
        demo = [PROGRAM, "--dir", os.path.join(cls.played.name, "store"), "demo", "shanghai-2023"]
        subprocess.run(demo, check=True, capture_output=True, timeout=300)
        # Two records that whoever supervises may have as they are written.
        tail = [*demo[:3], "--json", "tail", "--from", "4711", "--type", "case.accepted",
                "--limit", "2", "--as", SUPERVISOR]  # fmt: skip
        listed = [json.loads(line) for line in run(*tail, check=True).stdout.splitlines()]
        cls.position, cls.another = (line["position"] for line in listed)
        cls.case = listed[0]["stream"].removeprefix("case/")

    def setUp(self):
        super().setUp()
        shutil.copytree(os.path.join(self.played.name, "store"), self.store)
        key, es256 = self.path("ed25519.key"), self.path("es256.key")
        self.key = self.administer("notary", "key", "create", key)
        self.es256 = self.administer(
            "notary", "key", "create", es256, "--algorithm", "es256"
        )
        self.other = self.strangers_key("ed25519")
        self.other_es256 = self.strangers_key("es256")
        self.head = self.administer("notary", "sign", "--key", key, "--key", es256)
        self.origin = self.head["origin"]

    def administer(self, *arguments):
        return self.item(*arguments, actor=ADMINISTRATOR)

    def strangers_key(self, algorithm):
        """A key of another log that has taken this one's name."""
        store, self.store = self.store, self.path("strangers")
        if not os.path.exists(self.store):
            self.report_case()
        made = self.administer("notary", "key", "create", self.path("stranger." + algorithm),
                               "--algorithm", algorithm, "--name", self.key["name"])  # fmt: skip
        self.store = store
        return made

    def edges(self):
        """The first and the last record that whoever supervises may have as they are written."""
        size = self.head["size"]
        for positions in (range(1, size + 1), range(size, 0, -1)):
            yield next(position for position in positions if not self.item(
                "receipt", "--position", str(position), "--out", self.path("edge"),
                actor=SUPERVISOR)["withheld"])  # fmt: skip

    def receipt(self, position, file, *more):
        item = self.item("receipt", "--position", str(position), "--out", file, *more,
                         actor=SUPERVISOR)  # fmt: skip
        self.assertFalse(item["withheld"], position)
        return file

    def proof(self, position=None):
        position = position or self.position
        return self.receipt(position, self.path(f"{position}.tlog-proof"))

    def cose(self, position=None):
        position = position or self.position
        return self.receipt(position, self.path(f"{position}.cose"), "--format", "cose")

    # --- tlog-proofs --------------------------------------------------------------------------

    def forged_proofs(self):
        """What was forged, and the file."""
        with open(self.proof(), encoding="utf-8") as file:
            right = file.read().split("\n")
        with open(self.proof(self.another), encoding="utf-8") as file:
            other = file.read().split("\n")
        blank = right.index("")

        def with_line(number, line):
            lines = list(right)
            lines[number] = line
            return lines

        def flipped(line):
            head, coded = line.rsplit(" ", 1)
            signature = bytearray(base64.b64decode(coded))
            signature[20] ^= 1
            return f"{head} {base64.b64encode(signature).decode()}"

        size = right[blank + 2]
        forged = {
            "record": with_line(1, other[1]),
            "index": with_line(2, f"index {self.position}"),
            "path": with_line(3, other[3]),
            "shorter path": right[:3] + right[4:],
            "origin": with_line(blank + 1, right[blank + 1][:-1] + "9"),
            "size": with_line(blank + 2, str(int(size) + 1)),
            "root": with_line(blank + 3, base64.b64encode(b"x" * 32).decode()),
            "signature": with_line(-2, flipped(right[-2])),
        }
        for what, lines in forged.items():
            file = self.path("forged")
            with open(file, "w", encoding="utf-8") as to:
                to.write("\n".join(lines))
            yield what, file

    def try_proofs(self, verify):
        """`verify(file, verifier key, origin)` answers with what ran."""
        done = verify(self.proof(), self.key["verifier"], self.origin)
        self.assertEqual(done.returncode, 0, done.stderr)
        for position in self.edges():
            done = verify(self.proof(position), self.key["verifier"], self.origin)
            self.assertEqual(done.returncode, 0, done.stderr)
        for what, file in self.forged_proofs():
            with self.subTest(forged=what):
                done = verify(file, self.key["verifier"], self.origin)
                self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        with self.subTest(forged="key"):
            done = verify(self.proof(), self.other["verifier"], self.origin)
            self.assertEqual(done.returncode, 1, done.stdout + done.stderr)

    # --- COSE receipts ------------------------------------------------------------------------

    def try_cose(self, verify):
        """`verify(file, record, key)` answers with what ran."""
        file = self.cose()
        record = file + ".record"
        done = verify(file, record, self.es256)
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(file, "rb") as of:
            right = of.read()
        with open(self.cose(self.another), "rb") as of:
            other = of.read()
        origin = self.origin.encode()
        size = str(self.head["size"]).encode()
        claim = right.index(bytes([2, 0x60 + len(size)]) + size) + 2
        head = b"\x83" + cbor_number(self.head["size"]) + cbor_number(self.position - 1)
        index = right.index(head, claim) + len(head) - 1  # its last byte
        path = right.index(b"\x58\x20", index) + 2  # the first hash

        def with_byte(at, value=None):
            changed = bytearray(right)
            changed[at] = changed[at] ^ 1 if value is None else value
            return bytes(changed)

        forged = {
            "path": with_byte(path),
            "other path": right[:path] + other[path : path + 32] + right[path + 32 :],
            "index": with_byte(index),
            "size in the proof": with_byte(index - 3),
            "size in the claim": with_byte(claim),
            "origin": with_byte(right.index(origin) + len(origin) - 1, ord("9")),
            "signature": with_byte(len(right) - 1),
        }
        for what, data in forged.items():
            with self.subTest(forged=what):
                name = self.path("forged.cose")
                with open(name, "wb") as to:
                    to.write(data)
                done = verify(name, record, self.es256)
                self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        for what, given in {
            "record": (file, self.cose(self.another) + ".record", self.es256),
            "key": (file, record, self.other_es256),
        }.items():
            with self.subTest(forged=what):
                done = verify(*given)
                self.assertEqual(done.returncode, 1, done.stdout + done.stderr)

    # --- the verifiers ------------------------------------------------------------------------

    def go(self):
        """The program of tests/foreign/go, built with Debian's packages."""
        if not shutil.which("go") or not os.path.isdir(MOD):
            self.skipTest("needs Debian's golang-go and golang-golang-x-mod-dev")
        program = os.path.join(SCRATCH, "verify")
        os.makedirs(SCRATCH, exist_ok=True)
        environment = {**os.environ, "GO111MODULE": "off", "GOPATH": GOPATH, "GOFLAGS": "",
                       "GOCACHE": os.path.join(SCRATCH, "go-cache")}  # fmt: skip
        built = run("go", "build", "-o", program, os.path.join(HERE, "go", "verify.go"),
                    env=environment)  # fmt: skip
        self.assertEqual(built.returncode, 0, built.stderr)
        return program

    def node(self):
        """The folder of tests/foreign/node with the packages of its lock file."""
        return node_packages.installed(SCRATCH)

    def python(self):
        """The verifier of examples/receipts."""
        if run(sys.executable, "-c", "import cryptography").returncode != 0:
            self.skipTest("needs Debian's python3-cryptography")
        return os.path.join(ROOT, "examples", "receipts", "verify_receipt.py")

    def test_apache_arrow_reads_the_ledger(self):
        folder = self.node()
        stream = self.path("ledger.arrow")
        ledger = ["--dir", self.store, "--utc", "ledger", "--as", "supervisor:v1"]
        wanted = "number,line,phase,reported_at,closed_at,overdue,working_days,loops,rating"
        files = ["--format", "arrow", "--fields", wanted, "--output", stream]
        done = run(PROGRAM, *ledger, *files)
        self.assertEqual(done.returncode, 0, done.stderr)
        read = json.loads(run("node", "arrow.js", stream, cwd=folder).stdout)
        self.assertEqual([name for name, _ in read["columns"]], wanted.split(","))
        types = dict(read["columns"])
        self.assertEqual(types["number"], "Utf8")
        self.assertEqual(types["overdue"], "Bool")
        self.assertEqual(types["working_days"], "Uint32")
        self.assertEqual(types["closed_at"], "Timestamp<MILLISECOND, UTC>")
        self.assertGreater(read["batches"], 1)
        page = ["--fields", wanted, "--page-size", "1000", "--json"]
        first = json.loads(run(PROGRAM, *ledger, *page).stdout)["items"]
        for arrow, row in zip(read["rows"], first):
            for name in ("number", "line", "phase", "overdue", "working_days", "rating"):
                self.assertEqual(arrow[name], row[name], (row["number"], name))
            self.assertEqual(arrow["loops"], ";".join(row["loops"]))
            for name in ("reported_at", "closed_at"):
                self.assertEqual(arrow[name], milliseconds(row[name]))
        self.assertEqual(len({row["number"] for row in read["rows"]}), len(read["rows"]))
        self.assertGreater(len(read["rows"]), 3000)

    def test_go_sumdb_takes_tlog_proofs(self):
        program = self.go()
        self.try_proofs(lambda file, key, origin: run(program, "proof", file, key, origin))

    def test_go_sumdb_takes_what_is_published(self):
        program = self.go()
        folder, record = self.path("published"), self.cose() + ".record"
        self.item("notary", "publish", folder)
        verify = (program, "folder", folder, self.key["verifier"], self.origin)
        done = run(*verify, str(self.position - 1), record)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(run(*verify, str(self.position), record).returncode, 1)
        tile = os.path.join(folder, "tile", "0", f"{(self.position - 1) // 256:03d}")
        with open(tile, "r+b") as file:
            byte = file.read(1)
            file.seek(0)
            file.write(bytes([byte[0] ^ 1]))
        self.assertEqual(run(*verify, str(self.position - 1), record).returncode, 1)

    def test_sigstore_takes_tlog_proofs(self):
        folder = self.node()
        script = os.path.join(folder, "sigstore.js")
        self.try_proofs(lambda file, key, origin: run("node", script, file, key, origin))

    def test_transmute_takes_cose_receipts(self):
        script = os.path.join(self.node(), "cose.js")

        def verify(file, record, key):
            pem = self.path("key.pem")
            with open(pem, "w", encoding="utf-8") as to:
                to.write(key["pem"].split("\n", 1)[1])  # without the line of its name
            return run("node", script, file, record, pem, self.origin)

        self.try_cose(verify)

    def test_plain_python_takes_both(self):
        program = self.python()

        def proof(file, key, origin):
            self.assertTrue(origin.startswith(key.split("+")[0] + "/"))
            return run(sys.executable, program, file, key)

        self.try_proofs(proof)
        with open(self.proof(), encoding="utf-8") as file:
            head, extra, rest = file.read().split("\n", 2)
        with open(self.path("alone"), "w", encoding="utf-8") as file:
            file.write(head + "\n" + rest)
        alone = (sys.executable, program, self.path("alone"), self.key["verifier"])
        self.assertIn("does not hold its record", run(*alone).stderr)
        for record, code in ((base64.b64decode(extra.removeprefix("extra ")), 0), (b"x", 1)):
            with open(self.path("record"), "wb") as file:
                file.write(record)
            self.assertEqual(run(*alone, "--record", self.path("record")).returncode, code)
        self.try_cose(lambda file, record, key: run(
            sys.executable, program, file, key["verifier"], "--record", record))  # fmt: skip

    def test_plain_python_compares_published_heads(self):
        program = os.path.join(os.path.dirname(self.python()), "verify_consistency.py")
        folder, key = self.path("published"), self.key["verifier"]
        checkpoint, old = os.path.join(folder, "checkpoint"), self.path("old")
        self.item("notary", "publish", folder)
        shutil.copy(checkpoint, old)
        self.item("case", "show", self.case, "--reveal", "--purpose", "核对", actor=SUPERVISOR)
        now = self.administer("notary", "sign", "--key", self.path("ed25519.key"))
        self.item("notary", "publish", folder)
        own = (PROGRAM, "receipt", "consistency")

        def compare(code, *given):
            """This project's own verifier and the plain one say the same."""
            done = run(*own, *given, "--key", key, "--tiles", folder)
            self.assertEqual(done.returncode, 6 if code else 0, done.stdout + done.stderr)
            done = run(sys.executable, program, *given, key, "--tiles", folder)
            self.assertEqual(done.returncode, code, done.stdout + done.stderr)
            return done.stdout + done.stderr

        grown = f"the first {self.head['size']} of {now['size']} records"
        self.assertIn(grown, compare(0, old, checkpoint))
        compare(0, old, old)
        self.assertIn("shrank", compare(1, checkpoint, old))
        with open(old, encoding="utf-8") as file:
            lines = file.read().split("\n")
        with open(self.path("forged"), "w", encoding="utf-8") as file:
            file.write("\n".join([lines[0], "5", *lines[2:]]))
        self.assertIn("signature", compare(1, self.path("forged"), checkpoint))
        done = run(sys.executable, program, old, checkpoint, self.other["verifier"],
                   "--tiles", folder)  # fmt: skip
        self.assertEqual(done.returncode, 1)
        last = os.path.join(folder, "tile", "0", f"{(now['size'] - 1) // 256:03d}.p",
                            str(now["size"] % 256))  # fmt: skip
        with open(last, "r+b") as file:
            file.write(b"x")
        self.assertIn("the tiles do not come to", compare(1, old, checkpoint))

    def test_openssl_takes_the_pem(self):
        if not shutil.which("openssl"):
            self.skipTest("needs openssl")
        for key in (self.key, self.es256):
            done = run("openssl", "pkey", "-pubin", "-noout", "-text", input=key["pem"])
            self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    program = unittest.main(verbosity=2, exit=False)
    result = program.result
    if not result.wasSuccessful():
        sys.exit(1)
    # Skipped, for ctest, only if nothing at all could be tried.
    sys.exit(77 if result.testsRun == len(result.skipped) else 0)
