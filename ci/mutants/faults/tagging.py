"""Tags: how they are written, kept, deleted and found."""

from __future__ import annotations

from ..change import change_filter, drop_matching, replace
from ..document import Document
from ..fault import Call, in_request, in_response, success
from ..kinds import filter_ignored, forgotten, shown_as

VPC_TAG = "vpcSet/item/tagSet/item/value"

forgotten(
    "second-resource-not-tagged",
    "Of several resources CreateTags tags the first.",
    "CreateTags",
    r"ResourceId\.[2-9]",
    "X111",
    "tags/several-resources",
)
forgotten(
    "deleted-whatever-the-value",
    "DeleteTags deletes a tag whose value is another one than the request says.",
    "DeleteTags",
    r"Tag\.\d+\.Value",
    "X102",
    "tags/delete-by-value",
)
forgotten(
    "tags-of-volume-at-launch-forgotten",
    "A launch tags the instance and not its volumes.",
    "RunInstances",
    r"TagSpecification\.2\.",
    "X111",
    "tags/at-launch",
)
shown_as(
    "long-values-cut",
    "A tag's value ends after 255 characters.",
    "DescribeVpcs",
    VPC_TAG,
    lambda text: text[:255],
    "X111",
    "tags/lengths",
)
shown_as(
    "ascii-only",
    "Characters beyond ASCII are question marks in a tag's value.",
    "DescribeTags",
    "tagSet/item/value",
    lambda text: text.encode("ascii", "replace").decode(),
    "X102",
    "tags/values[accents]",
)
shown_as(
    "basic-plane-only",
    "Characters beyond the Basic Multilingual Plane are lost in a tag's value.",
    "DescribeTags",
    "tagSet/item/value",
    lambda text: "".join(one for one in text if ord(one) < 0x10000),
    "X102",
    "tags/values[outside-the-basic-plane]",
)
shown_as(
    "escaped-twice",
    "The special characters of XML are escaped twice.",
    "DescribeTags",
    "tagSet/item/value",
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;"),
    "X102",
    "tags/values[xml]",
)
shown_as(
    "plus-in-tag-is-a-space",
    "A plus in a tag's value is a space.",
    "DescribeTags",
    "tagSet/item/value",
    lambda text: text.replace("+", " "),
    "X102",
    "tags/values[form]",
)
shown_as(
    "empty-value-is-none",
    "An empty value of a tag is the text None.",
    "DescribeTags",
    "tagSet/item/value",
    lambda text: text or "None",
    "X102",
    "tags/values[empty]",
)
shown_as(
    "exponents-computed",
    "A tag's value that looks like a number with an exponent is the number.",
    "DescribeVpcs",
    VPC_TAG,
    lambda text: "1000.0" if text == "1e3" else text,
    "D601",
    "tags/text-like-another-type[exponent]",
)
shown_as(
    "dates-with-a-time",
    "A tag's value that looks like a date is a timestamp.",
    "DescribeVpcs",
    VPC_TAG,
    lambda text: f"{text}T00:00:00Z" if text == "2024-01-01" else text,
    "D601",
    "tags/text-like-another-type[date]",
)
filter_ignored("DescribeTags", "resource-type", "tags/kind-filter[vpc]")
filter_ignored("DescribeTags", "key", "tags/describe-filters[key]", "X111")
filter_ignored("DescribeTags", "value", "tags/describe-filters[value]")
filter_ignored("DescribeVolumes", "tag:", "tags/filters-of-storage[volume]")
filter_ignored("DescribeKeyPairs", "tag-key", "tags/filters-of-storage[key-pair]")
filter_ignored("DescribeNetworkInterfaces", "tag:", "tags/filters-by-kind[network-interface]")


@in_request("CreateTags", "X111", "tags/lifecycle")
def tags_not_overwritten(call: Call) -> bytes | None:
    """CreateTags keeps the value of a key that the resource has."""
    key = call.get("ResourceId.1"), call.get("Tag.1.Key")
    if key in call.memory:
        return success(call.action)
    call.memory[key] = True
    return None


@in_request("DeleteTags", "X102", "tags/delete-empty-value")
def empty_value_is_any(call: Call) -> None:
    """DeleteTags takes an empty value for none, and deletes the tag whatever its value."""
    empty = [name for name, value in call.parameters if name.endswith(".Value") and not value]
    for name in empty:
        drop_matching(call, f"{name}$")


@in_request("DescribeVpcs", "X102", "tags/wildcards[question-mark]")
def question_mark_is_plain(call: Call) -> None:
    """A question mark in the value of a filter on a tag stands for itself."""
    change_filter(call, "tag:letters", lambda value: value.replace("?", "\\?"))


@in_request("DescribeVpcs", "X102", "tags/wildcards[star-in-front]")
def only_beginnings(call: Call) -> None:
    """A star that begins the value of a filter on a tag stands for itself."""
    change_filter(call, "tag:letters", lambda value: f"\\{value}" if value.startswith("*") else value)


@in_request("DescribeVpcs", "X102", "tags/wildcards[escaped-star]")
def escape_ignored(call: Call) -> None:
    """A star after a backslash is a wildcard, too."""
    change_filter(call, "tag:letters", lambda value: value.replace("\\", ""))


@in_request("DescribeVpcs", "X102", "tags/wildcards[other-case]")
def case_of_tag_ignored(call: Call) -> None:
    """A filter on a tag is not case-sensitive."""
    change_filter(call, "tag:letters", str.lower)


@in_request("DescribeVpcs", "X111", "tags/any-of-several-values")
def values_joined_by_and(call: Call) -> None:
    """The values of a filter on a tag are all looked for at once: of several, none is found."""
    several = [name for name, _ in call.parameters if name == "Filter.1.Value.2"]
    if several and call.get("Filter.1.Name").startswith("tag:"):
        replace(call, r"Filter\.1\.Value\.", lambda _: "none of them")


@in_response("DescribeSubnets", "X102", "tags/filters-by-kind[subnet]")
def one_tag_shown(_: Call, document: Document) -> None:
    """A subnet is described with one of its tags only."""
    for tags in document.find("subnetSet/item/tagSet"):
        for tag in tags.findall("item")[1:]:
            tags.remove(tag)
