"""address.py NAME"""

from connect import connect
from say import say

ec2 = connect()
address = ec2.allocate_address(domain="vpc")


def shown():
    return [one for one in ec2.get_all_addresses() if one.public_ip == address.public_ip]


before = shown()
address.release()
say(domain=before[0].domain, found=len(before), left=len(shown()))
