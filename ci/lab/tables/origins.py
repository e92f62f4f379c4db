"""One table of the same suites on two hypervisors: whether a deviation comes from ec2-api or from a driver."""

from __future__ import annotations

from typing import Any

from .runs import RAN, Run, by_severity, rows

SHARED, DRIVER, CONTROL, OPEN = "both", "xenserver", "fake", "not compared"
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
    scenarios = having.causes[fingerprint]["scenarios"]
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
    text = (
        "# Deviations by origin\n\nMade by `ci/lab/origins` from a run of the same suites on XenServer and on nova's\n"
    )
    text += (
        "fake driver, with the same services and ec2-api. The control is no KVM: it says what does not come from the\n"
    )
    text += "XenServer driver, and nothing of another hypervisor.\n\n"
    lines = [
        [name, entry["meaning"], entry["causes"], ", ".join(f"{n} {s}" for s, n in entry["severities"].items())]
        for name, entry in figures["origins"].items()
    ]
    text += rows(["seen on", "comes from", "causes", "of which"], lines)
    for name in (DRIVER, CONTROL):
        entries = figures["origins"][name]["deviations"]
        text += f"\n## Only on {name}\n\n"
        text += "\n".join(f"- {e['severity']}: {e['title']} ({e['code']})" for e in entries) or "None."
        text += "\n"
    return text
