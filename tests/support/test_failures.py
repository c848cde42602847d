"""What failures.py finds in what a real ctest prints."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = """
cmake_minimum_required(VERSION 3.22)
project(tests NONE)
enable_testing()
add_test(NAME well COMMAND echo "of no interest")
add_test(NAME bad COMMAND sh -c "echo one; echo; echo two; echo three; exit 1")
add_test(NAME at_times COMMAND sh -c "test -f second || { echo first time; touch second; exit 1; }")
add_test(NAME crashes COMMAND sh -c "kill -SEGV $$")
add_test(NAME late COMMAND sh -c "echo begun; exec sleep 30")
add_test(NAME left_out COMMAND sh -c "echo nothing to do; exit 77")
add_test(NAME nowhere COMMAND /nowhere/to/be/found)
add_test(NAME off COMMAND false)
set_tests_properties(late PROPERTIES TIMEOUT 1)
set_tests_properties(left_out PROPERTIES SKIP_RETURN_CODE 77)
set_tests_properties(off PROPERTIES DISABLED ON)
"""


class Failures(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def printed_by_ctest(self, *arguments):
        (self.folder / "CMakeLists.txt").write_text(PROJECT)
        subprocess.run(["cmake", "-B", "build"], cwd=self.folder, check=True, capture_output=True)
        done = subprocess.run(
            ["ctest", "--output-on-failure", "--repeat", "until-pass:2", *arguments],
            cwd=self.folder / "build", capture_output=True, text=True, check=False)  # fmt: skip
        log = self.folder / "log"
        log.write_text(done.stdout)
        return log

    def said_of(self, log, *arguments):
        command = [sys.executable, "-B", str(HERE / "failures.py"), str(log), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    def test_names_what_failed_and_what_it_said(self):
        self.assertEqual(
            self.said_of(self.printed_by_ctest("-j1"), "2"),
            ["--- bad failed; it said last:", "two", "three",
             "--- at_times failed once and passed when run again; it said last:", "first time",
             "--- crashes failed; it said last:",
             "--- late failed; it said last:", "begun",
             "--- nowhere failed; it said last:"])  # fmt: skip

    def test_says_nothing_where_all_passed(self):
        self.assertEqual(self.said_of(self.printed_by_ctest("-R", "well|left_out|off")), [])


if __name__ == "__main__":
    unittest.main()
