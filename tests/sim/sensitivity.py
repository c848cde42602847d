"""Breaks the store, or the keys, in one place at a time and says which test of tests/sim finds it,
or of tests/contract where the break is in the PostgreSQL store.

    python3 tests/sim/sensitivity.py [words]     only the breaks whose name has the words

Each break is made in a copy of the sources, built there and run: nothing here changes. A break that
no test finds ends with exit code 1. For a random schedule the seed is said: so many it took.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STORE = "src/stores/rocksdb/"
CORE = "src/core/"
WORKFLOW = "include/recourse/core/workflow.hpp"
POSTGRES = "src/stores/postgres/"
ENGINE = "src/engine/engine.cpp"
STATE_VIEW = "include/recourse/core/state_view.hpp"
ROUND = "include/recourse/core/round.hpp"
# The random schedules apart from the rest, so that each says what it finds.
FILTERS = {"sim_tests": ("*Schedules*", "*Worlds*", "-*Schedules*:*Worlds*"),
           "contract_tests": ("*ostgres*:*LaggingStandby*",),
           "office_tests": ("SealedLog.*",)}

# By the first word of a break's name; else the simulation of the store.
PROGRAMS = {"postgres": "contract_tests", "sealed": "office_tests"}

# name, file (of the store, unless it has a path), what stands there (once), what is put instead; a
# break in several places repeats the last three
BREAKS = [
    ("no sync", "log.cpp", "options.sync = true;", "options.sync = false;"),
    ("no version check", "pipeline.cpp", "if (!s.expected.admits(actual)) {", "if (false) {"),
    ("no check of the index against the log", "store_core.cpp", "if (indexed > end->head) {",
     "if (false) {"),
    ("no check of whose views they are", "index.cpp", " || !value.starts_with(expected)", ""),
    ("no proof before recovery", "store_core.cpp",
     "RECOURSE_TRY(prove_nothing_lost(databases_options));", ""),
    ("a gap of zeros is taken for nothing", "wal_proof.cpp",
     "broken && next != 0 && group.sequence() > next", "false"),
    ("a second gap of zeros is taken for nothing", "wal_proof.cpp",
     "      claim.broken = true;\n", ""),
    ("a log in place loses its last byte", "in_place_wal.cpp", "end_ += data.size();",
     "end_ += data.size() - (zeroed_ > end_ && data.size() > 1 ? 1 : 0);"),
    ("no room for zeros fails an append", "in_place_wal.cpp",
     "if (!status.IsNoSpace()) return status;", "return status;"),
    ("zeros are not cut off", "in_place_wal.cpp",
     "if (zeroed_ > end_) cut = Truncate(end_, options, debug);", ""),
    ("half a record is followed", "in_place_wal.cpp", "if (!record.good) break;",
     "if (record.bytes == 0) break;"),
    ("a known command takes effect again", "pipeline.cpp",
     "CommandEntry::State::committing || state == CommandEntry::State::committed)",
     "CommandEntry::State::committing)"),
    ("other content under a known command id", "pipeline.cpp",
     "if (known.fingerprint != request.fingerprint) {", "if (false) {"),
    ("writes go on after one failed", "pipeline.cpp",
     "!= Errc::store_stopped) stop(written.error());", "!= Errc::store_stopped) (void)0;"),
    ("a failed group is published", "pipeline.cpp", "fail(answers, written.error());",
     "publish(answers);"),
    ("the checkpoint runs ahead of its rows", "pipeline.cpp",
     "covered{batch.back()->places.back().position};",
     "covered{batch.back()->places.back().position + 1};"),
    ("memory lets go before the index has it", "pipeline.cpp",
     "index_->write(index_batch_, covered);", "Result<void>{(void(covered), Result<void>{})};"),
    ("no catching up at open", "store_core.cpp", "return pipeline_->catch_up(end->head);",
     "return {};"),
    ("a table's checkpoint goes before its rows", "tables.cpp",
     "(void)batch_.Put(family_->handle(), slice(kCheckpointKey), at.encode());",
     "{ rocksdb::WriteOptions alone; alone.disableWAL = true; (void)family_->db().Put(alone, "
     "family_->handle(), slice(kCheckpointKey), at.encode()); if (at.position.value % 4 == 0) "
     "(void)family_->db().Flush({}, family_->handle()); }"),
    ("a position is saved without sync", "checkpoints.cpp", "synced.sync = true;",
     "synced.sync = false;"),
    ("the tail has no bound", "pipeline.cpp", "tail_bytes_ < limits::kTailBytesMax", "true"),
    ("engine: a view's checkpoint outlives its rows",
     "tables.cpp", "(void)batch_.Put(family_->handle(), slice(kCheckpointKey), at.encode());",
     "{ rocksdb::WriteBatch apart; const auto bytes = at.encode(); "
     "(void)apart.Put(family_->db().DefaultColumnFamily(), family_->handle()->GetName(), bytes); "
     "(void)family_->db().Write({}, &apart); }",
     "tables.cpp", "db_->Get(options, handle_, slice(kCheckpointKey), &value);",
     "db_->Get(options, db_->DefaultColumnFamily(), handle_->GetName(), &value);"),
    ("a condition of a tag is not judged", "pipeline.cpp",
     "if (last > c.asked.since)", "if (false)"),
    ("the index forgets tags", "pipeline.cpp",
     "for (const auto& tag : request.tags) index_batch_.add_tag(tag.entry.key(), tag.position);",
     ""),
    ("tags are not read again at open", "pipeline.cpp", "if (!r.tags.empty()) {", "if (false) {"),
    ("engine: an intent is skipped after a crash", CORE + "reaction.cpp",
     "  give_all(looked.asked);\n  settle(looked);",
     "  const auto before = position_.exchange(looked.reached.value);\n  (void)keep_position();\n"
     "  position_.store(before);\n  give_all(looked.asked);\n  settle(looked);"),
    ("engine: an intent that is given again has another id", CORE + "reaction.cpp",
     "intent_command_id(spec_.name, record.position, intent.stream.text(), number)",
     "(void(number), random_command_id())"),
    ("engine: a timer's cause is forgotten", ROUND,
     "if (!timer.armed_by.is_nil()) context.causation = timer.armed_by;", ""),
    ("engine: a stale generation fires", ROUND,
     "armed->generation != generation || armed->spent", "armed->spent"),
    ("engine: a timer that has fired is armed still", CORE + "timer.cpp", "timer.spent = true;",
     "timer.spent = false;"),
    ("engine: live begins behind what was caught up with", CORE + "subscription.cpp",
     "  batch_end_ = to;", "  batch_end_ = store_->head().value();"),
    ("engine: a view goes on behind what it applied", CORE + "view.cpp",
     "  }\n  return at;\n}", "  }\n  return store_->head().value();\n}"),
    ("engine: a window takes views along that are elsewhere", CORE + "build_group.cpp",
     "      continue;\n    }\n    begun = std::min", "    }\n    begun = std::min"),
    ("engine: a window's streams lose their order", CORE + "log_window.cpp",
     "return std::tie(a.key, a.record) < std::tie(b.key, b.record);",
     "return std::tie(a.key, b.record) < std::tie(b.key, a.record);"),
    ("engine: rows of a stream are held and not written", STATE_VIEW,
     "    write_rows(first.stream, stream, rows);\n", ""),
    ("engine: a position is kept before it was told", CORE + "subscription.cpp",
     "const auto position = position_.load();", "const auto position = batch_end_.value;"),
    ("engine: a cached state is not held against the store", WORKFLOW,
     "if (known && known->version == version) {", "if (known) {"),
    ("engine: a build serves before it has caught up", CORE + "build_swap.cpp",
     "next.position() < enough", "false"),
    ("engine: a limit fires before it has passed", ROUND, "if (now <= armed->due)",
     "if (now + std::chrono::minutes{1} <= armed->due)",
     "include/recourse/core/timers.hpp", "now - std::chrono::milliseconds{1}}",
     "now + std::chrono::minutes{1}}"),
    ("sealed: keys that were put back are not held against the log", "src/engine/sealing.cpp",
     "  return reconcile();", "  return {};",
     "src/engine/sealing.cpp", "RECOURSE_TRY(hold_against_log(place.stream));", ""),
    ("sealed: keys are used before they are on disk", "src/trust/keyring.cpp",
     "files->write_at(place_of_slot(next_slot), run));\n    RECOURSE_TRY(files->sync());",
     "files->write_at(place_of_slot(next_slot), run));"),
    ("sealed: a key is destroyed before the log says so", "src/engine/sealing.cpp",
     "  const trust::Command command{erase};\n",
     "  RECOURSE_TRY(keyring_->destroy(erase.keys));\n  const trust::Command command{erase};\n"),
    ("postgres: no fence", POSTGRES + "schema.cpp", " AND l.epoch = mine AND l.head = seen", ""),
    ("postgres: a deposed appender goes on", POSTGRES + "appender.cpp",
     "if (!session->holds()) return deposed(*session);", ""),
    ("postgres: a cancelled wait for a standby is an answer", POSTGRES + "appender.cpp",
     'if (rows.command() == "COMMIT" && warned.empty()) return;',
     'if (rows.command() == "COMMIT") return;'),
    ("postgres: an unknown outcome is answered as done", POSTGRES + "appender.cpp",
     "under_way_.front().group->head() <= end.head.value", "true"),
    ("postgres: an unknown outcome is given again", POSTGRES + "appender.cpp",
     "under_way_.front().group->head() <= end.head.value", "false"),
    ("postgres: a lagging standby answers at once", ENGINE,
     "RECOURSE_TRY(views.wait_for(view, at_least, options.view_patience));", "",
     ENGINE, "if (now->position() >= at_least) return now;", "return now;"),
]


def first_finding(output: str) -> str:
    found = re.search(r"^\[  FAILED  \] (\S+)", output, re.M)
    if not found:
        return "the program ended: " + "".join(output.strip().splitlines()[-1:])[:60]
    name = found.group(1).rstrip(",")
    seed = re.search(r"RECOURSE_SIM_SEED=(\d+)", output)
    place = re.search(r"operation (\d+) of", output)
    if ("Schedules" in name or "Worlds" in name) and seed:
        return f"{name}, seed {seed.group(1)}"
    return f"{name}, operation {place.group(1)}" if place else name


def run(program: Path, filters: str) -> str:
    """What the tests of `filters` find, or nothing."""
    environment = dict(os.environ, RECOURSE_SIM_SCHEDULES="2000")
    done = subprocess.run([program, f"--gtest_filter={filters}", "--gtest_fail_fast"],
                          text=True, capture_output=True, timeout=900, env=environment,
                          check=False)
    return "" if done.returncode == 0 else first_finding(done.stdout + done.stderr)


def try_break(source: Path, build: Path, name: str, *places: str) -> bool:
    """Makes one break, runs the tests, takes it back; prints what they found."""
    before = {}
    for file, there, instead in zip(*[iter(places)] * 3):
        path = source / (file if "/" in file else STORE + file)
        before.setdefault(path, path.read_text())
        text = path.read_text()
        if text.count(there) != 1:
            print(f"{name}: '{there}' does not stand once in {file}; mend this list")
            return False
        path.write_text(text.replace(there, instead))
    program = PROGRAMS.get(name.split(":")[0], "sim_tests")
    made = subprocess.run(["ninja", "-C", build, program], capture_output=True, text=True,
                          check=False)
    for path, text in before.items():
        path.write_text(text)
    if made.returncode != 0:
        print(f"{name}: does not compile\n{made.stdout[-800:]}")
        return False
    found = [run(build / "bin" / program, filters) for filters in FILTERS[program]]
    print(f"{name}: " + ("; ".join(f for f in found if f) or "NOT FOUND"), flush=True)
    return any(found)


def main() -> int:
    words = " ".join(sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="recourse-break-") as folder:
        source = Path(folder) / "source"
        build = Path(folder) / "build"
        shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns("build", ".git"))
        subprocess.run(["cmake", "-S", source, "-B", build, "-G", "Ninja",
                        "-DCMAKE_BUILD_TYPE=Release"], check=True, capture_output=True)
        found = [try_break(source, build, *each) for each in BREAKS if words in each[0]]
    return 0 if found and all(found) else 1


if __name__ == "__main__":
    sys.exit(main())
