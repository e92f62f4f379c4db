"""Faults that make a good EC2 endpoint wrong, each in one known way, and a proxy that injects them."""
