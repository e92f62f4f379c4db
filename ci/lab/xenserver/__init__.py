"""A simulated XenServer: pools of hosts that speak XenAPI (XML-RPC over HTTP).

Standard library only, Python >= 3.8.  README.md says what it speaks.
"""
