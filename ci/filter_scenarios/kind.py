"""What each filter looks at: for every action, filter -> member of the described item, and a value that no item has.

The source is AWS's page of each action (`API_<action>.html` of the API reference), which names the filters and says
what each looks at. A member is a path from the item (`Attachments.0.InstanceId`); where it is None it follows from the
name of the filter (`private-ip-address`: `PrivateIpAddress`). The fixture of a kind exports `one` and `other`, two
described items.
"""

from dataclasses import dataclass, field
from typing import Dict, List, NamedTuple, Optional, Tuple


class Row(NamedTuple):
    """What a filter looks at."""

    nobody: Optional[str] = None  # a value that neither item has
    member: Optional[str] = None  # in the item; derived from the filter's name where it is None
    value: Optional[str] = None  # in place of the member: the value of `one`
    another: Optional[str] = None  # in place of the member: the value of `other`


@dataclass
class Kind:
    """Two items of a kind, and the filters of the action that describes them."""

    name: str
    action: str
    ids: str  # the parameter that takes ids
    items: str  # the expression for the list of items
    id: str  # the member that is the id
    plural: str
    fixture: str
    apart: Dict[str, Row] = field(default_factory=dict)  # the items differ
    either: Dict[str, Row] = field(default_factory=dict)  # the items differ, and there is no third value
    shared: Dict[str, Row] = field(default_factory=dict)  # both items have the value
    alone: Dict[str, Row] = field(default_factory=dict)  # only `one` has a value
    wildcards: List[str] = field(default_factory=list)  # filters of `apart` whose values are texts without a fixed form
    joined: Optional[Tuple[str, str]] = None  # two filters of `apart` that are sent together
    untested: Dict[str, str] = field(default_factory=dict)  # filter or prefix with `*` -> why it is not tested here
    slow: bool = False

    def rows(self) -> List[str]:
        """The names of the filters that are tested."""
        return [*self.apart, *self.either, *self.shared, *self.alone]


# The tags of the two items: the fixtures set them. What nobody has differs in its case alone.
TAGS = {
    "tag:<key>": Row("Alpha", value="alpha", another="beta"),
    "tag-key": Row("${key}-One", value="${key}-one", another="${key}-other"),
}
# Where only `one` is tagged.
TAGS_OF_ONE = {
    "tag:<key>": Row("Alpha", value="alpha"),
    "tag-key": Row("${key}-nobody", value="${key}"),
}
# The text of a time may have other fractions of a second than the response: the pattern leaves them out.
TIME = Row("2001-*", value="20*")
OWNER = Row("999999999999")
OUTPOST = "needs an Outpost"
NO_SIGN = "no response shows what it looks at"
COSTS = "needs what costs more than it tells"
SHOWN_LATER = "set by AWS for some resources only"
