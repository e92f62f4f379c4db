"""The page of a matrix in Chromium, used as a reader uses it. `ci/checks/browser` makes the pages and runs this.

The pages are matrix.html (12 endpoints, 3,000 scenarios, the first of which is hostile), matrix-three.html (three
endpoints) and matrix-over-time.html (five runs of one)."""

from __future__ import annotations

import unittest

from chromium import Page
from pages import ACTIVE, Pages

ROWS = "[...document.querySelectorAll('.sheet tbody th.scenario a')].map((one) => one.innerText)"
BOX = "document.querySelector('.sheet')"


class Matrix(Pages):
    def rows(self, page: Page) -> list[str]:
        """The ids of scenarios that are drawn."""
        return page.value(ROWS)

    def chosen(self, page: Page, label: str, value: str) -> None:
        """Chooses in a list, as a reader does."""
        page.value(
            f"(() => {{ const one = document.querySelector('select[aria-label={label}]'); one.value = {value!r};"
            " one.dispatchEvent(new Event('change')); })()"
        )


class Overview(Matrix):
    def test_it_opens_soon(self):
        page = self.page("matrix.html")
        self.shot(page, "matrix")
        began, usable = (
            page.value(f"performance.{what}")
            for what in ("getEntriesByType('navigation')[0].startTime", "getEntriesByName('usable')[0].startTime")
        )
        print(
            f"12 endpoints, 3,000 scenarios: usable {(usable - began) / 1000:.2f} s after the start of the navigation"
        )
        # A limit for what hangs; how long it takes is measured, not asserted.
        self.assertLess(usable - began, 30_000)

    def test_a_column_says_what_it_is(self):
        page = self.page("matrix.html")
        self.assertEqual(self.count(page, ".ranking tbody tr:not(.cautions)"), 12)
        row = self.text(page, ".ranking tbody tr")
        self.assertRegex(row, r"1 \S+\s+(emulator|EC2-compatible cloud)\s+Platform 1\.\d+\s+2025-06-15\s+\d+\.\d %")
        self.assertIn("Responses of an emulator are not evidence of what AWS returns.", self.text(page))
        kinds = page.value(
            "[...document.querySelectorAll('.ranking tbody td:nth-child(2)')].map((one) => one.innerText)"
        )
        self.assertEqual(set(kinds), {"emulator", "EC2-compatible cloud"})

    def test_what_only_one_gets_wrong_leads_to_its_rows(self):
        page = self.page("matrix-three.html")
        self.shot(page, "matrix-three")
        page.click(".only-one a")
        page.wait("location.hash.includes('show=only') && document.querySelector('.sheet tbody th.scenario')")
        self.assertEqual(self.rows(page), ["vpc/only"])

    def test_what_none_gets_right_makes_the_suite_suspect(self):
        page = self.page("matrix-three.html")
        self.assertIn("1 scenario that no column gets right", self.text(page, ".suspect"))
        self.assertIn("Suspect the suite first", self.text(page, ".suspect"))
        page.click(".suspect a")
        page.wait("document.querySelector('.sheet tbody th.scenario')")
        self.assertEqual(self.rows(page), ["vpc/none"])

    def test_workflows_name_the_best_and_how_far_ahead(self):
        page = self.page("matrix-three.html")
        rows = page.value(
            "[...document.querySelectorAll('[aria-label=\"By workflow\"] tbody tr')].map((one) => one.innerText)"
        )
        self.assertRegex(rows[0], r"storage\s+equal")
        page = self.page("matrix.html")
        rows = page.value(
            "[...document.querySelectorAll('[aria-label=\"By workflow\"] tbody tr')].map((one) => one.innerText)"
        )
        self.assertRegex("\n".join(rows), r"(cloud|emulator)-\d+ \d+\.\d ahead")

    def test_dark_and_narrow(self):
        page = self.page("matrix.html")
        page.scheme("dark")
        self.shot(page, "matrix-dark")
        page = self.page("matrix.html", width=420, height=900)
        self.assertLessEqual(page.value("document.documentElement.scrollWidth"), 420)


class Table(Matrix):
    def test_groups_open_and_stand_in_the_address(self):
        page = self.page("matrix.html", "#areas")
        self.assertEqual(self.count(page, "button.group"), 25)
        self.assertEqual(self.rows(page), [])
        page.click("button.group")
        page.wait("location.hash.includes('open=area00') && document.querySelector('.sheet tbody th.scenario')")
        self.shot(page, "matrix-areas")
        self.assertEqual({row.split("/")[0] for row in self.rows(page)}, {"area00"})
        self.assertEqual(page.value("document.activeElement.dataset.group"), "area00")
        again = self.page("matrix.html", page.value("location.hash"))
        self.assertEqual(self.rows(again), self.rows(page))

    def test_filters_narrow_and_stand_in_the_address(self):
        page = self.page("matrix.html", "#areas")
        self.chosen(page, "Show", "all-fail")
        page.wait("location.hash.includes('show=all-fail') && document.querySelector('.sheet tbody th.scenario')")
        failing = self.text(page, ".found")
        self.assertIn("area05/scenario0030", self.rows(page))
        page.click("#search")
        page.type("scenario0030")
        page.wait("location.hash.includes('q=scenario0030')")
        page.wait(f"({ROWS}).length === 1")
        self.assertNotEqual(self.text(page, ".found"), failing)
        again = self.page("matrix.html", page.value("location.hash"))
        self.assertEqual(self.rows(again), ["area05/scenario0030"])
        self.assertEqual(again.value("document.querySelector('select[aria-label=Show]').value"), "all-fail")

    def test_what_only_one_of_twelve_gets_wrong(self):
        page = self.page("matrix.html", "#overview")
        links = page.value("[...document.querySelectorAll('.only-one a')].map((one) => one.getAttribute('href'))")
        shown = []
        for link in links:
            self.opened(page, link)
            shown += self.rows(page)
        self.assertIn("area05/scenario0005", shown)

    def test_heads_stay_in_sight(self):
        page = self.page("matrix.html", "#areas?open=*", width=900, height=700)
        page.wait("document.querySelector('.sheet tbody th.scenario')")
        page.value(f"({BOX}.scrollTop = 1200, {BOX}.scrollLeft = 300, 0)")
        self.browser.settle(0.2)
        self.shot(page, "matrix-scrolled")
        corner = page.value(
            f"(() => {{ const box = {BOX}.getBoundingClientRect();"
            " const at = (selector) => document.querySelector(selector).getBoundingClientRect();"
            " return [at('.sheet thead th.column').top - box.top, at('.sheet thead .first').left - box.left,"
            " at('.sheet tbody .first').left - box.left]; })()"
        )
        self.assertTrue(all(0 <= distance <= 2 for distance in corner), corner)

    def test_rows_are_drawn_as_far_as_they_are_scrolled(self):
        page = self.page("matrix.html", "#areas?open=*")
        first = len(self.rows(page))
        self.assertLess(first, 1_000)
        page.value(f"({BOX}.scrollTop = {BOX}.scrollHeight, 0)")
        page.wait(f"({ROWS}).length > {first}")

    def test_a_cell_leads_to_the_findings_with_the_request_and_the_page_of_aws(self):
        page = self.page("matrix.html", "#areas?q=scenario0030")
        page.click(".sheet tbody td.cell a")
        page.wait("location.hash.startsWith('#scenario/') && document.querySelector('.side.wanted details.item[open]')")
        self.shot(page, "matrix-scenario")
        self.assertEqual(self.count(page, ".side"), 12)
        text = self.text(page, ".side.wanted")
        for part in ("broken", "X104", "expected", "https://docs.aws.amazon.com/", "aws ec2 "):
            self.assertIn(part, text)
        self.assertIn("Suspect the suite first", self.text(page, ".caution"))
        link = page.value("document.querySelector('.side .page-link').getAttribute('href')")
        self.assertRegex(link, r"^\.\./runs/[\w-]+/report\.html#scenario/[\w-]+/area05%2Fscenario0030$")
        page.key("Escape")
        page.wait("location.hash === '#areas?q=scenario0030'")

    def test_columns_can_be_hidden(self):
        page = self.page("matrix.html", "#areas?open=area01")
        page.value("(document.querySelector('#columns').open = true, 0)")
        page.click("#columns .chip")
        page.wait("location.hash.includes('hide=0')")
        self.assertEqual(self.count(page, ".sheet thead th.column"), 11)

    def test_actions_and_causes_have_their_rows(self):
        page = self.page("matrix.html", "#actions")
        self.assertEqual(self.count(page, ".sheet tbody tr"), 5)
        self.shot(page, "matrix-actions")
        page.click(".sheet tbody th a")
        page.wait("location.hash.startsWith('#causes?q=')")
        self.shot(page, "matrix-causes")
        page.click(".sheet tbody th a")
        page.wait("location.hash.startsWith('#cause/') && document.querySelector('.places a')")
        page.click(".places a")
        page.wait("location.hash.startsWith('#scenario/')")

    def test_keys_do_what_they_say(self):
        page = self.page("matrix.html")
        page.key("3")
        page.wait("location.hash === '#areas' && document.querySelector('button.group')")
        page.key("j")
        page.wait("document.activeElement.classList.contains('group')")
        page.key("e")
        page.wait("location.hash.includes('open=*') && document.querySelector('.sheet tbody th.scenario a')")
        page.key("j")
        page.key("j")
        page.wait("document.activeElement.closest('th.scenario')")
        page.key("ArrowRight")
        page.wait("document.activeElement.closest('td.cell')")
        page.key("ArrowDown")
        page.wait("document.activeElement.closest('td.cell')")
        page.key("Enter")
        page.value("(document.activeElement.click(), 0)")
        page.wait("location.hash.startsWith('#scenario/')")
        page.key("Escape")
        page.wait("location.hash.startsWith('#areas')")
        page.key("/")
        page.wait("document.activeElement.id === 'search'")
        page.key("Escape")
        page.key("?")
        page.wait("document.getElementById('keys').open")

    def test_verdicts_differ_without_color(self):
        page = self.page("matrix.html", "#areas?open=*")
        page.wait("document.querySelector('td.cell.identical') && document.querySelector('td.cell.broken')")
        marks = page.value(
            "['identical', 'works', 'broken', 'unsupported', 'blocked', 'not-judged']"
            ".map((name) => document.querySelector(`td.cell.${name}`).innerText[0])"
        )
        self.assertEqual(len(set(marks)), len(marks), marks)

    def test_it_prints_with_its_heads(self):
        page = self.page("matrix-three.html", "#areas?open=*")
        self.assertGreater(len(page.pdf()), 10_000)


class OverTime(Matrix):
    def test_lines_of_both_figures_and_what_changed(self):
        page = self.page("matrix-over-time.html")
        self.shot(page, "matrix-over-time")
        self.assertEqual(self.count(page, ".history polyline"), 2)
        self.assertEqual(self.count(page, ".history circle"), 10)
        self.assertEqual(self.count(page, ".step-change"), 4)
        last = self.text(page, ".step-change:last-child")
        self.assertIn("No longer work (1)", last)
        self.assertIn("Work now (3)", last)
        page.value(
            "(document.querySelectorAll('.step-change:last-child details').forEach((one) => (one.open = true)), 0)"
        )
        page.wait("document.querySelector('.step-change:last-child li a')")
        page.value("(document.querySelector('.step-change:last-child li a').click(), 0)")
        page.wait("location.hash.startsWith('#scenario/vpc%2Fs00')")


class Hostile(Matrix):
    def test_in_rows_findings_and_causes(self):
        page = self.page("matrix.html", "#areas?q=scenario0000")
        self.inert(page, relative=True)
        page.click(".sheet tbody td.cell a")
        page.wait("document.querySelector('.side details.item')")
        page.value("(document.querySelectorAll('main details').forEach((one) => (one.open = true)), 0)")
        self.inert(page, relative=True)
        self.assertIn(ACTIVE, self.text(page))
        for route in (
            "#causes",
            "#scenario/%3Cimg%20src=x%20onerror=alert(1)%3E",
            "#areas?q=<svg onload=alert(1)>",
            "#cause/x",
            "#%",
        ):
            self.opened(page, route)
            self.inert(page, relative=True)


if __name__ == "__main__":
    unittest.main()
