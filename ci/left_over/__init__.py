"""What an account has, listed by boto3: independent of the program's own lists, for `ci/left-over` and `ci/kills`."""
