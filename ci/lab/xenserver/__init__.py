"""A simulated XenServer: pools of hosts with XenAPI (XML-RPC over HTTP).

Standard library only, Python >= 3.8. README.md lists the supported calls.
"""
