"""One connection to MySQL per worker, over verified TLS, renewed when it went stale."""

import os
import ssl
import threading
from contextlib import contextmanager

import pymysql

# How a database that can't be reached or doesn't work shows itself.
Down = (pymysql.err.OperationalError, pymysql.err.InterfaceError, pymysql.err.InternalError)
NO_SUCH_TABLE = 1146
_of_thread = threading.local()


class Empty(Exception):
    """The server is there, but our tables aren't: it has never been migrated, or is another one."""


def _secret(name):
    """Bytes, as PyMySQL would take text for Latin-1."""
    with open(os.environ[name], "rb") as file:
        return file.read()


def _tls():
    """The server must prove to be the one that was meant: signed by our authority, for this address."""
    context = ssl.create_default_context(cafile=os.environ["DATABASE_CA"])
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def connect(patience=5):
    """`patience`: seconds to wait for an answer."""
    return pymysql.connect(
        host=os.environ["DATABASE_HOST"],
        port=int(os.environ["DATABASE_PORT"]),
        database=os.environ["DATABASE_NAME"],
        user=os.environ["DATABASE_USER"],
        password=_secret("DATABASE_PASSWORD_FILE"),
        ssl=_tls(),
        charset="utf8mb4",
        init_command="SET time_zone = '+00:00'",
        connect_timeout=3,
        read_timeout=patience,
        write_timeout=patience,
        cursorclass=pymysql.cursors.DictCursor,
    )


@contextmanager
def transaction(keep=True):
    """A cursor; committed at the end, unless `keep` is False or something went wrong."""
    connection = getattr(_of_thread, "connection", None)
    try:
        if connection is None:
            connection = _of_thread.connection = connect()
        else:
            connection.ping(reconnect=True)
        with connection.cursor() as cursor:
            yield cursor
        if keep:
            connection.commit()
        else:
            connection.rollback()
    except BaseException as error:
        # Whatever happened, a connection in an unknown state is not used again.
        _of_thread.connection = None
        if connection is not None and connection.open:
            connection.close()
        if isinstance(error, pymysql.err.ProgrammingError) and error.args[0] == NO_SUCH_TABLE:
            raise Empty(error.args[1]) from error
        raise
