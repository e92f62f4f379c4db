"""Dry runs that are carried out."""

from __future__ import annotations

from ..kinds import forgotten, words


def carried_out(action: str, scenarios: str) -> None:
    """A dry run of the action does what it should only try."""
    what = f"A dry run of {action} is carried out."
    forgotten(f"dry-{words(action)}-carried-out", what, action, "DryRun", "X106", scenarios)


carried_out("AuthorizeSecurityGroupEgress", "protocol/dry-run-of-rules")
carried_out("AuthorizeSecurityGroupIngress", "protocol/dry-run-of-rules")
carried_out("CreateSnapshot", "protocol/dry-run-of-storage")
carried_out("CreateTags", "protocol/dry-run-of-rules")
carried_out("DeleteSnapshot", "protocol/dry-run-of-storage")
carried_out("DeregisterImage", "protocol/dry-run-of-images")
carried_out("RebootInstances", "protocol/dry-run-of-states")
carried_out("RevokeSecurityGroupEgress", "protocol/dry-run-of-rules")
carried_out("StopInstances", "protocol/dry-run-of-states")
