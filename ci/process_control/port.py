"""TCP ports."""

import socket


def bind_port(address: str, port: int) -> int:
    """Check that a server can listen on the port, and return it; 0: any free port. OSError if it cannot."""
    with socket.socket() as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind((address, port))
        s.listen()
        return s.getsockname()[1]


def is_listening(address: str, port: int) -> bool:
    """Whether a server accepts connections on the port."""
    try:
        socket.create_connection((address, port), 1).close()
    except OSError:
        return False
    return True
