"""Plants one violation of every rule in a tree that is clean, and expects tidy.py to find it."""

import os
import tempfile
import unittest

import tidy

CLEAN = {
    "include/recourse/README.md": "- `base/` ids\n- `core/` contracts\n- `stores/`\n"
    "- `casework/`\n",
    "include/recourse/base/ids.hpp": "#pragma once\n#include <boost/system/result.hpp>\n",
    "include/recourse/core/record.hpp": "#pragma once\n#include <recourse/base/ids.hpp>\n",
    "include/recourse/stores/rocksdb.hpp": "#pragma once\n#include <recourse/core/record.hpp>\n",
    "include/recourse/engine.hpp": "#pragma once\n#include <recourse/core/record.hpp>\n",
    "include/recourse/office.hpp": "#pragma once\n#include <recourse/engine.hpp>\n",
    "include/recourse/casework/x.hpp": "#pragma once\n#include <recourse/core/record.hpp>\n",
    "include/recourse/casework/b/y.hpp": "#pragma once\n",
    "include/recourse/casework/common/y.hpp": "#pragma once\n",
    "include/recourse/casework/README.md": "- `b/`\n- `common/`\n",
    "src/README.md": "- `base/`\n- `stores/`\n- `casework/`\n- `engine/`\n- `apps/`\n"
    "- `core/`\n- `office/`\n",
    "src/apps/README.md": "- `cli/` the command\n",
    "src/apps/cli/main.cpp": "#include <CLI/CLI.hpp>\n#include <recourse/engine.hpp>\n",
    "src/base/clock.cpp": "auto t() { return std::chrono::system_clock::now(); }\n",
    "src/casework/README.md": "- `complaint/` the case\n",
    "src/casework/complaint/lifecycle.cpp": "#include <boost/msm/back/state_machine.hpp>\n",
    "src/core/private.hpp": "#pragma once\n",
    "src/core/record.cpp": '#include "core/private.hpp"\n// std::cout << 1; exit(1)\n',
    "src/engine/log.cpp": "#include <spdlog/spdlog.h>\nvoid f() { thread.exit(); }\n",
    "src/stores/rocksdb/store.cpp": "#include <rocksdb/db.h>\n#include <unistd.h>\n",
}

LONG = "void f() {\n" + "  g();\n" * 80 + "}\n"
LONG_CONSTRUCTOR = "struct A {\n  A(int b) : b_{b}, c_{1} {\n" + "g();\n" * 80 + "  }\n};\n"
LONG_CLASS = "class A {\n public:\n" + "  int f() { return 1; }\n" * 80 + "};\n"

# Path, text, and the rule that must find it (None: it is fine).
PLANTS = [
    ("include/recourse/core/x.hpp", "#include <rocksdb/db.h>\n", "third-party"),
    ("include/recourse/core/x.hpp", "#include <boost/msm/back/tools.hpp>\n", "third-party"),
    ("include/recourse/core/x.hpp", "#include <spdlog/spdlog.h>\n", "third-party"),
    ("include/recourse/core/x.hpp", "#include <pybind11/pybind11.h>\n", "third-party"),
    ("include/recourse/core/x.hpp", "#include <boost/asio.hpp>\n", "third-party"),
    ("include/recourse/core/x.hpp", "#include <gtest/gtest.h>\n", "third-party"),
    ("include/recourse/core/x.hpp", "#include <unistd.h>\n", "third-party"),
    ("include/recourse/core/x.hpp", "#include <recourse/engine.hpp>\n", "layer"),
    ("include/recourse/core/x.hpp", '#include "core/private.hpp"\n', "layer"),
    ("include/recourse/core/x.hpp", "#include <recourse/core/absent.hpp>\n", "layer"),
    ("include/recourse/core/x.hpp", "using namespace std;\n", "using-namespace"),
    ("include/recourse/base/x.hpp", "#include <recourse/core/record.hpp>\n", "layer"),
    ("include/recourse/base/x.hpp", "#include <boost/json.hpp>\n", "third-party"),
    ("include/recourse/attic/x.hpp", "#include <recourse/base/ids.hpp>\n", "layer"),
    ("include/recourse/asio.hpp", "#include <boost/asio.hpp>\n", None),
    ("include/recourse/asio.hpp", "#include <recourse/office.hpp>\n", "layer"),
    ("src/engine/x.cpp", "#include <recourse/casework/x.hpp>\n", "layer"),
    ("src/office/x.cpp", "#include <recourse/casework/x.hpp>\n", None),
    ("src/stores/memory/x.cpp", "#include <recourse/stores/rocksdb.hpp>\n", "layer"),
    ("src/stores/memory/x.cpp", "#include <recourse/core/record.hpp>\n", None),
    ("src/stores/memory/x.cpp", '#include "../../core/private.hpp"\n', "layer"),
    ("src/casework/x.cpp", '#include "core/private.hpp"\n', "layer"),
    ("src/casework/a/x.cpp", "#include <recourse/casework/b/y.hpp>\n", "layer"),
    ("src/casework/common/x.cpp", "#include <recourse/casework/b/y.hpp>\n", "layer"),
    ("src/casework/a/x.cpp", "#include <recourse/casework/common/y.hpp>\n", None),
    ("src/casework/x.cpp", "#include <fstream>\n", "third-party"),
    ("src/casework/x.cpp", "#include <boost/msm/back/tools.hpp>\n", "third-party"),
    ("src/casework/x.cpp", "#include <zlib.h>\n", "third-party"),
    ("src/engine/x.cpp", "#include <openssl/evp.h>\n", "third-party"),
    ("src/engine/x.cpp", "#include <rocksdb/db.h>\n", "third-party"),
    ("src/core/x.cpp", "#include <xxhash.h>\n", None),
    ("src/apps/cli/x.cpp", '#include "core/private.hpp"\n', "layer"),
    ("src/apps/cli/x.cpp", "void f() { std::cout << 1; std::exit(1); }\n", None),
    ("examples/x.cpp", '#include "../src/core/private.hpp"\n', "layer"),
    ("src/core/x.cpp", "auto t = std::chrono::system_clock::now();\n", "clock"),
    ("src/core/x.cpp", "auto t = std::ranges::unique(a);\n", "subrange"),
    ("src/core/x.cpp", "auto t = std::views::reverse(a);\n", "subrange"),
    ("src/core/x.cpp", "std::ranges::sort(a);\n", None),
    ("src/core/x.cpp", "void f() { std::cerr << 1; }\n", "print"),
    ("src/core/x.cpp", "void f() { printf(\"x\"); }\n", "print"),
    ("src/core/x.cpp", "void f() { snprintf(b, 1, \"x\"); }\n", None),
    ("src/core/x.cpp", "void f() { std::abort(); }\n", "exit"),
    ("src/core/x.cpp", "void f() { exit(1); }\n", "exit"),
    ("src/core/x.cpp", "auto s = \"exit(1)\"; auto r = R\"(abort())\";\n", None),
    ("src/core/x.cpp", "// " + "x" * 98 + "\n", "columns"),
    ("src/core/x.cpp", "// " + "办" * 97 + "\n", None),
    ("src/core/x.cpp", LONG, "function-length"),
    ("src/core/x.cpp", LONG_CONSTRUCTOR, "function-length"),
    ("src/core/x.cpp", LONG_CLASS, None),
    ("src/core/x.py", "def f():\n" + "    g()\n" * 80, "function-length"),
    ("src/core/x.cpp", "// TO" "DO: later\n", "unfinished"),
    ("docs/x.md", "see ../sha" "red/notes\n", "outside"),
    ("docs/x.md", "<" * 7 + " HEAD\n", "conflict"),
    ("src/notary/x.hpp", "#pragma once\n", "readme"),
    ("tests/tidy/exceptions.txt", "src/core/x.cpp columns because\n", "stale-exception"),
]


def findings(files):
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            full = os.path.join(root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as file:
                file.write(text)
        return tidy.check_tree(root)


class Tidy(unittest.TestCase):
    def test_a_clean_tree_has_no_findings(self):
        self.assertEqual([], findings(CLEAN))

    def test_every_planted_violation_is_found_where_it_stands(self):
        for path, text, rule in PLANTS:
            with self.subTest(path=path, text=text[:60]):
                found = findings({**CLEAN, path: text})
                # A planted folder may also lack its README line; that is not the point here.
                rules = {each.rule for each in found if rule == "readme" or each.path == path}
                self.assertEqual({rule} if rule else set(), rules)

    def test_the_line_number_counts_comments(self):
        text = "/* a\n b */\n\nauto t = std::chrono::system_clock::now();\n"
        found = findings({**CLEAN, "src/core/x.cpp": text})
        self.assertEqual([4], [each.line for each in found])

    def test_a_workflow_of_casework_has_a_readme(self):
        files = {
            **CLEAN,
            "src/casework/README.md": "- `complaint/` the case\n- `replies/` standard replies\n",
            "src/casework/replies/decider.cpp": "void f();\n",
        }
        self.assertEqual(
            ["src/casework/replies/README.md"], [each.path for each in findings(files)]
        )
        files["src/casework/replies/README.md"] = "The register.\n"
        self.assertEqual([], findings(files))
        files["src/casework/replies/parts/x.cpp"] = "void f();\n"
        self.assertEqual(["readme"], [each.rule for each in findings(files)])

    def test_an_exception_excuses_one_rule_in_one_file(self):
        excuse = "src/core/x.cpp exit the process is lost already\n"
        text = "void f() { abort(); printf(\"x\"); }\n"
        files = {**CLEAN, "src/core/x.cpp": text, "tests/tidy/exceptions.txt": excuse}
        files["tests/README.md"] = "- `tidy/`\n"
        self.assertEqual(["print"], [each.rule for each in findings(files)])


if __name__ == "__main__":
    unittest.main()
