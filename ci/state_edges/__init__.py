"""What can be done with a resource in each of its states: the test of suites/STATES.md."""
