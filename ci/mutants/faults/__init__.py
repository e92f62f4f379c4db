"""The faults, a module for each oracle that must find them."""
