"""Keys, signed heads, receipts and their verification by the command."""

import base64
import hashlib
import json
import os
import shutil
import stat
import subprocess
from xml.etree import ElementTree

from harness import PROGRAM, CommandTest, main

REFUSED, USAGE, BAD_INPUT, NOT_FOUND, UNAVAILABLE, PROBLEMS = 1, 2, 3, 4, 5, 6
ADMINISTRATOR = "administrator:a1"


class Receipts(CommandTest):
    def setUp(self):
        super().setUp()
        self.key = self.path("notary.key")
        self.es256 = self.path("es256.key")

    def administer(self, *arguments):
        return self.item(*arguments, actor=ADMINISTRATOR)

    def create_keys(self):
        """Both keys; answers with the public ones."""
        return (
            self.administer("notary", "key", "create", self.key),
            self.administer("notary", "key", "create", self.es256, "--algorithm", "es256"),
        )

    def sign(self):
        return self.administer("notary", "sign", "--key", self.key, "--key", self.es256)

    def set_up(self):
        """A case, two keys, a signed head; answers with the public keys."""
        self.report_case()
        keys = self.create_keys()
        self.sign()
        return keys

    def receipt(self, *arguments, out="case.tlog-proof"):
        """With its record: a look in clear."""
        item = self.item("--reveal", "receipt", *arguments, "--purpose", "交当事人留存",
                         "--out", self.path(out))  # fmt: skip
        self.assertFalse(item["withheld"])
        return self.path(out)

    def looks(self):
        return [(one["actor"], one["purpose"]) for one in self.items("looks", "case/S001-1")]

    def verify(self, code, file, *arguments):
        """Without the store, as a stranger does."""
        done = subprocess.run(
            [os.path.abspath(PROGRAM), "--json", "receipt", "verify", file, *arguments],
            capture_output=True, timeout=60, cwd="/", env={"PATH": os.environ["PATH"]},
        )  # fmt: skip
        self.assertEqual(done.returncode, code, done.stdout.decode() + done.stderr.decode())
        return json.loads(done.stdout or done.stderr)

    def test_a_record_is_proven_to_a_stranger(self):
        key, _ = self.set_up()
        proof = self.receipt("S001-1")
        shutil.move(self.store, self.path("gone"))
        item = self.verify(0, proof, "--key", key["verifier"])["item"]
        self.assertTrue(item["proven"])
        self.assertEqual(item["record"]["stream"], "case/S001-1")
        self.assertEqual(item["record"]["position"], 1)
        self.assertEqual(item["record"]["event"]["type"], "case.received")
        self.assertNotIn("张三", json.dumps(item, ensure_ascii=False))
        for form in ("verifier", "pem"):
            with open(self.path("pub"), "w", encoding="utf-8") as file:
                file.write(key[form] + "\n")
            self.verify(0, proof, "--key", self.path("pub"))
        text = self.run_it("receipt", "verify", proof, "--key", key["verifier"]).stdout.decode()
        self.assertIn("proven: case.received (case/S001-1)", text)

    def test_the_file_is_a_tlog_proof_of_the_records_bytes(self):
        self.set_up()
        with open(self.receipt("--position", "2"), encoding="utf-8") as file:
            lines = file.read().split("\n")
        self.assertEqual(lines[0], "c2sp.org/tlog-proof@v1")
        self.assertEqual(lines[2], "index 1")
        record = base64.b64decode(lines[1].removeprefix("extra "))
        self.assertEqual(record[:2], b"\x02\x02")  # form 2, position 2
        path = [base64.b64decode(line) for line in lines[3 : lines.index("")]]
        root = hashlib.sha256(b"\0" + record).digest()
        self.assertEqual(len(path), 2)  # of 4 records
        root = hashlib.sha256(b"\1" + path[0] + root).digest()
        root = hashlib.sha256(b"\1" + root + path[1]).digest()
        self.assertEqual(base64.b64encode(root).decode(), lines[lines.index("") + 3])

    def test_without_a_look_in_clear_a_receipt_says_nothing_of_its_record(self):
        """A report names a person: the proof alone is given, and proves it with the record."""
        key, _ = self.set_up()
        plain = self.run_it("receipt", "S001-1").stdout.decode()
        self.assertIn("\nindex 0\n", plain)
        self.assertNotIn("extra", plain)
        alone = self.item("receipt", "S001-1", "--out", self.path("alone"))
        self.assertTrue(alone["withheld"])
        cose = self.item("receipt", "S001-1", "--format", "cose", "--out", self.path("alone.cose"))
        self.assertTrue(cose["withheld"])
        self.assertFalse(os.path.exists(self.path("alone.cose.record")))
        told = self.run_it("receipt", "S001-1", "--out", self.path("alone")).stdout.decode()
        self.assertIn("without its record", told)
        self.assertEqual(self.looks(), [])
        with open(self.receipt("S001-1"), encoding="utf-8") as file:
            record = base64.b64decode(file.read().split("\n")[1].removeprefix("extra "))
        self.assertIn("张三".encode(), record)
        self.assertEqual(self.looks(), [("window_officer:w7@S001", "交当事人留存")])
        with open(self.path("record"), "wb") as file:
            file.write(record)
        trusted = ("--key", key["verifier"])
        self.verify(PROBLEMS, self.path("alone"), *trusted)
        self.verify(0, self.path("alone"), *trusted, "--record", self.path("record"))

    def test_a_record_of_which_nothing_is_closed_goes_along(self):
        self.set_up()
        item = self.item("receipt", "S001-1", "--version", "2")
        self.assertFalse(item["withheld"])
        self.assertIn("extra", item["receipt"])
        self.assertEqual(self.looks(), [])

    def test_nobody_has_receipts_of_what_is_not_theirs_to_see(self):
        self.set_up()
        clear = ("--reveal", "receipt", "--purpose", "核对")
        citizen, other = "citizen:c1", "window_officer:w1@S002"
        for which in (("S001-1",), ("--position", "1"), ("S001-1", "--version", "2")):
            self.fails(USAGE, "--as", "receipt", *which, actor=None)
            self.fails(USAGE, "--as", "receipt", "slip", *which, actor=None)
            self.fails(REFUSED, "not_to_be_seen", "receipt", *which, actor=other)
            self.fails(REFUSED, "not_to_be_seen", "receipt", "slip", *which, actor=other)
            self.fails(REFUSED, "not_to_be_seen", *clear, *which, actor=other)
            self.fails(USAGE, "--purpose", "--reveal", "receipt", *which)
        self.fails(REFUSED, "not_to_be_seen", *clear, "S001-1", actor=citizen)
        self.fails(REFUSED, "not_to_be_seen", "receipt", "--position", "1", actor=citizen)
        self.fails(USAGE, "holds no record", "--reveal", "receipt", "slip", "S001-1",
                   "--purpose", "核对")  # fmt: skip
        for version in ("1", "2"):
            item = self.item("receipt", "S001-1", "--version", version, actor=citizen)
            self.assertTrue(item["withheld"])
            self.assertNotIn("extra", item["receipt"])
        self.assertEqual(self.looks(), [])

    def test_a_slip_is_a_proof_that_waits_for_its_record(self):
        key, es256 = self.set_up()
        slip = self.item("receipt", "slip", "S001-1")
        self.assertEqual(slip["key"], "S001-1")
        self.assertEqual(slip["position"], 1)
        self.assertNotIn("extra", slip["proof"])
        with open(self.path("slip.tlog-proof"), "w", encoding="utf-8") as file:
            file.write(slip["proof"])
        proof = ("--key", key["verifier"])
        told = self.verify(PROBLEMS, self.path("slip.tlog-proof"), *proof)
        self.assertIn("does not hold its record", told["item"]["fault"])
        for version, code in (("1", 0), ("2", PROBLEMS)):
            self.receipt("S001-1", "--version", version, "--format", "cose", out=version)
            record = self.path(version) + ".record"
            with open(record, "rb") as file:
                digest = hashlib.sha256(b"\0" + file.read()).hexdigest()
            self.assertEqual(digest == slip["leaf"], code == 0)
            self.verify(code, self.path("slip.tlog-proof"), *proof, "--record", record)
        text = self.run_it("receipt", "slip", "S001-1").stdout.decode()
        for part in ("S001-1", slip["leaf"][:16], slip["origin"], "█"):
            self.assertIn(part, text)
        self.item("receipt", "slip", "S001-1", "--out", self.path("slip.svg"))
        with open(self.path("slip.svg"), encoding="utf-8") as file:
            svg = file.read()
        ElementTree.fromstring(svg)
        for part in ("S001-1", slip["origin"], slip["leaf"][:16]):
            self.assertIn(part, svg)
        self.assertNotIn("三次", svg + text)
        self.assertEqual(self.item("receipt", "slip", "--position", "2")["position"], 2)

    def test_the_code_of_a_slip_is_read_by_a_reader_that_is_not_ours(self):
        if not shutil.which("zbarimg") or not shutil.which("rsvg-convert"):
            self.skipTest("needs Debian's zbar-tools and librsvg2-bin")
        self.set_up()
        proof = self.item("receipt", "slip", "S001-1", "--out", self.path("slip.svg"))["proof"]
        subprocess.run(["rsvg-convert", "--zoom", "3", "--output", self.path("slip.png"),
                        self.path("slip.svg")], check=True)  # fmt: skip
        read = subprocess.run(["zbarimg", "--quiet", "--raw", self.path("slip.png")],
                              capture_output=True, check=True)  # fmt: skip
        self.assertEqual(read.stdout.decode(), proof + "\n")

    def test_a_cose_receipt_is_proven_with_the_record_beside_it(self):
        ed25519, es256 = self.set_up()
        proof = self.receipt("S001-1", "--format", "cose", out="case.cose")
        item = self.verify(0, proof, "--key", es256["verifier"])["item"]
        self.assertEqual(item["record"]["stream"], "case/S001-1")
        record = proof + ".record"
        os.rename(record, self.path("elsewhere"))
        self.verify(USAGE, proof, "--key", es256["verifier"])
        self.verify(0, proof, "--key", es256["verifier"], "--record", self.path("elsewhere"))
        other = self.receipt("S001-1", "--version", "2", "--format", "cose", out="2.cose")
        item = self.verify(PROBLEMS, proof, "--key", es256["verifier"],
                           "--record", other + ".record")["item"]  # fmt: skip
        self.assertFalse(item["proven"])
        self.verify(PROBLEMS, other, "--key", ed25519["verifier"])

    def test_a_forged_receipt_is_not_proven(self):
        key, es256 = self.set_up()
        proof = self.receipt("S001-1")
        with open(proof, encoding="utf-8") as file:
            lines = file.read().split("\n")

        def forged(code, number, line):
            changed = list(lines)
            changed[number] = line
            with open(self.path("forged"), "w", encoding="utf-8") as file:
                file.write("\n".join(changed))
            told = self.verify(code, self.path("forged"), "--key", key["verifier"])
            if code == PROBLEMS:
                self.assertTrue(told["item"]["fault"])

        with open(self.receipt("--position", "2", out="2"), encoding="utf-8") as file:
            other = file.read().split("\n")
        forged(PROBLEMS, 1, other[1])  # another record
        forged(PROBLEMS, 2, "index 1")
        forged(PROBLEMS, 3, other[3])  # another path
        blank = lines.index("")
        forged(PROBLEMS, blank + 1, lines[blank + 1][:-1] + "2")  # another incarnation
        forged(PROBLEMS, blank + 2, "5")  # another size
        forged(PROBLEMS, blank + 3, base64.b64encode(b"x" * 32).decode())
        forged(BAD_INPUT, 0, "c2sp.org/tlog-proof@v2")
        forged(BAD_INPUT, 1, "extra")
        forged(BAD_INPUT, blank + 2, "04")
        stranger = self.path("stranger")
        shutil.move(self.store, self.path("first"))
        self.report_case()
        other_key = self.administer("notary", "key", "create", stranger)
        self.verify(PROBLEMS, proof, "--key", other_key["verifier"])
        self.verify(PROBLEMS, proof, "--key", es256["verifier"])
        both = ("--key", other_key["verifier"], "--key", key["verifier"])
        self.verify(0, proof, *both)
        self.verify(PROBLEMS, proof, *both, "--origin", lines[blank + 1] + "7")
        self.verify(0, proof, *both, "--origin", lines[blank + 1])

    def test_a_key_lies_in_a_file_of_its_own_that_nobody_else_reads(self):
        self.report_case()
        key, _ = self.create_keys()
        self.assertEqual(stat.S_IMODE(os.stat(self.key).st_mode), 0o600)
        self.fails(USAGE, "is there already", "notary", "key", "create", self.key,
                   actor=ADMINISTRATOR)  # fmt: skip
        shown = self.item("notary", "key", "show", self.key)
        self.assertEqual(shown["verifier"], key["verifier"])
        listed = self.items("notary", "key", "list")
        self.assertEqual([k["algorithm"] for k in listed], ["ed25519", "es256"])
        self.assertEqual(listed[0]["verifier"], key["verifier"])
        os.chmod(self.key, 0o640)
        self.fails(USAGE, "chmod 600", "notary", "sign", "--key", self.key, actor=ADMINISTRATOR)
        self.fails(USAGE, "chmod 600", "notary", "key", "show", self.key)
        for name in os.listdir(self.store):
            path = os.path.join(self.store, name)
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    self.assertNotIn(b"PRIVATE KEY", file.read())

    def test_a_head_is_signed_once(self):
        self.report_case()
        self.create_keys()
        first = self.sign()
        self.assertTrue(first["new"])
        self.assertEqual(first["size"], 4)
        again = self.sign()
        self.assertFalse(again["new"])
        self.assertEqual(again["checkpoint"], first["checkpoint"])
        self.assertEqual(self.item("notary", "show")["state"]["heads"], 1)
        self.report_case("S001-2")
        second = self.sign()
        self.assertEqual((second["new"], second["size"]), (True, 7))

    def test_only_an_administrator_and_keys_in_force_sign(self):
        self.report_case()
        self.fails(REFUSED, "administrator", "notary", "key", "create", self.key)
        # The key is there, and was not added: it may be, by whoever may.
        self.fails(NOT_FOUND, "key_unknown", "notary", "sign", "--key", self.key,
                   actor=ADMINISTRATOR)  # fmt: skip
        key = self.administer("notary", "key", "add", self.key)
        self.fails(REFUSED, "administrator", "notary", "sign", "--key", self.key)
        self.answer("notary", "retire-key", "--id", key["id"], "--reason", "rotation",
                    actor=ADMINISTRATOR)  # fmt: skip
        self.fails(REFUSED, "key_is_retired", "notary", "sign", "--key", self.key,
                   actor=ADMINISTRATOR)  # fmt: skip

    def test_after_a_rotation_old_receipts_hold_and_new_ones_are_of_the_new_key(self):
        old, _ = self.set_up()
        before = self.receipt("S001-1")
        self.answer("notary", "retire-key", "--id", old["id"], "--reason", "rotation",
                    actor=ADMINISTRATOR)  # fmt: skip
        self.key = self.path("second.key")
        new = self.administer("notary", "key", "create", self.key)
        self.sign()
        after = self.receipt("S001-1", out="after")
        self.verify(0, before, "--key", old["verifier"])
        self.verify(0, after, "--key", new["verifier"])
        self.verify(PROBLEMS, after, "--key", old["verifier"])
        self.assertTrue(self.item("audit")["ok"])

    def test_what_no_head_covers_has_no_receipt_yet(self):
        self.report_case()
        self.fails(NOT_FOUND, "notary sign", "receipt", "S001-1")
        self.create_keys()
        self.administer("notary", "sign", "--key", self.key)
        self.receipt("S001-1")
        self.fails(NOT_FOUND, "ES256", "receipt", "S001-1", "--format", "cose", "--out",
                   self.path("c"))  # fmt: skip
        self.report_case("S001-2")
        self.fails(NOT_FOUND, "no head that covers", "receipt", "S001-2")
        self.fails(NOT_FOUND, "no record of version", "receipt", "S001-3")
        self.fails(NOT_FOUND, "no record at position", "receipt", "--position", "99")

    def test_an_audit_reads_the_whole_log(self):
        self.set_up()
        self.report_case("S001-2")
        self.sign()
        report = self.item("audit")
        self.assertEqual((report["ok"], report["heads"], report["consistent"]), (True, 2, 1))
        self.assertEqual((report["size"], report["covered"]), (8, 7))
        self.assertIn("everything agrees", self.run_it("audit").stdout.decode())

    def test_a_restored_log_signs_under_an_origin_of_its_own(self):
        """It goes on otherwise than the one that was lost: heads of both must not be mixed up."""
        self.set_up()
        self.item("backup", "create", self.path("backup"))
        published = self.path("published")
        self.report_case("S001-2")
        first = self.sign()
        self.item("notary", "publish", published)
        shutil.move(self.store, self.path("first"))
        self.item("backup", "restore", self.path("backup"))
        self.assertTrue(self.item("audit")["ok"])
        self.report_case("S001-3")
        signed = self.sign()
        self.assertNotEqual(signed["origin"], first["origin"])  # another incarnation
        self.assertTrue(self.item("audit")["ok"])
        self.fails(USAGE, "a folder of its own", "notary", "publish", published)

    def test_the_published_files_verify_by_themselves(self):
        key, _ = self.set_up()
        folder = self.path("published")
        done = self.item("notary", "publish", folder)
        self.assertEqual((done["new"], done["tiles"], done["size"]), (True, 1, 4))
        with open(os.path.join(folder, "tile/0/000.p/4"), "rb") as file:
            leaves = file.read()
        self.assertEqual(len(leaves), 4 * 32)

        def node(left, right):
            return hashlib.sha256(b"\1" + left + right).digest()

        a, b, c, d = (leaves[i : i + 32] for i in range(0, 128, 32))
        with open(os.path.join(folder, "checkpoint"), encoding="utf-8") as file:
            root = file.read().split("\n")[2]
        self.assertEqual(base64.b64encode(node(node(a, b), node(c, d))).decode(), root)
        self.assertFalse(self.item("notary", "publish", folder)["new"])

    def publish_twice(self):
        """A log that grew between two published heads: the public key, the folder, both heads."""
        key, _ = self.set_up()
        folder, heads = self.path("published"), []
        for number in (2, 3):
            self.item("notary", "publish", folder)
            heads.append(shutil.copy(os.path.join(folder, "checkpoint"), self.path(f"h{number}")))
            self.report_case(f"S001-{number}")
            self.sign()
        return key, folder, *heads

    def compare(self, code, *arguments):
        """Without the store, as a stranger does."""
        done = subprocess.run(
            [os.path.abspath(PROGRAM), "--json", "receipt", "consistency", *arguments],
            capture_output=True, timeout=60, cwd="/", env={"PATH": os.environ["PATH"]},
        )  # fmt: skip
        self.assertEqual(done.returncode, code, done.stdout.decode() + done.stderr.decode())
        told = json.loads(done.stdout or done.stderr)
        if code in (0, PROBLEMS):
            self.assertEqual(told["item"]["consistent"], code == 0)
        return told

    def test_a_stranger_sees_that_a_published_log_has_only_grown(self):
        key, folder, old, new = self.publish_twice()
        shutil.move(self.store, self.path("gone"))
        trusted = ("--tiles", folder, "--key", key["verifier"])
        item = self.compare(0, old, new, *trusted)["item"]
        self.assertEqual((item["old"]["size"], item["new"]["size"]), (4, 7))
        self.assertEqual((item["fault"], item["old"]["origin"]), ("", item["new"]["origin"]))
        self.compare(0, old, old, *trusted)
        text = self.run_it("receipt", "consistency", old, new, *trusted).stdout.decode()
        self.assertIn("consistent: the first 4 of 7 records", text)
        shrunk = self.compare(PROBLEMS, new, old, *trusted)["item"]
        self.assertIn("shrank", shrunk["fault"])
        done = self.run_it("receipt", "consistency", new, old, *trusted)
        self.assertEqual(done.returncode, PROBLEMS)
        self.assertIn("not consistent (7 and 4 records)", done.stdout.decode())
        self.compare(0, old, new, *trusted, "--origin", item["new"]["origin"])
        self.compare(PROBLEMS, old, new, *trusted, "--origin", item["new"]["origin"] + "7")

    def test_the_head_in_a_receipt_is_compared_with_a_published_one(self):
        key, _ = self.set_up()
        proof = self.receipt("S001-1")
        self.report_case("S001-2")
        self.sign()
        self.item("notary", "publish", self.path("published"))
        item = self.compare(0, proof, self.path("published/checkpoint"), "--tiles",
                            self.path("published"), "--key", key["verifier"])["item"]  # fmt: skip
        self.assertGreater(item["new"]["size"], item["old"]["size"])

    def test_changed_tiles_and_heads_show_nothing(self):
        key, folder, old, new = self.publish_twice()
        trusted = ("--tiles", folder, "--key", key["verifier"])
        tile = os.path.join(folder, "tile/0/000.p/7")
        with open(tile, "rb") as file:
            right = file.read()

        def with_tile(code, data):
            with open(tile, "wb") as file:
                file.write(data)
            told = self.compare(code, old, new, *trusted)
            with open(tile, "wb") as file:
                file.write(right)
            return told

        for at in (0, 3 * 32, 4 * 32, 7 * 32 - 1):  # of the old head's records, and behind them
            changed = right[:at] + bytes([right[at] ^ 1]) + right[at + 1 :]
            self.assertIn("tiles", with_tile(PROBLEMS, changed)["item"]["fault"])
        with_tile(BAD_INPUT, right[:-1])
        os.rename(tile, tile + ".gone")
        self.compare(NOT_FOUND, old, new, *trusted)
        # What a later head has published serves as well.
        self.item("notary", "publish", folder)
        self.compare(0, old, new, *trusted)

        with open(old, encoding="utf-8") as file:
            lines = file.read().split("\n")
        for number, line, code in ((0, lines[0][:-1] + "9", PROBLEMS), (1, "3", PROBLEMS),
                                   (2, base64.b64encode(b"x" * 32).decode(), PROBLEMS),
                                   (1, "04", BAD_INPUT), (3, "-", BAD_INPUT)):  # fmt: skip
            with open(self.path("forged"), "w", encoding="utf-8") as file:
                file.write("\n".join([*lines[:number], line, *lines[number + 1 :]]))
            self.compare(code, self.path("forged"), new, *trusted)
            self.compare(code, old, self.path("forged"), *trusted)
        self.compare(USAGE, old, self.path("nowhere"), *trusted)
        self.compare(USAGE, old, new, "--key", key["verifier"])
        self.compare(USAGE, old, new, "--tiles", folder)
        self.compare(USAGE, old, new, "--tiles", folder, "--key", "nowhere")

    def test_heads_of_a_fork_or_of_another_log_are_not_consistent(self):
        """Two histories of one name, signed by one key: both heads together are the proof."""
        key, folder, old, _ = self.publish_twice()
        self.item("notary", "publish", folder)
        trusted = ("--tiles", folder, "--key", key["verifier"])
        last = os.path.join(folder, "checkpoint")
        size = self.compare(0, old, last, *trusted)["item"]["new"]["size"]
        self.forge_head(old, self.path("same"), size)
        told = self.compare(PROBLEMS, self.path("same"), last, *trusted)["item"]
        self.assertIn("two roots", told["fault"])
        self.forge_head(old, self.path("fork"), 5)
        told = self.compare(PROBLEMS, self.path("fork"), last, *trusted)["item"]
        self.assertIn("forked", told["fault"])
        self.assertEqual((told["old"]["size"], told["new"]["size"]), (5, size))
        shutil.move(self.store, self.path("first"))
        self.key, self.es256 = self.path("other.key"), self.path("other.es256")
        other, _ = self.set_up()
        self.item("notary", "publish", self.path("other"))
        others = self.path("other/checkpoint")
        self.assertIn("no key", self.compare(PROBLEMS, old, others, *trusted)["item"]["fault"])
        both = (*trusted, "--key", other["verifier"])
        self.assertIn("of recourse/", self.compare(PROBLEMS, old, others, *both)["item"]["fault"])
        self.compare(PROBLEMS, old, last, "--tiles", folder, "--key", other["verifier"])

    def forge_head(self, like, to, size):
        """A head of the same log with another root, rightly signed by its key."""
        if shutil.which("openssl") is None:
            self.skipTest("needs openssl")
        with open(like, encoding="utf-8") as file:
            lines = file.read().split("\n")
        lines[1], lines[2] = str(size), base64.b64encode(b"y" * 32).decode()
        text, message, signature = "\n".join(lines[:3]) + "\n", self.path("m"), self.path("s")
        with open(message, "w", encoding="utf-8") as file:
            file.write(text)
        subprocess.run(["openssl", "pkeyutl", "-sign", "-inkey", self.key, "-rawin", "-in", message,
                        "-out", signature], check=True)  # fmt: skip
        dash, name, coded = lines[4].split(" ")
        with open(signature, "rb") as file:
            signed = base64.b64decode(coded)[:4] + file.read()
        with open(to, "w", encoding="utf-8") as file:
            file.write(f"{text}\n{dash} {name} {base64.b64encode(signed).decode()}\n")

    def test_wrong_arguments(self):
        self.fails(NOT_FOUND, "does not exist", "audit")
        self.fails(NOT_FOUND, "does not exist", "notary", "key", "create", self.key,
                   actor=ADMINISTRATOR)  # fmt: skip
        self.assertFalse(os.path.exists(self.key))
        self.report_case()
        self.fails(USAGE, "--position", "receipt")
        self.fails(USAGE, "--position", "receipt", "S001-1", "--position", "1")
        self.fails(USAGE, "--out", "receipt", "S001-1", "--format", "cose")
        self.fails(USAGE, "format", "receipt", "S001-1", "--format", "pdf")
        self.fails(USAGE, "--key", "receipt", "verify", "x")
        self.fails(USAGE, "cannot be read", "receipt", "verify", "x", "--key", "nowhere")
        self.fails(USAGE, "--as", "notary", "sign", "--key", "x", actor=None)
        self.fails(NOT_FOUND, "no file", "notary", "sign", "--key", self.path("x"),
                   actor=ADMINISTRATOR)  # fmt: skip
        self.fails(USAGE, "key name", "notary", "key", "create", self.key, "--name", "a b",
                   actor=ADMINISTRATOR)  # fmt: skip
        self.fails(NOT_FOUND, "no head was signed", "notary", "publish", self.path("p"))
        self.fails(USAGE, "'frob' is not a command", "notary", "frob")


if __name__ == "__main__":
    main()
