"""The tables that tidy.py enforces: who may include what, and which words may stand where.

Every path is relative to the project's root and uses forward slashes.
"""

# The rooms and the rooms each may include. A room always sees itself.
ROOMS = {
    "base": set(),
    "describe": {"base"},
    "core": {"describe", "base"},
    "stores/memory": {"core", "describe", "base"},
    "stores/rocksdb": {"core", "describe", "base"},
    "stores/postgres": {"core", "describe", "base"},
    # A store by its name: the one room that sees several.
    "stores/open": {
        "core",
        "describe",
        "base",
        "stores/memory",
        "stores/rocksdb",
        "stores/postgres",
    },
    "trust": {"core", "describe", "base"},
    "notary": {"core", "describe", "base"},
    "casework": {"trust", "core", "describe", "base"},
    "testing": {"engine", "core", "describe", "base"},
    "engine": {"core", "trust", "describe", "base", "stores/memory", "stores/rocksdb"},
    "office": {"casework", "notary", "engine", "trust", "core", "describe", "base"},
    "exchange": {"office", "casework", "engine", "core", "describe", "base"},
}

# The folder of casework that all its other folders, one a workflow, may include.
SHARED_KIT = "common"

# Public headers that stand outside their room's folder, and the room they belong to.
# fwd.hpp only declares, so it may be included by everyone and includes next to nothing.
LONE_HEADERS = {
    "include/recourse/fwd.hpp": "base",
    "include/recourse/engine.hpp": "engine",
    "include/recourse/office.hpp": "office",
    "include/recourse/office_asio.hpp": "office",
    "include/recourse/office_workflows.hpp": "office",
    "include/recourse/stores/backup.hpp": "stores/rocksdb",
    "include/recourse/stores/import.hpp": "stores/open",
    "include/recourse/asio.hpp": "engine",
    "include/recourse/lifecycle.hpp": "core",
    "include/recourse/lifecycle_machine.hpp": "core",
}

# Folders whose code is a caller: it includes public headers and its own files.
CALLERS = ("src/apps/", "examples/", "benchmarks/", "bindings/")
# What measures a program links what that is made of.
MEASURED = {"benchmarks/server/": "src/apps/server/"}

# A third-party name, as an include begins, and the paths (fnmatch) that may use it.
THIRD_PARTY = {
    "rocksdb/": ["src/stores/rocksdb/*", "benchmarks/*"],  # benchmarks race the raw store
    "boost/msm/": [
        "include/recourse/lifecycle_machine.hpp",
        "src/*/lifecycle*.cpp",
        "tests/unit/lifecycle*.cpp",
        "examples/*/lifecycle*.cpp",
    ],
    "boost/asio": [
        "include/recourse/asio.hpp",
        "src/engine/*",
        "src/apps/server/listener.cpp",
        "benchmarks/server/*",
    ],
    "boost/beast": ["src/apps/server/listener.cpp", "benchmarks/server/*"],
    "boost/system/": ["*"],
    "boost/config": ["*"],
    "boost/assert": ["*"],
    "boost/": ["include/recourse/*", "src/*", "examples/*", "benchmarks/*", "bindings/*"],
    "openssl/": ["src/trust/*", "src/notary/*"],
    "sodium/": ["src/base/*", "src/apps/server/*"],
    "pybind11/": ["bindings/python/*"],
    "Python.h": ["bindings/python/*"],
    "datetime.h": ["bindings/python/*"],  # Python's
    "spdlog/": ["src/engine/*", "src/apps/*"],
    "fmt/": ["src/engine/*", "src/apps/*"],
    "CLI/": ["src/apps/*"],
    "qrencode.h": ["src/apps/cli/slip.cpp"],
    "benchmark/": ["benchmarks/*"],
    "gtest/": ["include/recourse/testing/gtest.hpp", "examples/*"],
    "zlib.h": [
        "src/exchange/*",
        "src/apps/server/static_file.cpp",
        "tests/unit/exchange_*",
        "examples/03_building_permit/*",
    ],
    "expat.h": ["src/exchange/*", "examples/03_building_permit/*"],
    "libpq-fe.h": ["benchmarks/peers/*"],
    "nats/": ["benchmarks/peers/*"],
    "libpq-fe.h": ["src/stores/postgres/*", "benchmarks/*"],
    "sqlite3.h": ["src/exchange/*", "src/apps/server/*", "benchmarks/*"],
    "toml++/": ["src/casework/common/norms/*.cpp", "src/casework/hotline/map.cpp"],
    "xxhash.h": ["src/core/*", "src/stores/*", "benchmarks/*"],
}

# Which parts of Boost a room may use; rooms that are not named may use any that is not above.
BOOST = {
    "base": (
        "boost/system/",
        "boost/config",
        "boost/assert",
        "boost/throw_exception",
        "boost/endian/",
        "boost/algorithm/hex.hpp",
    ),
    "describe": (
        "boost/system/",
        "boost/config",
        "boost/assert",
        "boost/throw_exception",
        "boost/describe",
        "boost/endian/",
        "boost/mp11",
        "boost/serialization/",
        "boost/archive/",
        "boost/json",
    ),
}

# Headers of the system that a room without I/O, threads and clocks must not see.
IMPURE_ROOMS = ("describe", "casework")
IMPURE_HEADERS = {
    "condition_variable",
    "filesystem",
    "fstream",
    "future",
    "iostream",
    "mutex",
    "random",
    "shared_mutex",
    "thread",
}

# Headers without a slash that belong to the system: POSIX and Linux. They stay out of headers.
SYSTEM_HEADERS = (
    "sys/",
    "linux/",
    "fcntl.h",
    "unistd.h",
    "signal.h",
    "poll.h",
    "pwd.h",
    "grp.h",
    "pthread.h",
    "spawn.h",
    "termios.h",
    "arpa/",
    "netinet/",
)

# Names in code (comments and strings do not count): rule, expression, paths it is allowed in,
# what to do. "library" below stands for include/ and src/ without src/apps/.
CODE_BANS = [
    (
        "clock",
        r"\bsystem_clock\s*::\s*now\b",
        ["src/base/clock.cpp"],
        "take the time from a Clock (base/clock.hpp)",
    ),
    (
        "subrange",
        r"\branges\s*::\s*(?:unique|remove|remove_if|search|search_n|equal_range|rotate|find_end"
        r"|partition|stable_partition|subrange)\b|\bstd\s*::\s*(?:ranges\s*::\s*)?views\b",
        [],
        "Clang 14 cannot compile subranges of libstdc++ 12: take what <algorithm> has",
    ),
]
LIBRARY_BANS = [
    (
        "print",
        r"\bstd\s*::\s*(?:cout|cerr|clog)\b|(?<![\w.>:])(?:std\s*::\s*)?"
        r"(?:printf|fprintf|vprintf|vfprintf|puts|fputs|putchar|perror)\s*\(",
        [],
        "library code does not print: return a value or an error",
    ),
    (
        "exit",
        r"(?<![\w.>:])(?:::\s*|std\s*::\s*)?(?:exit|_exit|_Exit|quick_exit|abort)\s*\(",
        [],
        "library code does not end the process: return an error, or assert a programmer's fault",
    ),
]
HEADER_BANS = [
    (
        "using-namespace",
        r"\busing\s+namespace\b",
        [],
        "name what is used: a header decides for all who include it",
    ),
]

# Words that must not stand in any file. Written in pieces, so that this file does not hold them.
TEXT_BANS = [
    ("unfinished", r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX)\b", "do it, or say in a sentence what holds"),
    (
        "outside",
        r"\.\./sha" r"red\b|(?:^|[\s\"'(=`])/wo" r"rk/|\b(?:DES" r"IGN|MIS" r"SION|FIE" r"LD) ?§",
        "refer only to what is in this repository",
    ),
    ("conflict", r"^(?:<{7}|>{7}|\|{7}) ", "a merge was left unfinished: choose a side"),
]

# Where each folder needs its line in the parent's README.md.
README_PARENTS = (
    "include/recourse",
    "include/recourse/casework",
    "src",
    "src/apps",
    "src/casework",
    "tests",
    "benchmarks",
    "bindings",
    "examples",
    "docs",
)

# Files (fnmatch) that make their folder a parent as well: each workflow of casework has a README.
README_BESIDE = ("src/casework/*/decider.cpp", "include/recourse/casework/*/decider.hpp")

COLUMNS_MAX = 100
FUNCTION_LINES_MAX = 70
