"""Python imports this when a service of the lab starts, since PYTHONPATH has this folder.

While a service imports, it makes hundreds of thousands of objects that stay, and the garbage collector, which by
default runs at every 700 new ones, goes through them repeatedly: a tenth of the processor time of a start.
"""

import gc

gc.set_threshold(50_000, 20, 20)
