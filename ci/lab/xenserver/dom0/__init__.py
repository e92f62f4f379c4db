"""The plugins of os-xenapi in dom0, called through host.call_plugin.

Modeled on the plugins themselves (os_xenapi/dom0/etc/xapi.d/plugins). Some have a map of strings
as their argument and a string as their result; the others a pickle of their arguments in `params`, and a pickle.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

from ..values import Failure, Record, Ref, unpickled
from . import disks, guest, xenhost
from .errors import PluginError

if TYPE_CHECKING:
    from ..pool import Pool
    from ..world import Session

CALLS = {**disks.CALLS, **guest.CALLS, **xenhost.CALLS}
PICKLED = disks.PICKLED | guest.PICKLED | xenhost.PICKLED
PLUGINS = {plugin for plugin, _ in CALLS}


class Dom0:
    """The state of the plugins of one host."""

    def __init__(self, pool: Pool, host: Ref) -> None:
        self.pool = pool
        self.host = host
        self.reset()

    def reset(self) -> None:
        self.devices = {}  # network device -> its peer, or None
        self.boot_files = set()  # names in /boot/guest

    @property
    def record(self) -> Record:
        return self.pool.db["host"][self.host]


class Dom0Calls:
    """host.call_plugin"""

    def host_call_plugin(
        self, session: Session, host: Ref, plugin: str, function: str, arguments: Record
    ) -> str | bytes:
        self.rec("host", host)
        name = plugin[: -len(".py")] if plugin.endswith(".py") else plugin
        if name not in PLUGINS:
            raise Failure("XENAPI_MISSING_PLUGIN", plugin)
        if (name, function) not in CALLS:
            raise Failure("UNKNOWN_XENAPI_PLUGIN_FUNCTION", function)
        call = CALLS[name, function]
        try:
            if (name, function) not in PICKLED:
                return call(self.dom0s[host], arguments)
            given = unpickled(arguments["params"])
            answer = pickle.dumps(call(self.dom0s[host], *given["args"], **given["kwargs"]), 0)
        except PluginError as error:
            raise Failure("XENAPI_PLUGIN_EXCEPTION", function, error.kind, error) from error
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            # arguments with which the real plugin fails, too
            raise Failure("XENAPI_PLUGIN_EXCEPTION", function, type(error).__name__, error) from error
        # a client in Python 3 has sent bytes, and expects bytes
        return answer if isinstance(arguments["params"], bytes) else answer.decode("latin-1")
