"""One table of the same suites on two hypervisors: whether a deviation comes from ec2-api or from a driver."""

from __future__ import annotations

from typing import Any

from .runs import RAN, Run, by_severity, rows

SHARED, DRIVER, CONTROL, OPEN = "both", "xenserver", "fake", "not compared"
AFTERMATH = "aftermath"  # it judges what all scenarios of a run left: comparable only between equal runs
MEANING = {
    SHARED: "ec2-api, or what both have below it: nova's API, neutron, cinder, glance",
    DRIVER: "nova's XenServer driver, or XenServer",
    CONTROL: "nova's fake driver",
    OPEN: "no scenario with it has a result on the other hypervisor",
}


def origin(fingerprint: str, xenserver: Run, control: Run) -> str:
    """Where a cause comes from."""
    here, there = fingerprint in xenserver.causes, fingerprint in control.causes
    if here and there:
        return SHARED
    having, lacking = (xenserver, control) if here else (control, xenserver)
    scenarios = set(having.causes[fingerprint]["scenarios"]) - {AFTERMATH}
    if not any(lacking.verdicts.get(name) in RAN for name in scenarios):
        return OPEN
    return DRIVER if here else CONTROL


def table(xenserver: Run, control: Run) -> dict[str, Any]:
    """Causes by origin."""
    sorted_causes: dict[str, list[dict[str, Any]]] = {name: [] for name in MEANING}
    for fingerprint, cause in {**control.causes, **xenserver.causes}.items():
        sorted_causes[origin(fingerprint, xenserver, control)].append(cause)
    return {
        "runs": {DRIVER: xenserver.counts, CONTROL: control.counts},
        "ends": {DRIVER: xenserver.end, CONTROL: control.end},
        "origins": {
            name: {
                "meaning": MEANING[name],
                "causes": len(causes),
                "severities": by_severity(causes),
                "deviations": sorted(
                    ({key: c[key] for key in ("fingerprint", "code", "severity", "title")} for c in causes),
                    key=lambda entry: (entry["severity"], entry["title"]),
                ),
            }
            for name, causes in sorted_causes.items()
        },
    }


def markdown(figures: dict[str, Any]) -> str:
    """The table as a page."""
    judged = {name: sum(counts.get(verdict, 0) for verdict in RAN) for name, counts in figures["runs"].items()}
    text = (
        "# Deviations by origin\n\nMade by `ci/lab/origins` from two runs of the same suites: on XenServer "
        f"({judged[DRIVER]} scenarios judged), and on the control, nova's fake driver ({judged[CONTROL]} judged), with "
        "the same services and\nthe same ec2-api. The control is no KVM: it shows what does not come from the "
        "XenServer driver, and nothing of another\nhypervisor. A cause is compared if a scenario with it was judged on "
        "both.\n\n"
    )
    partial = [name for name, end in figures["ends"].items() if end != "complete"]
    if partial:
        text += f"The run on {' and '.join(partial)} is partial: it was interrupted.\n\n"
    origins = figures["origins"]
    lines = [
        [name, entry["meaning"], entry["causes"], ", ".join(f"{n} {s}" for s, n in entry["severities"].items())]
        for name, entry in origins.items()
    ]
    text += rows(["seen on", "comes from", "causes", "of which"], lines)
    for name in (DRIVER, CONTROL):
        text += f"\n## Only on {name}\n\n{listed(origins[name]) or 'None.'}\n"
    for name, title in ((SHARED, "On both"), (OPEN, "Not compared")):
        summary = f"<details><summary>{origins[name]['causes']} causes</summary>"
        folded = f"{summary}\n\n{listed(origins[name])}\n\n</details>"
        text += f"\n## {title}\n\n{folded if origins[name]['causes'] else 'None.'}\n"
    return text


def listed(origin: dict[str, Any]) -> str:
    """The deviations of an origin, one a line."""
    return "\n".join(f"- {e['severity']}: {e['code']} `{e['title']}`" for e in origin["deviations"])
