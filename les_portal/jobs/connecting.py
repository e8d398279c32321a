from django.db import close_old_connections, connection


def leave_dead_connection() -> None:
    """Where the database was restarted meanwhile; the next question connects anew. A transaction keeps its own."""
    if not connection.in_atomic_block:
        close_old_connections()
