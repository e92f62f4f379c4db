"""Launch templates, their versions, and launches from them."""

from __future__ import annotations

from ..change import replace
from ..document import Document
from ..fault import Call, in_request, in_response
from ..kinds import filter_ignored, forgotten, not_shown, nothing_done, shown_as

DATA = "launchTemplateVersionSet/item/launchTemplateData"

not_shown(
    "template-without-user-data",
    "A version is described without its user data.",
    "DescribeLaunchTemplateVersions",
    f"{DATA}/userData",
    "X102",
    "launch-templates/data",
)
shown_as(
    "zone-of-template-forgotten",
    "A version is described with another zone than its data says.",
    "DescribeLaunchTemplateVersions",
    f"{DATA}/placement/availabilityZone",
    "us-east-1f",
    "X102",
    "launch-templates/data",
)
forgotten(
    "second-device-of-template-forgotten",
    "Of several block devices in the data of a launch template only the first is kept.",
    "CreateLaunchTemplate",
    r"LaunchTemplateData\.BlockDeviceMapping\.[2-9]",
    "X102",
    "launch-templates/data",
)
forgotten(
    "metadata-options-of-template-forgotten",
    "The metadata options in the data of a launch template are ignored.",
    "CreateLaunchTemplate",
    r"LaunchTemplateData\.MetadataOptions",
    "X102",
    "launch-templates/data",
)
shown_as(
    "default-version-not-changed",
    "The default version of a launch template is always described as the first.",
    "DescribeLaunchTemplates",
    "launchTemplates/item/defaultVersionNumber",
    "1",
    "X102",
    "launch-templates/default-version",
)
forgotten(
    "one-version-of-several",
    "Of several versions that are asked for, the first is described.",
    "DescribeLaunchTemplateVersions",
    r"LaunchTemplateVersion\.[2-9]",
    "X102",
    "launch-templates/versions[two-of-three]",
)
forgotten(
    "last-version-ignored",
    "MaxVersion is ignored.",
    "DescribeLaunchTemplateVersions",
    "MaxVersion",
    "X102",
    "launch-templates/version-ranges",
)
forgotten(
    "first-version-ignored",
    "MinVersion is ignored.",
    "DescribeLaunchTemplateVersions",
    "MinVersion",
    "X102",
    "launch-templates/version-ranges",
)
forgotten(
    "description-of-version-forgotten",
    "A version is created without its description.",
    "CreateLaunchTemplateVersion",
    "VersionDescription",
    "X102",
    "launch-templates/versions[one]",
)
forgotten(
    "tags-of-template-not-given-to-instance",
    "The tags that the data of a launch template has for instances are ignored.",
    "CreateLaunchTemplate",
    r"LaunchTemplateData\.TagSpecification",
    "X102",
    "launch-templates/launch",
)
forgotten(
    "user-data-of-template-not-given-to-instance",
    "The user data in the data of a launch template is ignored.",
    "CreateLaunchTemplate",
    r"LaunchTemplateData\.UserData",
    "X102",
    "launch-templates/launch",
)
forgotten(
    "dry-run-creates-template",
    "A dry run of CreateLaunchTemplate creates one.",
    "CreateLaunchTemplate",
    "DryRun",
    "X106",
    "launch-templates/dry-run",
)
forgotten(
    "dry-run-deletes-template",
    "A dry run of DeleteLaunchTemplate deletes it.",
    "DeleteLaunchTemplate",
    "DryRun",
    "X106",
    "launch-templates/dry-run",
)
not_shown(
    "data-of-instance-without-interfaces",
    "The launch template data of an instance has no network interfaces.",
    "GetLaunchTemplateData",
    "launchTemplateData/networkInterfaceSet/item",
    "X102",
    "launch-templates/data-of-instance",
)
nothing_done(
    "template-not-deleted",
    "DeleteLaunchTemplate succeeds and deletes nothing.",
    "DeleteLaunchTemplate",
    "X111",
    "launch-templates/lifecycle",
    "<launchTemplate><launchTemplateId>lt-0123456789abcdef0</launchTemplateId></launchTemplate>",
)
filter_ignored("DescribeLaunchTemplates", "tag:", "launch-templates/filters[tag]")
filter_ignored("DescribeLaunchTemplates", "tag-key", "launch-templates/filters[tag-key]")
filter_ignored("DescribeLaunchTemplates", "launch-template-name", "launch-templates/filters[name]")


@in_request("DescribeLaunchTemplateVersions", "X102", "launch-templates/versions[default]")
def default_is_latest(call: Call) -> None:
    """$Default is the latest version."""
    replace(call, r"LaunchTemplateVersion\.\d+$", lambda text: text.replace("$Default", "$Latest"))


@in_request("DescribeLaunchTemplateVersions", "X102", "launch-templates/versions[latest]")
def latest_is_default(call: Call) -> None:
    """$Latest is the default version."""
    replace(call, r"LaunchTemplateVersion\.\d+$", lambda text: text.replace("$Latest", "$Default"))


@in_request("RunInstances", "D601", "launch-templates/launch")
def template_overrides_launch(call: Call) -> None:
    """What the launch template says of the shutdown overrides what the launch says."""
    if call.get("LaunchTemplate.LaunchTemplateId"):
        replace(call, "InstanceInitiatedShutdownBehavior$", lambda _: "terminate")


@in_response("CreateLaunchTemplateVersion", "X102", "launch-templates/inherits[without-source]")
def always_inherits(_: Call, document: Document) -> None:
    """A version that names no source version inherits the parameters of the first."""
    for data in document.find("launchTemplateVersion/launchTemplateData"):
        if data.find("imageId") is None:
            image = type(data)("imageId")
            image.text = "ami-04681a1dbd79675a5"
            data.append(image)
