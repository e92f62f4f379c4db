"""Runs that are killed at random moments, and what a sweep leaves then: for `ci/kills`."""
