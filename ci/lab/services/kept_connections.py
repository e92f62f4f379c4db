"""SQLite's connections are kept for the next transaction, in this process only.  Nothing that is answered changes.

SQLAlchemy 1.3 opens a file anew for every transaction (sqlalchemy/dialects/sqlite/pysqlite.py get_pool_class), and each
time SQLite reads the whole schema: a sixth of the processor time that neutron takes, and as much of nova's.
"""

from sqlalchemy import pool
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite as Dialect


def apply():
    """To be called before the first engine is made."""
    arguments_of = Dialect.create_connect_args

    def create_connect_args(self, url):
        arguments, named = arguments_of(self, url)
        # another thread takes it only after this one has given it back
        return arguments, dict(named, check_same_thread=False)

    Dialect.get_pool_class = classmethod(lambda cls, url: pool.QueuePool)
    Dialect.create_connect_args = create_connect_args
