"""What the hooks share. Standard library only.

A hook prints one JSON line. Exit status 0: it has done what its name says, and the simulator agrees; 1: it has not, and
`error` says why.
"""

import sys
from pathlib import Path

sys.dont_write_bytecode = True
LAB = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(LAB), str(LAB.parent)]  # control, process_control
