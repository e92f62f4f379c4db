"""Values that come back as others than were requested."""

from __future__ import annotations

import base64
import binascii

from ..document import Document
from ..fault import Call, in_request, in_response


@in_response("DescribeVolumes", "D601", "volumes/throughput")
def baseline_of_throughput(_: Call, document: Document) -> None:
    """Every gp3 volume is described with the baseline of its throughput."""
    document.set_text("volumeSet/item/throughput", lambda text: text and "125")


@in_response("DescribeVolumes", "D601", "volumes/provisioned-performance[io2]")
def iops_of_another_volume(_: Call, document: Document) -> None:
    """All volumes in a response have the IOPS of the first one."""
    first = [element.text for element in document.find("volumeSet/item/iops")][:1]
    document.set_text("volumeSet/item/iops", lambda text: first[0] or text)


@in_response("DescribeVolumes", "D601", "volumes/encrypted")
def encryption_forgotten(_: Call, document: Document) -> None:
    """No volume is described as encrypted."""
    document.set_text("volumeSet/item/encrypted", lambda _: "false")


@in_response("DescribeSnapshots", "X102", "volumes/encrypted")
def snapshot_not_encrypted(_: Call, document: Document) -> None:
    """The snapshot of an encrypted volume is described as not encrypted."""
    document.set_text("snapshotSet/item/encrypted", lambda _: "false")


@in_request("RunInstances", "D602", "instances/key-name")
def key_pair_forgotten(call: Call) -> None:
    """An instance is launched without its key pair."""
    call.drop("KeyName")


@in_request("RunInstances", "D601", "instances/requested-options")
def shutdown_behavior_forgotten(call: Call) -> None:
    """Every instance stops when it is shut down from within, whatever was requested."""
    call.drop("InstanceInitiatedShutdownBehavior")


@in_request("RunInstances", "X106", "instances/dry-run")
def dry_run_launches(call: Call) -> None:
    """A dry run of a launch launches an instance."""
    call.drop("DryRun")


@in_response("DescribeInstanceAttribute", "D601", "instances/binary-user-data")
def user_data_as_text(_: Call, document: Document) -> None:
    """User data is decoded as UTF-8, and what is none is replaced."""

    def as_text(value: str) -> str:
        try:
            return base64.b64encode(base64.b64decode(value).decode("utf-8", "replace").encode()).decode()
        except binascii.Error:
            return value

    document.set_text("userData/value", as_text)


@in_response("DescribeVpcs DescribeTags", "D601", "tags/text-like-another-type[leading-zeros]")
def zeros_lost(_: Call, document: Document) -> None:
    """A tag's value that consists of digits is a number."""
    for path in ("vpcSet/item/tagSet/item/value", "tagSet/item/value"):
        document.set_text(path, lambda text: str(int(text)) if text.isdigit() else text)


@in_response("DescribeVpcs", "D601", "tags/text-like-another-type[true]")
def booleans_in_another_spelling(_: Call, document: Document) -> None:
    """A tag's value that looks like a boolean is written as the server's language writes one."""
    document.set_text("vpcSet/item/tagSet/item/value", lambda text: text.title() if text in ("true", "false") else text)


@in_response("DescribeSecurityGroups", "X102", "security-groups/texts[none]")
def none_is_nothing(_: Call, document: Document) -> None:
    """The text None is taken for nothing."""
    document.set_text("securityGroupInfo/item/groupDescription", lambda text: "" if text == "None" else text)


@in_response("DescribeKeyPairs", "X102", "key-pairs/texts[form]")
def plus_is_a_space(_: Call, document: Document) -> None:
    """A plus in a name is described as a space."""
    document.set_text("keySet/item/keyName", lambda text: text.replace("+", " "))
