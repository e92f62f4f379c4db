"""Prefix lists, their entries and versions."""

from __future__ import annotations

from ..kinds import filter_ignored, forgotten, not_shown, nothing_done, shown_as

forgotten(
    "second-entry-forgotten",
    "Of several entries that a prefix list is created with, only the first is kept.",
    "CreateManagedPrefixList",
    r"Entry\.[2-9]",
    "X111",
    "prefix-lists/lifecycle",
)
not_shown(
    "description-of-entry-forgotten",
    "The entries of a prefix list have no descriptions.",
    "GetManagedPrefixListEntries",
    "entrySet/item/description",
    "X102",
    "prefix-lists/lifecycle",
)
shown_as(
    "version-not-counted",
    "A prefix list stays at version 1 when its entries change.",
    "DescribeManagedPrefixLists",
    "prefixListSet/item/version",
    "1",
    "X111",
    "prefix-lists/versions",
)
forgotten(
    "entries-of-today",
    "The entries of an old version are those of the newest.",
    "GetManagedPrefixListEntries",
    "TargetVersion",
    "X102",
    "prefix-lists/versions",
)
forgotten(
    "entries-not-removed",
    "A change of a prefix list adds entries and removes none.",
    "ModifyManagedPrefixList",
    r"RemoveEntry\.",
    "X102",
    "prefix-lists/versions",
)
forgotten(
    "prefix-list-not-renamed",
    "ModifyManagedPrefixList does not change the name.",
    "ModifyManagedPrefixList",
    "PrefixListName",
    "X111",
    "prefix-lists/renamed",
)
shown_as(
    "every-prefix-list-is-ipv4",
    "Every prefix list is described as one for IPv4.",
    "DescribeManagedPrefixLists",
    "prefixListSet/item/addressFamily",
    "IPv4",
    "D601",
    "prefix-lists/ipv6",
)
shown_as(
    "size-of-prefix-list-forgotten",
    "Every prefix list is described with room for 1000 entries.",
    "DescribeManagedPrefixLists",
    "prefixListSet/item/maxEntries",
    "1000",
    "D601",
    "prefix-lists/lifecycle",
)
forgotten(
    "tags-of-prefix-list-forgotten",
    "A prefix list is created without its tags.",
    "CreateManagedPrefixList",
    r"TagSpecification\.",
    "D603",
    "prefix-lists/lifecycle",
)
nothing_done(
    "prefix-list-not-deleted",
    "DeleteManagedPrefixList succeeds and deletes nothing.",
    "DeleteManagedPrefixList",
    "A904",
    "prefix-lists/lifecycle",
    "<prefixList><state>delete-in-progress</state></prefixList>",
)
filter_ignored("DescribeManagedPrefixLists", "prefix-list-name", "prefix-lists/renamed")
