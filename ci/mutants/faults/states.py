"""States of instances: what changes them, and how they are described."""

from __future__ import annotations

import datetime

from ..change import INSTANCES, keep, replace
from ..document import Document
from ..fault import Call, in_request, in_response
from ..kinds import filter_ignored, forgotten, not_shown, nothing_done, shown_as

shown_as(
    "stopped-from-stopping",
    "StopInstances says that an instance that was running was stopping.",
    "StopInstances",
    "instancesSet/item/previousState/name",
    lambda text: "stopping" if text == "running" else text,
    "X102",
    "instance-states/edges-of-stopped",
)
nothing_done(
    "protected-instance-terminated",
    "An instance that is protected against termination is terminated.",
    "TerminateInstances",
    "X106",
    "instances/termination-protection",
    "<instancesSet/>",
)
forgotten(
    "terminates-some",
    "TerminateInstances terminates those of its instances that exist.",
    "TerminateInstances",
    r"InstanceId\.2",
    "X106",
    "instances/terminate-all-or-none",
)
not_shown(
    "stopped-for-no-reason",
    "A stopped instance is described without a reason.",
    "DescribeInstances",
    f"{INSTANCES}/stateReason",
    "X102",
    "instance-states/stopped",
)
not_shown(
    "stopped-at-no-time",
    "A stopped instance is described without the time at which it was stopped.",
    "DescribeInstances",
    f"{INSTANCES}/reason",
    "X103",
    "instance-states/stopped",
)
shown_as(
    "status-of-pending-instance",
    "DescribeInstanceStatus describes a running instance as pending.",
    "DescribeInstanceStatus",
    "instanceStatusSet/item/instanceState/name",
    "pending",
    "X102",
    "instances/status",
)
shown_as(
    "all-launched-first",
    "All instances of a launch have the launch index 0.",
    "RunInstances",
    "instancesSet/item/amiLaunchIndex",
    "0",
    "X102",
    "instances/launch-several",
)
shown_as(
    "credits-of-no-kind",
    "The credit specification of an instance is no value that there is.",
    "DescribeInstanceCreditSpecifications",
    "instanceCreditSpecificationSet/item/cpuCredits",
    "none",
    "X101",
    "instances/credit-specification",
)
shown_as(
    "hop-limit-forgotten",
    "The hop limit of the metadata is described as 1, whatever was requested.",
    "DescribeInstances",
    f"{INSTANCES}/metadataOptions/httpPutResponseHopLimit",
    "1",
    "D601",
    "instances/metadata-options",
)
forgotten(
    "monitoring-at-launch-forgotten",
    "An instance is launched without the detailed monitoring that was requested.",
    "RunInstances",
    r"Monitoring\.",
    "X111",
    "instances/monitored-at-launch",
)
nothing_done(
    "groups-of-instance-not-changed",
    "ModifyInstanceAttribute succeeds and changes nothing.",
    "ModifyInstanceAttribute",
    "X111",
    "instances/groups-changed",
)
not_shown(
    "no-console-output",
    "GetConsoleOutput has no output.",
    "GetConsoleOutput",
    "output",
    "X111",
    "console/output",
)
nothing_done(
    "interface-not-detached",
    "DetachNetworkInterface succeeds and detaches nothing.",
    "DetachNetworkInterface",
    "X111",
    "network-interfaces/shown-by-instance",
)
filter_ignored("DescribeInstances", "instance-state-name", "instances/state-filter[other-name]")
filter_ignored("DescribeInstances", "image-id", "instances/filters[image-id]")
filter_ignored("DescribeInstances", "subnet-id", "instances/filters[subnet-id]")
filter_ignored("DescribeInstances", "instance-type", "instances/filters[instance-type]")
filter_ignored("DescribeInstances", "private-ip-address", "instances/filters[private-ip-address]")


@in_response("DescribeInstances", "X111", "instances/stop-start")
def never_stopped(_: Call, document: Document) -> None:
    """An instance that was stopped is described as stopping for ever."""
    for state in document.find(f"{INSTANCES}/instanceState"):
        if state.findtext("name") == "stopped":
            for name, text in (("name", "stopping"), ("code", "64")):
                for member in state.findall(name):
                    member.text = text


@in_response("RebootInstances DescribeInstances", "X102", "instances/reboot")
def another_address_after_reboot(call: Call, document: Document) -> None:
    """An instance that was rebooted has another private address."""
    if call.action == "RebootInstances":
        call.memory["rebooted"] = True
    elif "rebooted" in call.memory:
        document.set_text(f"{INSTANCES}/privateIpAddress", lambda _: "10.255.255.254")


@in_request("RunInstances", "X102", "instances/launch-several")
def one_instance_launched(call: Call) -> None:
    """A launch launches one instance, however many are requested."""
    replace(call, "(Min|Max)Count$", lambda _: "1")


@in_response("DescribeInstances", "X102", "instance-states/terminated")
def terminated_for_another_reason(_: Call, document: Document) -> None:
    """A terminated instance is described as one that the server has ended."""
    for reason in document.find(f"{INSTANCES}/stateReason/code"):
        reason.text = "Server.InternalError"


@in_response("DescribeInstances", "X102", "instance-states/stopped")
def launched_now(_: Call, document: Document) -> None:
    """The launch time of an instance is the time of the response."""
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    document.set_text(f"{INSTANCES}/launchTime", lambda _: now)


@in_response("DescribeInstances", "X101", "instance-states/stopped")
def reason_to_stop_kept(call: Call, document: Document) -> None:
    """An instance that runs again is described with the code of the reason for which it was stopped."""
    for instance in document.find(INSTANCES):
        shown = bool(instance.findtext("stateReason/code"))
        keep(call, instance, instance.findtext("instanceId"), "stateReason", shown)


@in_response("DescribeInstances", "X101", "instance-states/stopped")
def text_of_reason_to_stop_kept(call: Call, document: Document) -> None:
    """An instance that runs again is described with the text of the reason for which it was stopped."""
    for instance in document.find(INSTANCES):
        keep(call, instance, instance.findtext("instanceId"), "reason", bool(instance.findtext("reason")))
