"""Arrows that the table does not have are found, those of tests among them."""

import unittest
from pathlib import Path

from rooms.arrows import SDK, Graph, problems, table

PAGE = """
<!-- arrows -->
| room | may use | SDK | what it owns |
|---|---|---|---|
| `contract` | | no | the model |
| `scenario` | `contract` | no | the language |
| `builtin` | `scenario` | no | the suites |
| `endpoint` | `contract` | yes | the client |
| `verdict` | `contract` `scenario` | no | oracles |
| `report` | `verdict` | no | pages |
| `test-support` | `verdict` | no | what tests share |
<!-- /arrows -->
"""
ARROWS = {
    "contract": [],
    "scenario": ["contract"],
    "builtin": ["scenario"],
    "endpoint": ["contract", SDK],
    "verdict": ["contract", "scenario"],
    "report": ["verdict"],
    "test-support": ["verdict"],
    SDK: [],
}


def found(page: str = PAGE, tests: dict = {}, **code: list) -> list:  # noqa: B006
    """The problems of a workspace: `tests` and `code` replace the dependencies of rooms."""
    arrows = {**ARROWS, **{name.replace("_", "-"): others for name, others in code.items()}}

    def deps(name):
        kinds = {None: arrows[name], "dev": tests.get(name, [])}
        return [{"pkg": other, "dep_kinds": [{"kind": kind}]} for kind, others in kinds.items() for other in others]

    metadata = {
        "packages": [{"id": name, "name": name} for name in arrows],
        "workspace_members": [name for name in arrows if name != SDK],
        "resolve": {"nodes": [{"id": name, "deps": deps(name)} for name in arrows]},
    }
    return list(problems(table(page), Graph(metadata)))


class Arrows(unittest.TestCase):
    """The rooms of a small workspace."""

    def test_what_the_table_has_is_right(self) -> None:
        self.assertEqual(found(), [])

    def test_an_arrow_that_the_table_lacks_is_found(self) -> None:
        self.assertEqual(
            found(scenario=["contract", "verdict"]), ["scenario depends on verdict, which the table does not allow"]
        )

    def test_an_arrow_that_only_the_table_has_is_found(self) -> None:
        self.assertEqual(found(report=[]), ["report does not depend on verdict, but the table lists it"])

    def test_a_row_that_points_up_is_found(self) -> None:
        page = PAGE.replace("| `builtin` | `scenario` |", "| `builtin` | `scenario` `verdict` |")
        self.assertEqual(
            found(page, builtin=["scenario", "verdict"]), ["builtin may use verdict, which is above it in the table"]
        )

    def test_tests_may_use_what_is_below_their_room_and_what_tests_share(self) -> None:
        self.assertEqual(found(tests={"builtin": ["contract"], "verdict": ["test-support", "builtin"]}), [])

    def test_a_room_above_is_found_in_tests(self) -> None:
        wrong = ["tests of verdict depend on report, which is above it in the table"]
        self.assertEqual(found(tests={"verdict": ["report", "contract"]}), wrong)

    def test_the_sdk_is_found_in_tests(self) -> None:
        wrong = [f"verdict compiles {SDK}, unlike its row of the table"]
        self.assertEqual(found(tests={"verdict": ["endpoint"]}), wrong)

    def test_what_tests_share_rests_on_no_room_with_the_sdk(self) -> None:
        page = PAGE.replace("| `test-support` | `verdict` | no |", "| `test-support` | `endpoint` `verdict` | yes |")
        wrong = ["test-support rests on endpoint, which tests of most rooms must not compile"]
        self.assertEqual(found(page, test_support=["endpoint", "verdict"]), wrong)

    def test_the_page_has_a_table(self) -> None:
        page = Path(__file__).resolve().parents[3] / "src/ARCHITECTURE.md"
        self.assertEqual(table(page.read_text(encoding="utf-8"))["builtin"].may_use, {"scenario"})
