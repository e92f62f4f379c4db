"""Processes, ports, locks and bounded waiting, for `ci/moto` and the lab: Python >= 3.8, standard library only."""
