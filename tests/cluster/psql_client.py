#!/usr/bin/env python3
"""A client that is not the store's, over psql alone: the bed and the checker without the store.

    psql_client.py write|resolve|log CONNECTION [HISTORY [SEED [THREADS [STREAMS]]]]

The same command line and history as cluster_client.cpp. Its log is three tables and one function,
with one row that every append locks; no epoch, no pages, no pipeline. What goes wrong with it is
the cluster's doing (or libpq's settings), not the store's. After a lost answer it writes something
first and waits until that is replicated, before it believes what it reads: a primary that has
crashed and come back shows commits that no standby has.
"""

import json
import os
import queue
import random
import signal
import subprocess
import sys
import threading
import time
import uuid

SCHEMA = """
CREATE TABLE IF NOT EXISTS head (one bool PRIMARY KEY, position bigint NOT NULL);
INSERT INTO head VALUES (true, 0) ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS record (position bigint PRIMARY KEY, stream text NOT NULL,
  version bigint NOT NULL, command text NOT NULL, payload text NOT NULL, UNIQUE (stream, version));
CREATE INDEX IF NOT EXISTS record_command ON record (command);
CREATE TABLE IF NOT EXISTS mark (one bool PRIMARY KEY, at timestamptz NOT NULL);
CREATE OR REPLACE FUNCTION answer_of(wanted text) RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_build_object('first', min(position), 'last', max(position), 'version',
    (SELECT max(version) FROM record WHERE command = wanted AND stream = (SELECT stream FROM record
      WHERE command = wanted ORDER BY position LIMIT 1)))
  FROM record WHERE command = wanted HAVING count(*) > 0 $$;
CREATE OR REPLACE FUNCTION append(wanted text, parts jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE part jsonb; payload text; at bigint; now_at bigint; known jsonb;
BEGIN
  SELECT position INTO at FROM head FOR UPDATE;
  known := answer_of(wanted);
  IF known IS NOT NULL THEN RETURN known || '{"answer": "ok", "repeated": true}'; END IF;
  FOR part IN SELECT * FROM jsonb_array_elements(parts) LOOP
    SELECT coalesce(max(version), 0) INTO now_at FROM record WHERE stream = part->>'stream';
    IF (part->>'expected')::bigint <> now_at THEN
      RETURN jsonb_build_object('answer', 'conflict', 'actual', now_at);
    END IF;
    FOR payload IN SELECT * FROM jsonb_array_elements_text(part->'payloads') LOOP
      at := at + 1; now_at := now_at + 1;
      INSERT INTO record VALUES (at, part->>'stream', now_at, wanted, payload);
    END LOOP;
  END LOOP;
  UPDATE head SET position = at;
  RETURN answer_of(wanted) || '{"answer": "ok"}';
END $$;
"""
PSQL = "/usr/lib/postgresql/15/bin/psql"
END = "-- end of an answer --"
PATIENCE = 8
SETTLE_FOR = 60
ending = threading.Event()


class Lost(Exception):
    """The connection ended or was silent: what was asked may have been done."""


class Line:
    """One psql; what it prints comes through a queue, so that it can be waited for."""

    def __init__(self, connection):
        self.process = subprocess.Popen(
            [PSQL, "-XAtq", "-v", "ON_ERROR_STOP=1", connection], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, bufsize=1,
        )  # fmt: skip
        self.printed = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.printed.put(line.rstrip("\n"))
        self.printed.put(None)

    def ask(self, statement, seconds=PATIENCE):
        """The lines that it prints. A commit has happened when it has answered."""
        try:
            self.process.stdin.write(f"{statement};\n\\echo {END}\n")
            self.process.stdin.flush()
        except OSError:
            raise Lost from None
        lines = []
        end = time.monotonic() + seconds
        while True:
            try:
                line = self.printed.get(timeout=max(0.01, end - time.monotonic()))
            except queue.Empty:
                raise Lost from None
            if line is None:
                raise Lost
            if line == END:
                return lines
            lines.append(line)

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()


class History:
    def __init__(self, path):
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self.lock = threading.Lock()
        self.calls = 0

    def line(self, call, **words):
        text = json.dumps({"at": time.monotonic_ns(), "call": call, **words})
        os.write(self.file, (text + "\n").encode())

    def ask(self, kind, **words):
        with self.lock:
            self.calls += 1
            call = f"{os.getpid()}-{self.calls}"
        self.line(call, ask=kind, **words)
        return call


class Client:
    """One thread's connection, and what it asks."""

    def __init__(self, connection, history):
        self.connection = connection
        self.history = history
        self.open_line = None

    def line(self):
        if not self.open_line:
            self.open_line = Line(self.connection)
            # Waits for the standbys: what is read after it, they have.
            self.open_line.ask("INSERT INTO mark VALUES (true, now()) ON CONFLICT (one) "
                               "DO UPDATE SET at = now()")  # fmt: skip
        return self.open_line

    def drop(self):
        if self.open_line:
            self.open_line.close()
            self.open_line = None

    def ask(self, kind, statement, read, **words):
        """The answer as the history has it; None: unknown."""
        try:
            line = self.line()
        except Lost:
            self.drop()
            return None
        call = self.history.ask(kind, **words)
        try:
            answer = read(line.ask(statement))
        except Lost:
            self.drop()
            self.history.line(call, answer="unknown")
            return None
        self.history.line(call, **answer)
        return answer

    def append(self, command, parts):
        statement = f"SELECT append('{command}', '{json.dumps(parts)}')"
        return self.ask("append", statement, lambda lines: json.loads(lines[0]),
                        command=command, parts=parts)  # fmt: skip

    def find(self, command):
        def read(lines):
            if not lines or not lines[0]:
                return {"answer": "absent"}
            return {"answer": "found", **json.loads(lines[0])}

        # Under the head's lock: an append of the same command that is still under way is over then.
        statement = f"BEGIN; SELECT FROM head FOR UPDATE; SELECT answer_of('{command}'); COMMIT"
        return self.ask("find", statement, lambda lines: read([x for x in lines if x]),
                        command=command)  # fmt: skip

    def version(self, stream):
        return self.ask("version", f"SELECT coalesce(max(version), 0) FROM record "
                        f"WHERE stream = '{stream}'",
                        lambda lines: {"answer": "ok", "version": int(lines[0])},
                        stream=stream)  # fmt: skip


class Writer(threading.Thread):
    def __init__(self, connection, history, seed, streams):
        super().__init__()
        self.client = Client(connection, history)
        self.random = random.Random(seed)
        self.streams = streams
        self.versions = {}

    def run(self):
        while not ending.is_set():
            if self.random.random() < 0.9:
                self.append()
            else:
                stream = self.some_stream()
                answer = self.client.version(stream)
                if answer:
                    self.versions[stream] = answer["version"]
            time.sleep(self.random.random() * 0.02)
        self.client.drop()

    def some_stream(self):
        return f"thing/{self.random.randrange(self.streams)}"

    def append(self):
        stream = self.some_stream()
        expected = None if self.random.random() < 0.2 else self.versions.get(stream)
        payloads = [self.random.randbytes(24).hex() for _ in range(self.random.choice((1, 1, 3)))]
        command, parts = uuid.uuid4().hex, [
            {"stream": stream, "expected": expected, "payloads": payloads},
        ]  # fmt: skip
        end = None
        while True:
            if self.random.random() < 0.5 or end is None:
                answer = self.client.append(command, parts)
            else:
                answer = self.client.find(command)
            if answer:
                self.versions[stream] = answer.get("actual", answer.get("version"))
                return
            if ending.is_set() and end is None:
                end = time.monotonic() + SETTLE_FOR
            elif end is None:
                end = float("inf")
            elif ending.is_set() and end == float("inf"):
                end = time.monotonic() + SETTLE_FOR
            if time.monotonic() > end:
                return
            time.sleep(0.1)


def until_answered(connection, statement, seconds=120):
    end = time.monotonic() + seconds
    while True:
        line = Line(connection)
        try:
            return line.ask(statement, 30)
        except Lost:
            if time.monotonic() > end:
                raise SystemExit("psql_client: no answer") from None
            time.sleep(0.2)
        finally:
            line.close()


def write(connection, path, seed=1, threads=4, streams=6):
    signal.signal(signal.SIGTERM, lambda *_: ending.set())
    until_answered(connection, SCHEMA)
    history = History(path)
    writers = [Writer(connection, history, seed * 1000 + n, streams) for n in range(threads)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return 0


def resolve(connection, path):
    client = Client(connection, History(path))
    for command in sys.stdin.read().split():
        end = time.monotonic() + SETTLE_FOR
        while not client.find(command):
            if time.monotonic() > end:
                return 1
    client.drop()
    return 0


def print_log(connection):
    for line in until_answered(
        connection, "SELECT row_to_json(record) FROM record ORDER BY position"
    ):
        print(line)
    return 0


def main():
    name, words = sys.argv[1], sys.argv[2:]
    if name == "write":
        return write(words[0], words[1], *map(int, words[2:]))
    return {"resolve": resolve, "log": print_log}[name](*words)


if __name__ == "__main__":
    sys.exit(main())
