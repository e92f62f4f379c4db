"""JUnit as others read it: junitparser, junit2html, and test-results-parser, which is Codecov's."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, NamedTuple


class Counts(NamedTuple):
    """Of the cases of a file."""

    cases: int
    failed: int
    skipped: int


def by_junitparser(file: Path) -> Counts:
    """junitparser, on PyPI."""
    import junitparser

    cases = [case for suite in junitparser.JUnitXml.fromfile(str(file)) for case in suite]
    of = lambda *kinds: sum(any(isinstance(one, kinds) for one in case.result) for case in cases)  # noqa: E731
    return Counts(len(cases), of(junitparser.Failure, junitparser.Error), of(junitparser.Skipped))


def by_junit2html(file: Path) -> Counts:
    """junit2html, on PyPI."""
    from junit2htmlreport.parser import Junit

    suites = Junit(str(file)).suites
    return Counts(
        *(
            sum(len(one(suite)) for suite in suites)
            for one in (lambda suite: suite.all(), lambda suite: suite.failed(), lambda suite: suite.skipped())
        )
    )


def by_codecov(file: Path) -> Counts:
    """test-results-parser, on PyPI."""
    from test_results_parser import Outcome, parse_junit_xml

    runs = parse_junit_xml(file.read_bytes()).testruns
    of = lambda *outcomes: sum(run.outcome in outcomes for run in runs)  # noqa: E731
    return Counts(len(runs), of(Outcome.Failure, Outcome.Error), of(Outcome.Skip))


READERS: dict[str, Callable[[Path], Counts]] = {
    "junitparser": by_junitparser,
    "junit2html": by_junit2html,
    "test-results-parser": by_codecov,
}
