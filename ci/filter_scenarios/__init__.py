"""Scenarios of filters, generated from tables: `suites/filters/<kind>-<table>.yaml`."""

import fnmatch
import re
from pathlib import Path
from typing import Dict, List, Sequence, Tuple, Union

from .kind import Kind, Row
from .table import KINDS

ROOT = Path(__file__).resolve().parent.parent.parent
SUITES = ROOT / "suites"
FOLDER = SUITES / "filters"
PAGES = "https://docs.aws.amazon.com/AWSEC2/latest"
HEAD = "# Made by `ci/filter-scenarios` from ci/filter_scenarios; not edited by hand.\n"


def member(name: str, row: Row) -> str:
    """The path of the member that a filter looks at: `private-ip-address` looks at `PrivateIpAddress`."""
    return row.member or ".".join("".join(word.capitalize() for word in part.split("-")) for part in name.split("."))


def of(item: str, name: str, row: Row) -> str:
    """The value of one of the items, as an expression over its description unless the table says it."""
    said = row.value if item == "one" else row.another
    return said or f"${{{item}.{member(name, row)}}}"


def files() -> Dict[str, str]:
    """The content of each file, by its name."""
    made = {}
    for kind in KINDS:
        for table, text in tables(kind):
            if text:
                made[f"{kind.name}-{table}.yaml"] = text
    return made


def tables(kind: Kind) -> List[Tuple[str, str]]:
    """The tables of a kind: name and text, which is empty where the kind has no such filter."""
    made = {"apart": apart, "either": either, "found": found, "joined": joined, "wildcards": wildcards}
    return [(table, make(kind)) for table, make in made.items()]


def untested() -> Dict[str, List[str]]:
    """By action, the filters that AWS documents and that are neither tested nor listed with a reason."""
    missing: Dict[str, List[str]] = {}
    by_action: Dict[str, List[Kind]] = {}
    for kind in KINDS:
        by_action.setdefault(kind.action, []).append(kind)
    for action, kinds in by_action.items():
        tested = {name for kind in kinds for name in kind.rows()}
        patterns = [pattern for kind in kinds for pattern in kind.untested]
        left = [
            name
            for name in documented(action)
            if name not in tested and not any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
        ]
        if left:
            missing[action] = left
    return missing


def documented(action: str) -> List[str]:
    """The names of the filters that AWS documents for an action."""
    names: List[str] = []
    inside = False
    for line in (ROOT / "src/contract/model/filters.yaml").read_text(encoding="utf-8").splitlines():
        if not line.startswith((" ", "#")):
            inside = line == f"{action}:"
        elif inside:
            names.append(line.split(": [")[0].strip().strip('"'))
    return names


def apart(kind: Kind) -> str:
    """The scenario over filters whose values differ."""
    rows = []
    for name, row in kind.apart.items():
        rows.append(case(name, value=of("one", name, row), another=of("other", name, row), nobody=row.nobody))
    if not rows:
        return ""
    about = f"A filter tells two {kind.plural} apart: it finds the one that has the value, and no other."
    both = [f"${{one.{kind.id}}}", f"${{other.{kind.id}}}"]
    steps = [
        step(kind, "the value of one", both, ["${value}"], both[:1]),
        step(kind, "the value of the other", both, ["${another}"], both[1:]),
        step(kind, "values are joined by OR", both, ["${value}", "${another}"], both),
        step(kind, "a value of neither", both, ["${nobody}"], []),
        step(kind, "ids and filters are joined by AND", both[:1], ["${another}"], []),
    ]
    return scenario(kind, about, rows, steps)


def either(kind: Kind) -> str:
    """The scenario over filters of which the items have the only two values."""
    rows = [case(name, value=of("one", name, row), another=of("other", name, row)) for name, row in kind.either.items()]
    if not rows:
        return ""
    about = f"A filter with two values tells two {kind.plural} apart."
    both = [f"${{one.{kind.id}}}", f"${{other.{kind.id}}}"]
    steps = [
        step(kind, "the value of one", both, ["${value}"], both[:1]),
        step(kind, "the value of the other", both, ["${another}"], both[1:]),
        step(kind, "values are joined by OR", both, ["${value}", "${another}"], both),
        step(kind, "ids and filters are joined by AND", both[:1], ["${another}"], []),
    ]
    return scenario(kind, about, rows, steps)


def found(kind: Kind) -> str:
    """The scenario over filters whose value both items have, or only one."""
    one, other = f"${{one.{kind.id}}}", f"${{other.{kind.id}}}"
    rows = []
    for table, ids in ((kind.alone, [one]), (kind.shared, [one, other])):
        for name, row in table.items():
            rows.append(case(name, value=of("one", name, row), nobody=row.nobody, found=ids))
    if not rows:
        return ""
    about = f"A filter finds all {kind.plural} that have the value, and only them."
    steps = [
        step(kind, "the value", [one, other], ["${value}"], "found"),
        step(kind, "values are joined by OR", [one, other], ["${nobody}", "${value}"], "found"),
        step(kind, "a value of neither", [one, other], ["${nobody}"], []),
    ]
    return scenario(kind, about, rows, steps)


def joined(kind: Kind) -> str:
    """The scenario with two filters at once."""
    if not kind.joined:
        return ""
    first, second = kind.joined
    both = [f"${{one.{kind.id}}}", f"${{other.{kind.id}}}"]

    def pair(item: str, another: str) -> List[Tuple[str, str]]:
        return [(first, of(item, first, kind.apart[first])), (second, of(another, second, kind.apart[second]))]

    about = f"Two filters on {kind.plural} are joined by AND."
    steps = [
        step(kind, "both find one", both, pair("one", "one"), both[:1]),
        step(kind, "the first finds one, the second the other", both, pair("one", "other"), []),
        step(kind, "in the other order", both, pair("one", "other")[::-1], []),
    ]
    return scenario(kind, about, [], steps)


def wildcards(kind: Kind) -> str:
    """The scenario over filters whose values are texts."""
    one, other = f"${{one.{kind.id}}}", f"${{other.{kind.id}}}"
    rows = []
    for name in kind.wildcards:
        row = kind.apart[name]
        rows.append(case(name, value=of("one", name, row), nobody=row.nobody))
    if not rows:
        return ""
    about = f"In a filter on {kind.plural}, `*` stands for any characters, unless a backslash is before it."
    steps = [
        step(kind, "any characters after it", [one, other], ["${value}*"], [one]),
        step(kind, "any characters before it", [one, other], ["*${value}"], [one]),
        step(kind, "any characters", [one, other], ["*"], [one, other]),
        step(kind, "a literal asterisk", [one, other], ["${value}\\\\*"], []),
        step(kind, "a pattern of neither", [one, other], ["${nobody}*"], []),
    ]
    return scenario(kind, about, rows, steps)


def scenario(kind: Kind, about: str, rows: List[str], steps: List[str]) -> str:
    """The text of a file."""
    tags = "tags: [slow]\n" if kind.slow else ""
    cases = f"cases:\n{''.join(rows)}" if rows else ""
    return (
        f"{HEAD}about: {quoted(about)}\n"
        "source:\n"
        f"  - {PAGES}/APIReference/API_{kind.action}.html\n"
        f"  - {PAGES}/APIReference/API_Filter.html\n"
        f"  - {PAGES}/UserGuide/Using_Filtering.html\n"
        f"{tags}given: [{kind.fixture}]\n"
        f"{cases}steps:\n{''.join(steps)}"
    )


def case(name: str, found: Sequence[str] = (), **values: str) -> str:
    """A row of the table of cases."""
    key = "tag" if name == "tag:<key>" else name
    columns = {"filter": name.replace("<key>", "${key}"), **values}
    pairs = [f"{column}: {quoted(value)}" for column, value in columns.items()]
    if found:
        pairs.append(f"found: {listed(found)}")
    line = f"  {key}: {{ {', '.join(pairs)} }}\n"
    if len(line) <= 121:
        return line
    return f"  {key}:\n" + "".join(f"    {pair}\n" for pair in pairs)


def step(
    kind: Kind,
    about: str,
    ids: List[str],
    values: Union[List[str], List[Tuple[str, str]]],
    expected: Union[str, List[str]],
) -> str:
    """A call with the filter of the case, or filters with a value each, and what it must find.

    That is a list of ids, or `found`: the ids that the case names.
    """
    found = f"{kind.items}.{kind.id}"
    if expected == "found":
        check = f"- sort({found} || `[]`) == sort(`${{found}}`)"
    elif not expected:
        check = f"- length({found} || `[]`): 0"
    elif len(expected) == 1:
        check = f"- {found}: {listed(expected)}"
    else:
        check = f"- sort({found} || `[]`) == sort(['{expected[0]}', '{expected[1]}'])"
    pairs = [pair for pair in values if isinstance(pair, tuple)]
    if pairs:
        rows = "".join(f"\n        - {{ Name: {name}, Values: {listed([value])} }}" for name, value in pairs)
    else:
        rows = f' [{{ Name: "${{filter}}", Values: {listed(values)} }}]'
    return (
        f"  - about: {about}\n"
        f"    {kind.action}:\n"
        f"      {kind.ids}: {listed(ids)}\n"
        f"      Filters:{rows}\n"
        f"    expect:\n"
        f"      {check}\n"
    )


def listed(texts: List[str]) -> str:
    """A list in one line."""
    return f"[{', '.join(quoted(text) for text in texts)}]"


def quoted(text: str) -> str:
    """A scalar of YAML, in quotes where it needs them."""
    is_word = text.lower() in ("true", "false", "yes", "no", "on", "off")
    is_plain = re.fullmatch(r"[A-Za-z][\w./ -]*", text) and not is_word
    return text if is_plain else f'"{text}"'
