"""The report page with a thousand stations, in Debian's Chromium, at two widths and in both
languages: `test_report.py PROGRAM SCRATCH`. 77: node, npm, Chromium or the packages are missing.
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest

import packages

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM, SCRATCH = sys.argv[1:3] if len(sys.argv) > 2 else ("recourse", "/tmp/recourse-console")
STATIONS = 1000
DISTRICTS = ("PD", "HP", "XH", "CN", "JA", "PT", "HK", "YP", "MH", "BS", "JD", "JS", "SJ", "QP",
             "FX", "CM")  # fmt: skip
MAP = """date_format = "%Y-%m-%d %H:%M"
[columns]
order = "工单"
reported_at = "来电"
station = "单位"
district = "区"
line = "条线"
"""


def orders():
    """An order at each station, and a second one at every third, as the hotline has them."""
    lines = ["工单,来电,单位,区,条线"]
    for number in range(STATIONS + STATIONS // 3):
        station = number % STATIONS if number < STATIONS else 3 * (number - STATIONS)
        district = DISTRICTS[station % len(DISTRICTS)]
        at = f"2023-{7 + number % 6:02}-{1 + number % 27:02} {9 + number % 8:02}:00"
        line = ("population", "traffic", "exit_entry")[number % 3]
        lines.append(f"H{number:05},{at},{district}{station:04},{district},{line}")
    return "\n".join(lines) + "\n"


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="recourse-report-")
        cls.addClassCleanup(folder.cleanup)
        path = {name: os.path.join(folder.name, name)
                for name in ("orders.csv", "map.toml", "zh.html", "en.html", "store")}  # fmt: skip
        for name, text in (("orders.csv", orders()), ("map.toml", MAP)):
            with open(path[name], "w", encoding="utf-8") as file:
                file.write(text)
        store = ["--dir", path["store"]]
        cls.run_it(PROGRAM, *store, "import", "hotline", path["orders.csv"], "--map",
                   path["map.toml"])  # fmt: skip
        for language in ("zh", "en"):
            cls.run_it(PROGRAM, *store, "report", "--period", "2023H2", "--language", language,
                       "--html", path[language + ".html"])  # fmt: skip
        installed = packages.installed(HERE, os.path.join(SCRATCH, "console"))
        seen = cls.run_it(packages.tool("node"), "report.mjs", packages.tool("chromium"),
                          path["zh.html"], path["en.html"],
                          cwd=installed)  # fmt: skip
        cls.pages = json.loads(seen)

    @staticmethod
    def run_it(*command, **more):
        here = {name: value for name, value in os.environ.items() if name != "RECOURSE_STORE"}
        done = subprocess.run(command, capture_output=True, text=True, timeout=500, env=here,
                              **more)  # fmt: skip
        if done.returncode != 0:
            raise AssertionError(f"{command}: {done.stdout}{done.stderr}")
        return done.stdout

    def each_page(self):
        self.assertEqual(len(self.pages), 4)
        for page in self.pages:
            name = f"{os.path.basename(page['file'])} at {page['width']}"
            with self.subTest(name):
                yield page

    def test_every_station_is_there_and_nothing_reaches_out_of_the_window(self):
        for page in self.each_page():
            self.assertGreater(page["rows"], STATIONS)
            self.assertGreater(page["charts"], 2)
            self.assertEqual(page["reachingOut"], [])
            self.assertLessEqual(page["wide"], page["width"])

    def test_it_needs_no_network_and_no_mouse(self):
        for page in self.each_page():
            self.assertEqual(page["faults"], [])
            self.assertEqual(page["violations"], [])


if __name__ == "__main__":
    result = unittest.main(argv=sys.argv[:1], exit=False).result
    sys.exit(0 if result.wasSuccessful() else 1)
