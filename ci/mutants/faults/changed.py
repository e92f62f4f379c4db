"""Volumes, images, snapshots and settings that a request has changed or shared."""

from __future__ import annotations

from ..document import Document
from ..fault import Call, in_response
from ..kinds import filter_ignored, forgotten, nothing_done, shown_as

shown_as(
    "modification-to-original-size",
    "A modification is described with the original size as its target.",
    "DescribeVolumesModifications",
    "volumeModificationSet/item/targetSize",
    "1",
    "X102",
    "volumes/modified[size]",
)
shown_as(
    "modification-never-ends",
    "A modification is described as modifying for ever.",
    "DescribeVolumesModifications",
    "volumeModificationSet/item/modificationState",
    "modifying",
    "X111",
    "volumes/modified-while-attached",
)
forgotten(
    "type-of-volume-not-modified",
    "ModifyVolume does not change the type.",
    "ModifyVolume",
    "VolumeType",
    "X102",
    "volumes/modified[type]",
)
shown_as(
    "volume-keeps-its-size",
    "A volume is described with the size that it was created with.",
    "DescribeVolumes",
    "volumeSet/item/size",
    "1",
    "X111",
    "volumes/modified[size]",
)
filter_ignored("DescribeVolumesModifications", "target-size", "volumes/modification-filters[target-size]")
filter_ignored("DescribeVolumesModifications", "original-volume-type", "volumes/modification-filters[original-type]")

forgotten(
    "second-user-of-image-forgotten",
    "Of several accounts that an image is shared with, only the first may launch it.",
    "ModifyImageAttribute",
    r"LaunchPermission\.Add\.[2-9]",
    "X111",
    "images/shared",
)
forgotten(
    "second-user-of-snapshot-forgotten",
    "Of several accounts that a snapshot is shared with, only the first may use it.",
    "ModifySnapshotAttribute",
    r"UserId\.[2-9]",
    "X111",
    "snapshots/shared",
)
shown_as(
    "shared-image-is-public",
    "An image that is shared with an account is described as public.",
    "DescribeImages",
    "imagesSet/item/isPublic",
    "true",
    "X102",
    "images/shared",
)
nothing_done(
    "image-shared-for-ever",
    "ModifyImageAttribute succeeds and changes nothing.",
    "ModifyImageAttribute",
    "X111",
    "images/shared-flat",
)
nothing_done(
    "image-not-disabled",
    "DisableImage succeeds and does nothing.",
    "DisableImage",
    "X111",
    "images/disabled",
)
forgotten(
    "description-of-copy-forgotten",
    "A copy of an image has the description of its source.",
    "CopyImage",
    "Description",
    "D601",
    "images/copied",
)
shown_as(
    "snapshot-of-another-size",
    "Every snapshot is described as one of 8 GiB.",
    "DescribeSnapshots",
    "snapshotSet/item/volumeSize",
    "8",
    "X102",
    "snapshots/copy-encrypted",
)
forgotten(
    "description-of-snapshots-forgotten",
    "CreateSnapshots ignores the description.",
    "CreateSnapshots",
    "Description",
    "X102",
    "snapshots/of-all-volumes",
)
forgotten(
    "snapshot-of-volume-forgotten",
    "A volume is created empty, though a snapshot was named.",
    "CreateVolume",
    "SnapshotId",
    "X107",
    "volumes/from-snapshot",
)
nothing_done(
    "encryption-not-by-default",
    "EnableEbsEncryptionByDefault succeeds and does nothing.",
    "EnableEbsEncryptionByDefault",
    "X111",
    "account-settings/encryption-by-default",
    "<ebsEncryptionByDefault>true</ebsEncryptionByDefault>",
)
nothing_done(
    "encryption-by-default-for-ever",
    "DisableEbsEncryptionByDefault succeeds and does nothing.",
    "DisableEbsEncryptionByDefault",
    "X111",
    "account-settings/encryption-by-default",
    "<ebsEncryptionByDefault>false</ebsEncryptionByDefault>",
)
nothing_done(
    "setting-without-value",
    "GetEbsEncryptionByDefault does not tell the setting.",
    "GetEbsEncryptionByDefault",
    "X101",
    "account-settings/read",
    "",
)


@in_response("ModifySnapshotAttribute DescribeSnapshotAttribute", "X111", "snapshots/shared")
def all_users_of_snapshot_removed(call: Call, document: Document) -> None:
    """The removal of one account takes away the permissions of all."""
    if call.get("OperationType") == "remove":
        call.memory[call.get("SnapshotId")] = True
    elif call.action.startswith("Describe") and call.get("SnapshotId") in call.memory:
        document.remove("createVolumePermission/item")


@in_response("DescribeSnapshotAttribute", "X102", "snapshots/private")
def snapshot_is_public(_: Call, document: Document) -> None:
    """A snapshot that nobody shared is described as one for everybody."""
    for permissions in document.find("createVolumePermission"):
        if not len(permissions):
            item = type(permissions)("item")
            group = type(permissions)("group")
            group.text = "all"
            item.append(group)
            permissions.append(item)


@in_response("ModifyVolume DescribeVolumes", "X102", "volumes/modified-while-attached")
def modified_volume_is_detached(call: Call, document: Document) -> None:
    """A volume that was modified is described as available, though it is attached."""
    if call.action == "ModifyVolume":
        call.memory[call.get("VolumeId")] = True
        return
    for volume in document.find("volumeSet/item"):
        if volume.findtext("volumeId") in call.memory:
            for state in volume.findall("status"):
                state.text = "available"
