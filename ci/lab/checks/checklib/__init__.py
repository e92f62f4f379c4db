"""What the checks share. They run in the OpenStack environment, which has botocore."""

import sys
from pathlib import Path

sys.dont_write_bytecode = True
LAB = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(LAB), str(LAB.parent), str(LAB / "hooks")]  # control, process_control, hooklib
