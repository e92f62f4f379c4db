"""Where the files are."""

from pathlib import Path

CI = Path(__file__).resolve().parent.parent
ROOT = CI.parent

ACTION = CI / "action" / "action.yml"
COMPONENT = CI / "gitlab" / "ec2-compat.yml"
CONTAINERFILE = CI / "Containerfile"
JOB = CI / "kubernetes" / "job.yaml"
SHARDS_BUILDKITE = CI / "buildkite" / "pipeline.yml"
SHARDS_CIRCLECI = CI / "circleci" / "config.yml"
SHARDS_GITHUB = CI / "action" / "shards.yml"
SHARDS_GITLAB = CI / "gitlab" / "shards.yml"
SHARDS_KUBERNETES = CI / "kubernetes" / "shards.yaml"
SHARED_STEP = CI / "jenkins" / "vars" / "ec2Compat.groovy"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
