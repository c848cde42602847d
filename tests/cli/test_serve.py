"""The service as its clients meet it: real sockets, bad requests, live answers, an orderly end."""

import http.client
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import threading
import time

from harness import PROGRAM, CommandTest, main

PASSWORD = "correct horse battery staple"


class Serving(CommandTest):
    """A service on a free port, with one account of each kind."""

    def setUp(self):
        super().setUp()
        admin = "administrator:a1"
        for key, role, unit in (("w7", "window_officer", "S001"), ("v1", "supervisor", "city"),
                                ("a1", "administrator", "")):  # fmt: skip
            unit_of = ("--unit", unit) if unit else ()
            self.answer("account", "open", key, "--name", key, "--role", role, *unit_of,
                        actor=admin)  # fmt: skip
            done = self.run_it("account", "password", key, "--stdin", actor=admin,
                               stdin=PASSWORD.encode() + b"\n")  # fmt: skip
            self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.start()

    def start(self, *options):
        self.process = subprocess.Popen(
            [PROGRAM, "--dir", self.store, "serve", "--listen", "127.0.0.1:0", *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
        self.addCleanup(self.end)
        line = self.process.stdout.readline().decode()
        self.assertRegex(line, r"recourse serves .* at https?://127\.0\.0\.1:\d+/")
        self.port = int(re.search(r":(\d+)/", line).group(1))

    def end(self):
        if self.process.stderr.closed:
            return ""
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(timeout=60)
        self.process.stdout.close()
        errors = self.process.stderr.read().decode()
        self.process.stderr.close()
        return errors

    def ask(self, method, path, body=None, session=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if session:
            given.update(session)
        if body is not None:
            given.setdefault("Content-Type", "application/json")
            body = json.dumps(body).encode()
        connection.request(method, path, body, given)
        reply = connection.getresponse()
        content = reply.read()
        connection.close()
        self.headers = dict(reply.getheaders())
        return reply.status, json.loads(content) if content[:1] in (b"{", b"[") else content

    def sign_in(self, account):
        status, item = self.ask("POST", "/v1/session", {"account": account, "password": PASSWORD})
        self.assertEqual(status, 201, item)
        cookie = self.headers["Set-Cookie"]
        for word in ("HttpOnly", "SameSite=Strict", "Path=/"):
            self.assertIn(word, cookie)
        return {"Cookie": cookie.split(";")[0], "X-CSRF-Token": item["item"]["csrf"]}

    def raw(self, data, wait=True):
        """What the service answers to bytes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(data)
            answer = b""
            while wait:
                piece = connection.recv(65536)
                if not piece:
                    break
                answer += piece
            return answer


class Service(Serving):
    REPORT = {"district": "310115", "category": "difficult", "line": "population",
              "present": True, "narrative": "三次都没办成"}  # fmt: skip

    def test_a_case_through_the_api_and_a_restart(self):
        officer = self.sign_in("w7")
        status, begun = self.ask("POST", "/v1/case/commands/report", self.REPORT, officer)
        self.assertEqual(status, 201, begun)
        key = begun["item"]["key"]
        self.assertEqual(self.headers["Location"], "/v1/case/" + key)
        self.assertEqual(begun["item"]["state"]["intake"]["station"], "S001")
        self.process.kill()  # what was acknowledged is there
        self.end()
        self.start()
        status, found = self.ask("GET", "/v1/case/" + key, session=officer)
        self.assertEqual(status, 200, "the session outlives the service")
        self.assertEqual(found["item"]["version"], begun["item"]["version"])
        status, page = self.ask("GET", "/v1/cases?station=S001", session=officer)
        self.assertEqual([c["case"] for c in page["items"]], [key])
        tag = self.headers["ETag"]
        status, _ = self.ask("GET", "/v1/cases?station=S001", session=officer, If_None_Match=tag)
        self.assertEqual(status, 304)
        self.assertEqual(self.ask("GET", "/v1/case/" + key)[0], 401)

    def test_a_receipt_holds_what_is_for_whoever_asks(self):
        officer = self.sign_in("w7")
        begun = self.ask("POST", "/v1/case/commands/report", self.REPORT, officer)[1]
        key, code = begun["item"]["key"], begun["outcome"]["inquiry_code"]
        self.end()
        admin, file = "administrator:a1", self.path("notary.key")
        self.answer("notary", "key", "create", file, actor=admin)
        self.answer("notary", "sign", "--key", file, actor=admin)
        self.start()
        path = f"/v1/case/{key}/receipt"
        citizen = self.ask("POST", "/v1/session/citizen", {"case": key, "code": code})[1]
        citizen = {"Cookie": self.headers["Set-Cookie"].split(";")[0],
                   "X-CSRF-Token": citizen["item"]["csrf"]}  # fmt: skip
        for who in (citizen, officer):
            status, proof = self.ask("GET", path, session=who)
            self.assertEqual(status, 200, proof)
            self.assertTrue(proof.startswith(b"c2sp.org/tlog-proof@v1\nindex "), proof)
        purpose = {"purpose": "交当事人留存"}
        status, no = self.ask("POST", path, purpose, citizen)
        self.assertEqual(status, 403, "the record holds what is for staff")
        self.assertIn("not_to_be_seen", json.dumps(no))
        self.assertEqual(self.ask("POST", path, {}, officer)[0], 400)
        self.assertEqual(self.ask("POST", path, purpose)[0], 401)
        looks = f"/v1/case/{key}/looks"
        self.assertEqual(self.ask("GET", looks, session=officer)[1]["items"], [])
        status, whole = self.ask("POST", path, purpose, officer)
        self.assertEqual(status, 200, whole)
        self.assertTrue(whole.startswith(b"c2sp.org/tlog-proof@v1\nextra "), whole)
        taken = self.ask("GET", looks, session=officer)[1]["items"]
        self.assertEqual([one["purpose"] for one in taken], ["交当事人留存"])

    def test_the_console_and_the_description(self):
        status, page = self.ask("GET", "/")
        self.assertEqual(status, 200)
        self.assertIn(b"app.js", page)
        policy = self.headers["Content-Security-Policy"]
        self.assertIn("default-src 'self'", policy)
        self.assertNotIn("unsafe-inline'; script", policy)
        status, script = self.ask("GET", "/app.js", Accept_Encoding="gzip")
        self.assertEqual((status, script[:2]), (200, b"\x1f\x8b"))
        status, document = self.ask("GET", "/v1/openapi.json")
        self.assertEqual(document["openapi"][:3], "3.1")
        self.assertIn("/v1/case/{key}/commands/accept", document["paths"])

    def test_requests_that_are_none(self):
        for data, status in (
            (b"GET\r\n\r\n", 400),
            (b"GET / HTTP/1.1\r\n\r\n", 400),  # no host
            (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
            (b"GET / HTTP/3.7\r\nHost: a\r\n\r\n", 505),
            (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
            (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 40000 + b"\r\n\r\n", 431),
            (b"POST /v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n", 413),
            (b"POST /v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n"
             b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
            (b"GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 400),
            (b"GET /%2e%2e/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 400),
        ):  # fmt: skip
            answer = self.raw(data)
            self.assertEqual(int(answer.split(b" ")[1] or 0), status, (data[:60], answer[:200]))
        self.assertEqual(self.ask("GET", "/health")[0], 200, "it goes on")

    def test_who_is_slow_is_cut_off(self):
        begun = time.monotonic()
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(b"GET /health HTTP/1.1\r\nHost: a\r\nX: ")
            answer = b""
            while piece := connection.recv(65536):
                answer += piece
        self.assertEqual(answer, b"")
        self.assertLess(time.monotonic() - begun, 25)

    def test_requests_on_one_connection_and_a_continue(self):
        both = self.raw(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n"
                        b"GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        self.assertEqual(both.count(b"HTTP/1.1 200 OK"), 2)
        body = b'{"account":"x","password":"y"}'
        answer = self.raw(
            b"POST /v1/session HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nConnection: close\r\n"
            b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
        )
        self.assertTrue(answer.startswith(b"HTTP/1.1 100 Continue"))
        self.assertIn(b"HTTP/1.1 401 ", answer)
        # As proxies send it; what it names counts, not the Host beside it.
        for origin, ours in ((b"http://a:8080", True), (b"http://b", False)):
            answer = self.raw(
                b"POST http://a:8080/v1/session HTTP/1.1\r\nHost: b\r\nConnection: close\r\n"
                b"Origin: " + origin + b"\r\nContent-Type: application/json\r\n"
                b"Content-Length: %d\r\n\r\n%s" % (len(body), body))  # fmt: skip
            self.assertIn(answer[:13], (b"HTTP/1.1 401 ", b"HTTP/1.1 429 ") if ours
                          else (b"HTTP/1.1 403 ",))  # fmt: skip
        head = self.raw(b"HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        self.assertTrue(head.endswith(b"\r\n\r\n"), "a HEAD has no body")

    def test_guessing_is_slowed(self):
        statuses = [
            self.ask("POST", "/v1/session", {"account": "w7", "password": "wrong" + str(i) * 9})[0]
            for i in range(6)
        ]
        self.assertIn(429, statuses)
        self.assertIn("Retry-After", self.headers)

    def live(self, path, session, last=None):
        """A connection that goes on, read by a thread into a list of lines."""
        lines = []
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        head = f"GET {path} HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n"
        for name, value in session.items():
            head += f"{name}: {value}\r\n"
        if last:
            head += f"Last-Event-ID: {last}\r\n"
        connection.sendall(head.encode() + b"\r\n")

        def read():
            with connection.makefile("rb") as file:
                for line in file:
                    lines.append(line.decode().rstrip("\r\n"))

        thread = threading.Thread(target=read, daemon=True)
        thread.start()
        self.addCleanup(connection.close)
        return connection, lines, thread

    def wait_for(self, what):
        for _ in range(600):
            if what():
                return
            time.sleep(0.05)
        self.fail("it did not come")

    def test_live_lists_and_an_orderly_end(self):
        officer = self.sign_in("w7")
        _, lines, thread = self.live("/v1/cases?station=S001", officer)
        self.wait_for(lambda: "event: page" in lines)
        status, begun = self.ask("POST", "/v1/case/commands/report", self.REPORT, officer)
        self.assertEqual(status, 201, begun)
        self.wait_for(lambda: any(begun["item"]["key"] in line for line in lines))
        supervisor = self.sign_in("v1")
        _, feed, _ = self.live("/v1/events", supervisor, last="1")
        self.wait_for(lambda: any(line.startswith("id: ") for line in feed))
        self.assertNotIn("id: 1", feed)
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)
        thread.join(timeout=60)
        self.assertEqual(self.process.returncode, 0)
        self.assertEqual(self.end(), "")

    def test_nothing_personal_is_logged(self):
        self.end()
        self.start("--log", self.path("log"))
        officer = self.sign_in("w7")
        report = dict(self.REPORT, name="蒋五", phone="13700000000")
        status, begun = self.ask("POST", "/v1/case/commands/report", report, officer)
        self.assertEqual(status, 201, begun)
        key = begun["item"]["key"]
        self.ask("GET", f"/v1/case/{key}", session=officer)
        self.ask("GET", "/v1/similar?text=%E8%92%8B%E4%BA%94", session=officer)
        errors = self.end()
        self.assertIn("/v1/{kind}/{key} 200", errors)
        with open(self.path("log"), encoding="utf-8") as file:
            log = file.read()
        for word in ("蒋五", "13700000000", key, PASSWORD, officer["Cookie"], "%E8%92%8B"):
            self.assertNotIn(word, errors + log)

    def test_many_at_once(self):
        officer = self.sign_in("w7")
        results = []

        def report():
            for _ in range(5):
                done = self.ask("POST", "/v1/case/commands/report", self.REPORT, officer)
                results.append(done[0])

        threads = [threading.Thread(target=report) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(results, [201] * 40)
        status, page = self.ask("GET", "/v1/cases?page_size=1000", session=officer)
        self.assertEqual(len(page["items"]), 40)

    def test_tls(self):
        certificate, key = self.path("cert.pem"), self.path("key.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key,
                        "-out", certificate, "-days", "2", "-subj", "/CN=localhost"],
                       check=True, capture_output=True)  # fmt: skip
        self.end()
        self.start("--tls-certificate", certificate, "--tls-key", key)
        context = ssl.create_default_context(cafile=certificate)
        context.check_hostname = False
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=30,
                                                 context=context)  # fmt: skip
        connection.request("POST", "/v1/session",
                           json.dumps({"account": "w7", "password": PASSWORD}),
                           {"Content-Type": "application/json"})  # fmt: skip
        reply = connection.getresponse()
        reply.read()
        self.assertEqual(reply.status, 201)
        self.assertIn("Secure", reply.getheader("Set-Cookie"))
        connection.close()
        self.assertEqual(self.raw(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")[:4] == b"HTTP", False)


class Usage(CommandTest):
    def test_what_cannot_be_served(self):
        for words, says in (
            (("--listen", "8080"), "ADDRESS:PORT"),
            (("--listen", "127.0.0.1:99999"), "ADDRESS:PORT"),
            (("--tls-key", "x"), "both"),
            (("--proxy-header", "X-User"), "both"),
            (("--demo", "--listen", "0.0.0.0:0"), "127.0.0.1"),
            (("--proxy-header", "X-User", "--proxy", "10.0.0.0/99"), "10.0.0.0/99"),
        ):
            self.fails(2, says, "serve", *words)
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            self.fails(5, "cannot be listened to", "serve", "--listen",
                       f"127.0.0.1:{taken.getsockname()[1]}")  # fmt: skip

    def test_the_description_needs_no_store(self):
        document = json.loads(self.run_it("openapi").stdout)
        self.assertEqual(document["openapi"][:3], "3.1")
        self.assertFalse(os.path.exists(self.store))


if __name__ == "__main__":
    main()
