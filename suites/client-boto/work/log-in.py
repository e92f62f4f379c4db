"""log-in.py REGION"""

from connect import connect
from say import say

ec2 = connect()
say(
    regions=[region.name for region in ec2.get_all_regions()],
    zones=len(ec2.get_all_zones()),
    images=len(ec2.get_all_images(owners=["self"])),
    instances=len(ec2.get_all_reservations()),
    vpcs=len(ec2.get_all_vpcs()),
)
