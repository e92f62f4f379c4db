"""key-pair.py NAME"""

import sys

from connect import connect
from say import say

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPqZ8R7Wb9u6hJ2k1l3m4n5o6p7q8r9s0t1u2v3w4x5y example"

name = sys.argv[1]
driver = connect()
created = driver.create_key_pair(name)
driver.import_key_pair_from_string(name + "-imported", KEY)


def found():
    return sorted((pair for pair in driver.list_key_pairs() if pair.name.startswith(name)), key=lambda pair: pair.name)


before = found()
for pair in before:
    driver.delete_key_pair(pair)
say(
    material=created.private_key.startswith("-----BEGIN"),
    found=[pair.name for pair in before],
    left=[pair.name for pair in found()],
)
