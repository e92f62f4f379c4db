"""Endpoints on loopback that are not moto, for `ci/endpoints` and `ci/aws-manners`: Python >= 3.8."""
