"""For the checks: EC2 clients, timed steps, the simulator's state, the hooks."""

import json
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import botocore.session
from botocore import handlers
from botocore.config import Config
from botocore.exceptions import ClientError

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from control import layout

CREDENTIALS = json.loads(layout.CREDENTIALS.read_text())
GONE = {"instance": "InvalidInstanceID.NotFound", "volume": "InvalidVolume.NotFound"}
results = []


def client(user="alpha", tokens=False):
    """botocore, as every SDK, adds a ClientToken by itself where EC2's model calls it idempotent; ec2-api 10 answers 500
    to some of those.  tokens=False takes that away."""
    who = CREDENTIALS["users"][user]
    made = botocore.session.get_session().create_client(
        "ec2",
        region_name=CREDENTIALS["region"],
        endpoint_url=CREDENTIALS["ec2_url"],
        aws_access_key_id=who["access"],
        aws_secret_access_key=who["secret"],
        config=Config(retries={"max_attempts": 0}, read_timeout=120),
    )
    if not tokens:
        made.meta.events.unregister("before-parameter-build", handlers.generate_idempotent_uuid)
    return made


def step(label):
    """Run the function below at once, timed and printed; its name becomes its
    value, or None if it failed."""

    def run(act):
        started = time.time()
        try:
            value, ok = act(), True
        except Exception as e:
            value, ok = f"{type(e).__name__}: {e}", False
        results.append(ok)
        print(
            f"{('ok' if ok else 'FAIL'):<4} {label:<46} {time.time() - started:6.2f} s  {' '.join(str(value).split())[:150]}",
            flush=True,
        )
        return value if ok else None

    return run


def refused(act):
    """The code of the error that act must end in."""
    try:
        value = act()
    except ClientError as e:
        return f"{e.response['ResponseMetadata']['HTTPStatusCode']} {e.response['Error']['Code']}: {e.response['Error']['Message']}"
    raise AssertionError(f"was not refused: {str(value)[:100]}")


def either(act, undo):
    """What act came to; its result is undone."""
    try:
        undo(act())
        return "accepted"
    except ClientError as e:
        return f"{e.response['ResponseMetadata']['HTTPStatusCode']} {e.response['Error']['Code']}"


def until(look, wanted, seconds=180):
    """Poll look() until it gives one of wanted."""
    end = time.time() + seconds
    while True:
        seen = look()
        if seen in wanted:
            return seen
        if time.time() > end:
            raise AssertionError(f"{seen} after {seconds} s, not {wanted}")
        time.sleep(0.25)


def instance(ec2, id_):
    return ec2.describe_instances(InstanceIds=[id_])["Reservations"][0]["Instances"][0]


def state(ec2, id_):
    try:
        return instance(ec2, id_)["State"]["Name"]
    except ClientError as e:
        return e.response["Error"]["Code"]


def run(ec2, name, **more):
    """A new instance of one of the lab's images, once it runs."""
    made = ec2.run_instances(ImageId=image(ec2, name), MinCount=1, MaxCount=1, InstanceType="m1.tiny", **more)[
        "Instances"
    ][0]["InstanceId"]
    until(lambda: state(ec2, made), ("running", "error"), 180)
    assert state(ec2, made) == "running", instance(ec2, made)
    return made


def terminate(ec2, *ids):
    answer = ec2.terminate_instances(InstanceIds=[id_ for id_ in ids if id_])
    for id_ in ids:
        until(lambda: state(ec2, id_), (GONE["instance"],))
    return [i["CurrentState"]["Name"] for i in answer["TerminatingInstances"]]


def volume_state(ec2, id_):
    try:
        return ec2.describe_volumes(VolumeIds=[id_])["Volumes"][0]["State"]
    except ClientError as e:
        return e.response["Error"]["Code"]


def simulator():
    return json.loads(urllib.request.urlopen(layout.url("xenserver") + "/_sim/state").read())


def guests():
    """(pool, host, state, disks attached by cinder) of every VM but the dom0s."""
    return [
        (pool, vm["host"], vm["state"], vm["volumes"])
        for pool, p in sorted(simulator()["pools"].items())
        for vm in p["vms"]
    ]


def domains():
    """Xen's numbers of the running VMs; a reboot or a move gives a new one."""
    return [(vm["host"], vm["domid"]) for p in simulator()["pools"].values() for vm in p["vms"] if vm["domid"] != "-1"]


def leftovers():
    """How many VM, VBD, VIF and iSCSI SR there are besides the hosts' own."""
    seen = {}
    for pool, p in simulator()["pools"].items():
        counts = p["counts"]
        seen[pool] = {
            "VM": counts["VM"] - counts["host"],
            "VBD": counts.get("VBD", 0),
            "VIF": counts.get("VIF", 0),
            "SR": counts["SR"] - 2 * counts["host"] - 1,
            "network": counts["network"] - 1,
        }
    return seen


def clean():
    def nothing():
        return all(n == 0 for kinds in leftovers().values() for n in kinds.values())

    try:
        until(nothing, (True,), 20)
    except AssertionError:
        raise AssertionError(str(leftovers())) from None
    return "no VM, VBD, VIF, iSCSI SR or tenant network"


def hook(name, *args):
    done = subprocess.run([sys.executable, str(layout.LAB / "hooks" / name), *args], capture_output=True, text=True)
    line = json.loads(done.stdout)
    if done.returncode or not line["ok"]:
        raise AssertionError(done.stdout + done.stderr)
    return line


def image(ec2, name):
    return next(i["ImageId"] for i in ec2.describe_images()["Images"] if i.get("Name") == name)


def done():
    print(f"{sum(results)} ok, {len(results) - sum(results)} failed")
    sys.exit(0 if all(results) else 1)
