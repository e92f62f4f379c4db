"""The scenarios are those of the table, and the table says something of each filter that AWS documents."""

import unittest

from filter_scenarios import FOLDER, documented, files, untested
from filter_scenarios.table import KINDS


class Fresh(unittest.TestCase):
    maxDiff = None

    def test_the_files_are_those_of_the_table(self):
        found = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.yaml")}
        self.assertEqual(files(), found, "ci/filter-scenarios makes them again")

    def test_each_documented_filter_is_tested_or_has_a_reason(self):
        self.assertEqual({}, untested())

    def test_the_table_has_only_documented_filters(self):
        for kind in KINDS:
            names = documented(kind.action)
            for name in kind.rows():
                self.assertIn(name, names, kind.action)
            self.assertLessEqual(set(kind.wildcards), set(kind.apart), kind.name)


if __name__ == "__main__":
    unittest.main()
