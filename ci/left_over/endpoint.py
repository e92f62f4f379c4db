"""A boto3 client for an endpoint of endpoints.yaml."""

from __future__ import annotations

import configparser
import os
import sys
from pathlib import Path
from typing import Any, NamedTuple

import boto3
import yaml
from botocore.config import Config
from botocore.exceptions import BotoCoreError

from left_over.omitted import omit


class Endpoint(NamedTuple):
    """A client, and what the profile says about the account."""

    name: str
    client: Any
    facts: dict[str, Any]
    kind: str


def connect(file: Path, name: str) -> Endpoint:
    """The endpoint of this name; with one that the file does not have, or without credentials, the command ends."""
    try:
        endpoints: dict[str, dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))["endpoints"]
        profile = endpoints[name]
    except (OSError, yaml.YAMLError, TypeError) as e:
        sys.exit(f"{file}: {e}")
    except KeyError as e:
        sys.exit(f"{file}: no {e}")
    url, tls = profile.get("url"), profile.get("tls", {})
    verify = file.parent / tls["ca"] if "ca" in tls else not tls.get("insecure", False)
    try:
        session, keys = credentials(profile.get("credentials", {}), file.parent)
        client = session.client(
            "ec2",
            endpoint_url=url,
            region_name=profile.get("region", "us-east-1"),
            verify=verify if isinstance(verify, bool) else str(verify),
            config=Config(
                connect_timeout=5, read_timeout=60, retries={"total_max_attempts": 2}, max_pool_connections=8
            ),
            **keys,
        )
    except (BotoCoreError, OSError, configparser.Error, KeyError) as e:
        sys.exit(f"{file}: credentials of {name}: {e}")
    omit(client, profile.get("omit_parameters", []))
    return Endpoint(name, client, facts(profile.get("facts", {})), profile.get("kind", "aws" if not url else "cloud"))


def credentials(source: dict[str, Any], folder: Path) -> tuple[Any, dict[str, str]]:
    """A session, and the keys that its client gets beside it."""
    if "profile" in source:
        return boto3.Session(profile_name=source["profile"]), {}
    if "file" in source:
        parser = configparser.ConfigParser()
        with open(folder / source["file"], encoding="utf-8") as file:
            parser.read_file(file)
        names = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")
        return boto3.Session(), {name: parser["default"][name] for name in names if name in parser["default"]}
    words = {"access_key": "aws_access_key_id", "secret_key": "aws_secret_access_key"}
    words["session_token"] = "aws_session_token"
    return boto3.Session(), {words[word]: os.environ[name] for word, name in source.get("env_vars", {}).items()}


def facts(nested: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Facts by their whole names: the keys of nested mappings joined by dots."""
    flat: dict[str, Any] = {}
    for name, value in nested.items():
        flat.update(facts(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + str(name): value})
    return flat
