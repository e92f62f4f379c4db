"""One table of the same scenarios on several versions of ec2-api: what `ec2-compat matrix` made of their runs."""

from __future__ import annotations

from typing import Any

TITLE = "# ec2-api by version\n"


def best(matrix: dict[str, Any]) -> str:
    """The version of which most works, of what every version was judged on; of equals, the one with more identical."""
    complete = [column for column in matrix["columns"] if column["end"] == "complete"]
    if not complete:
        return "none: no run is complete"
    key = ("works_percent", "identical_percent")
    first = max(complete, key=lambda column: [column["common"][name] for name in key])
    equal = [c["heading"] for c in complete if all(c["common"][name] == first["common"][name] for name in key)]
    return " and ".join(equal) if len(equal) < max(2, len(complete)) else "none: they are alike in this selection"


def table(selection: list[str], matrix: dict[str, Any]) -> dict[str, Any]:
    """The figures: which scenarios were selected, and the matrix of the runs."""
    return {
        "selection": selection or ["all scenarios"],
        "scenarios": len(matrix["scenarios"]),
        "most_compatible": best(matrix),
        "matrix": matrix,
    }


def markdown(figures: dict[str, Any], page: str) -> str:
    """The page of the matrix, with what was selected and which version is best."""
    _, rest = page.split("\n", 1)
    selection = ", ".join(f"`{one}`" for one in figures["selection"])
    return (
        f"{TITLE}\nMade by `ci/lab/versions`: each version on the same lab, which starts anew for each. Selection: "
        f"{selection}, {figures['scenarios']} scenarios with their cases. Most compatible: "
        f"**{figures['most_compatible']}**.\n{rest}"
    )
