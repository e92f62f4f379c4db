"""Where moto's environments and the state of its servers are."""

import os
from pathlib import Path

CI = Path(__file__).resolve().parent.parent
LOCK = CI / "moto.lock"
HOME = Path(os.environ.get("EC2_COMPAT_HOME") or Path.home() / ".cache" / "ec2-compat") / "moto"

ADDRESS = "127.0.0.1"
PORT = os.environ.get("EC2_COMPAT_MOTO_PORT") or "4577"
