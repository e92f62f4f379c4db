"""The HTML page in Chromium, used as a reader uses it. `ci/checks/browser` makes the pages and runs this.

The pages are large.html (2,000 scenarios, the first of which is hostile), live.html (two endpoints), checks.html
(generated checks alone) and empty.html."""

import unittest

from chromium import Page
from pages import ACTIVE, Pages

HOSTILE = "area00/scenario0000[hostile]"


class Overview(Pages):
    def test_the_score_and_what_changed_stand_on_top(self):
        page = self.page()
        self.shot(page, "overview")
        for panel in (".score", ".change"):
            top = page.value(f"document.querySelector({panel!r}).getBoundingClientRect().top")
            self.assertLess(top, 450, panel)
        for name in ("works", "identical"):
            self.assertRegex(self.text(page, f".score .figure.{name}"), rf"^\d+\.\d %\s+{name}$")
        self.assertRegex(self.text(page, ".change"), r"\d+ regressions?, \d+ improvements?")

    def test_the_score_is_shown_by_expectation_workflow_and_level(self):
        page = self.page()
        rows = self.text(page, ".score table.scores") + self.text(page, "section[aria-label=Workflows]")
        for name in ("Must succeed", "Must be refused", "launch", "keys and access"):
            self.assertRegex(rows, rf"{name}\s+\d+\.\d %\s+\d+\.\d %\s+\d+")
        levels = self.text(page, ".levels")
        self.assertIn("reaches core: no, 5 scenarios stand in the way", levels)
        self.assertIn("reaches extended: not known, 4 scenarios were not judged", levels)
        self.assertEqual(self.count(page, ".level:first-child > ul a"), 3)
        self.assertIn("62 of 78 actions", self.text(page, ".shape"))

    def test_ten_fixes_have_what_they_gain(self):
        page = self.page()
        self.assertEqual(self.count(page, ".fixes tbody tr"), 10)
        row = self.text(page, ".fixes tbody tr:first-child")
        self.assertRegex(row, r"\+\d+\.\d\s+\+\d+\.\d\s+\d+\.\d \u2192 \d+\.\d %\s+\d+\.\d \u2192 \d+\.\d %")
        page.value("(document.querySelector('.fixes tbody a').click(), 0)")
        page.wait("location.hash.startsWith('#findings') && document.querySelector('details.item[open]')")

    def test_works_and_identical_differ_without_color(self):
        page = self.page()
        fills = page.value(
            "['works', 'identical'].map((name) => document.querySelector(`.stack .${name}`))"
            ".map((part) => getComputedStyle(part).backgroundImage)"
        )
        self.assertNotEqual(*fills)

    def test_generated_checks_alone_have_their_own_score(self):
        page = self.page("checks.html")
        self.shot(page, "checks")
        self.assertEqual(self.text(page, ".figure.works b"), "66.6 %")
        self.assertIn("of 10 actions with generated checks", self.text(page, ".score"))
        self.assertNotIn("\n0\n", self.text(page))

    def test_without_an_earlier_run_nothing_is_said_of_changes(self):
        page = self.page("live.html")
        self.shot(page, "live")
        self.assertEqual(self.count(page, ".change"), 0)

    def test_two_thousand_scenarios_open_soon(self):
        page = self.page()
        began, usable = (
            page.value(f"performance.{what}")
            for what in ("getEntriesByType('navigation')[0].startTime", "getEntriesByName('usable')[0].startTime")
        )
        print(f"2,000 scenarios: usable {(usable - began) / 1000:.2f} s after the start of the navigation")
        # A limit for what hangs; how long it takes is measured, not asserted.
        self.assertLess(usable - began, 30_000)

    def test_a_cell_of_the_matrix_leads_to_its_scenarios(self):
        page = self.page()
        area = self.text(page, ".matrix tbody th")
        page.click(".matrix tbody td a")
        page.wait("location.hash.startsWith('#scenarios') && document.querySelector('table.scenarios tbody a')")
        rows = page.value("[...document.querySelectorAll('table.scenarios tbody a')].map((one) => one.innerText)")
        self.assertTrue(rows)
        self.assertEqual({row.split("/")[0] for row in rows}, {area})

    def test_dark_and_light_are_two_things_and_remembered(self):
        page = self.page()
        ground = "getComputedStyle(document.body).backgroundColor"
        page.scheme("light")
        light = page.value(ground)
        page.scheme("dark")
        self.assertNotEqual(page.value(ground), light)
        self.shot(page, "overview-dark")
        page.key("t")  # light, whatever the system has
        page.wait(f"{ground} === {light!r}")

    def test_a_narrow_window_is_not_wider_than_it_is(self):
        page = self.page(width=420, height=900)
        self.shot(page, "narrow")
        self.assertLessEqual(page.value("document.documentElement.scrollWidth"), 420)

    def test_no_panel_is_wider_than_its_place(self):
        for name in ("large.html", "live.html"):
            for width in (1280, 800):
                page = self.page(name, width=width, height=900)
                self.shot(page, f"{name.removesuffix('.html')}-{width}")
                # The table of fixes may be scrolled in a narrow window.
                for places in (".panel", ".wide-table:has(.matrix)"):
                    wider = page.value(
                        f"[...document.querySelectorAll({places!r})].filter((one) => one.scrollWidth > one.clientWidth)"
                        ".map((one) => one.closest('.panel').ariaLabel)"
                    )
                    self.assertEqual(wider, [], (name, width))

    def test_known_is_a_mark_on_a_verdict(self):
        page = self.page(route="#scenarios?mark=known")
        self.shot(page, "scenarios")
        page.wait("document.querySelector('table.scenarios tbody tr')")
        rows = page.value("[...document.querySelectorAll('tbody tr td:first-child')].map((one) => one.innerText)")
        self.assertEqual(set(rows), {"broken known"})

    def test_an_empty_report_says_so(self):
        page = self.page("empty.html", "#findings")
        self.assertIn("No findings", self.text(page))


class Findings(Pages):
    def test_severity_and_search_narrow_and_stand_in_the_address(self):
        page = self.page(route="#findings")
        everything = self.text(page, ".found")
        page.click(".chip.breaking")
        page.wait("location.hash.includes('severity=breaking')")
        narrowed = self.text(page, ".found")
        self.assertNotEqual(narrowed, everything)
        page.click("#search")
        page.type("DescribeV")
        page.wait("location.hash.includes('q=DescribeV') && location.hash.includes('severity=breaking')")
        found = self.text(page, ".found")
        self.assertNotEqual(found, narrowed)
        again = self.page(route=page.value("location.hash"))
        self.assertEqual(self.text(again, ".found"), found)
        self.assertEqual(again.value("document.getElementById('search').value"), "DescribeV")
        self.assertEqual(again.value("document.querySelector('.chip.breaking').ariaPressed"), "true")

    def test_a_cause_opens_with_its_places_and_stands_in_the_address(self):
        page = self.page(route="#findings?severity=breaking")
        page.click("details.item summary")
        page.wait("location.hash.includes('cause=') && document.querySelector('details.item[open] .places')")
        self.assertIn("In ", self.text(page, "details.item[open]"))
        self.shot(page, "cause")
        again = self.page(route=page.value("location.hash"))
        self.assertEqual(self.count(again, "details.item[open]"), 1)

    def test_a_known_deviation_has_its_reason(self):
        page = self.page(route="#findings?disposition=known")
        page.click("details.item summary")
        page.wait("document.querySelector('details.item[open] .places')")
        text = self.text(page, "details.item[open]")
        self.assertIn("Known: the driver has no such state (suites/known/cloud.yaml:12) https://bugs.example/1", text)
        self.assertNotIn("undefined", text)

    def test_the_command_that_reproduces_it_is_copied(self):
        page = self.page(route="#findings")
        page.value(
            "(document.addEventListener('copy', () => (window.copied = getSelection().toString()"
            " || document.activeElement.value)), navigator.clipboard &&"
            " (navigator.clipboard.writeText = async (text) => void (window.copied = text)), 0)"
        )
        page.click("details.item summary")
        page.wait("document.querySelector('details.item[open] pre')")
        command = page.value(
            "[...document.querySelectorAll('details[open] pre')].map((one) => one.innerText)"
            ".find((text) => text.includes('aws ec2'))"
        )
        self.assertTrue(command)
        again = self.text(page, "details.item[open] .command pre")
        self.assertRegex(again, r"^ec2-compat run --target cloud ")
        page.value(
            "([...document.querySelectorAll('details[open] .command')]"
            ".find((one) => one.innerText.includes('aws ec2')).querySelector('button').click(), 0)"
        )
        page.wait("window.copied")
        self.assertEqual(page.value("window.copied").strip(), command.strip())


class Scenario(Pages):
    def live(self) -> Page:
        page = self.page("live.html", "#scenarios?q=vpc%2Fdelete")
        page.click("table.scenarios tbody a")
        page.wait("document.querySelector('details.step')")
        if not self.count(page, "details.step[open]"):
            page.click("details.step summary")
        page.wait("document.querySelector('details.step[open] button.tab')")
        return page

    def tab(self, page: Page, name: str) -> None:
        page.value(
            "([...document.querySelectorAll('details.step[open] button.tab')]"
            f".find((one) => one.innerText === {name!r}).click(), 0)"
        )

    def test_reference_and_target_stand_side_by_side_with_their_difference(self):
        page = self.live()
        self.shot(page, "scenario")
        self.assertIn("Difference", self.text(page, "details.step[open]"))
        self.tab(page, "Responses")
        sides = page.value(
            "[...document.querySelectorAll('details.step[open] .sides > div')]"
            ".map((one) => Math.round(one.getBoundingClientRect().left))"
        )
        self.assertGreater(len(set(sides)), 1, sides)

    def test_raw_xml_comes_on_demand(self):
        page = self.live()
        self.assertNotIn("<DeleteVpcResponse>", self.text(page, "details.step[open]"))
        self.tab(page, "Raw")
        page.wait("document.querySelector('details.step[open]').innerText.includes('<DeleteVpcResponse>')")

    def test_keys_do_what_they_say(self):
        page = self.page()
        page.key("2")
        page.wait("location.hash === '#findings'")
        page.key("j")
        page.key("j")
        page.wait("document.querySelector('main').contains(document.activeElement)")
        page.key("/")
        page.wait("document.activeElement.id === 'search'")
        page.key("Escape")
        page.key("?")
        page.wait("document.getElementById('keys').open")
        page.key("Escape")
        page.wait("!document.getElementById('keys').open")
        page.key("3")
        page.wait("location.hash === '#scenarios'")
        page.key("Escape")
        page.wait("location.hash === '#overview'")

    def test_it_prints(self):
        page = self.page("live.html")
        self.assertGreater(len(page.pdf()), 10_000)


class Hostile(Pages):
    """Content of responses is shown, and never active."""

    def test_in_the_list_of_scenarios(self):
        page = self.page(route="#scenarios?q=hostile")
        self.assertIn(ACTIVE, self.text(page))
        self.inert(page)

    def test_in_a_scenario_opened_to_the_last_step(self):
        page = self.page(route="#scenarios?q=hostile")
        page.click("table.scenarios tbody a")
        page.wait("document.querySelector('details.step')")
        page.value("(document.querySelectorAll('main details').forEach((one) => (one.open = true)), 0)")
        self.browser.settle(0.2)
        for tab in ("Responses", "Raw", "Difference"):
            page.value(
                "(document.querySelectorAll('button.tab').forEach((one) => one.innerText === "
                f"{tab!r} && one.click()), 0)"
            )
            self.inert(page)
        self.assertIn(ACTIVE, self.text(page))
        self.shot(page, "hostile")

    def test_in_causes_and_in_the_address(self):
        page = self.page(route="#findings")
        page.value("(document.querySelectorAll('main details').forEach((one) => (one.open = true)), 0)")
        self.inert(page)
        for route in ("#scenario/%3Cimg%20src=x%20onerror=alert(1)%3E/x", "#findings?q=<svg onload=alert(1)>", "#%"):
            self.opened(page, route)
            self.inert(page)


if __name__ == "__main__":
    unittest.main()
