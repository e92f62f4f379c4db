"""Where the files are."""

from pathlib import Path

CI = Path(__file__).resolve().parent.parent
ROOT = CI.parent

ACTION = CI / "action" / "action.yml"
COMPONENT = CI / "gitlab" / "ec2-compat.yml"
CONTAINERFILE = CI / "Containerfile"
JOB = CI / "kubernetes" / "job.yaml"
SHARED_STEP = CI / "jenkins" / "vars" / "ec2Compat.groovy"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
