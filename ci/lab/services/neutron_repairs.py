"""What makes neutron fast enough for one thread, changed in this process only. No response changes."""

from typing import Any

from neutron.api.rpc.agentnotifiers import l3_rpc_agent_api
from neutron.db.migration.models import head  # noqa: F401 - imports every model
from neutron_lib.db import model_base
from sqlalchemy.orm import RelationshipProperty

KEPT = ("Port", "StandardAttribute")
EAGER = ("subquery", "joined")


def related_rows_by_key() -> None:
    """neutron/db/models/*.py load related rows by 'subquery' and 'joined'. SQLAlchemy 1.3 then builds the text of
    queries over up to twenty tables for every call: most of the processor time that neutron uses. 'selectin' loads the
    same rows by key, with queries that SQLAlchemy caches. Call this before the first query."""
    for model in model_base.BASEV2._decl_class_registry.values():
        if not hasattr(model, "__mapper__"):
            continue
        for name, relation in model.__mapper__._props.items():
            if not isinstance(relation, RelationshipProperty) or name == "standard_attr":
                continue
            if model.__name__ not in KEPT and relation.lazy in EAGER:
                relation.lazy = "selectin"
                relation.strategy_key = (("lazy", "selectin"),)
            target = getattr(relation.argument, "__name__", relation.argument)
            if target not in KEPT and isinstance(relation.backref, tuple) and relation.backref[1].get("lazy") in EAGER:
                relation.backref[1]["lazy"] = "selectin"


def no_agent_notifications() -> None:
    """After each change of a router, neutron/api/rpc/agentnotifiers/l3_rpc_agent_api.py looks for agents to notify.
    There are none."""

    def nothing(self: Any, *args: Any, **kwargs: Any) -> None:
        pass

    l3_rpc_agent_api.L3AgentNotifyAPI._notification = nothing
    l3_rpc_agent_api.L3AgentNotifyAPI._notification_fanout = nothing


def apply() -> None:
    """Make all changes."""
    related_rows_by_key()
    no_agent_notifications()
