"""address.py NAME"""

from connect import connect
from say import say

driver = connect()
address = driver.ex_allocate_address(domain="vpc")


def shown():
    return [one for one in driver.ex_describe_all_addresses() if one.ip == address.ip]


before = shown()
driver.ex_release_address(address, domain="vpc")
say(domain=before[0].domain, found=len(before), left=len(shown()))
