"""One connection to MySQL per worker, over verified TLS. A server that is away for a moment is waited for."""

import os
import ssl
import threading
import time
from contextlib import contextmanager

import pymysql

# How a database that can't be reached or doesn't work shows itself.
Down = (pymysql.err.OperationalError, pymysql.err.InterfaceError, pymysql.err.InternalError)
NO_SUCH_TABLE = 1146
DUPLICATE = 1062
# Too many connections; shutting down; lock waits and deadlocks, after which all was rolled back; killed; can't connect,
# gone away, lost.
PASSING = {1040, 1053, 1205, 1213, 1927, 2003, 2006, 2013}
# A restart takes a few seconds. Well below gunicorn's time for a request (gunicorn.conf.py).
TIMEOUT = 10
_of_thread = threading.local()
# When this process found no database first and last.
_away = None


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


def connect(timeout=5):
    """`timeout`: seconds to wait for an answer."""
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
        read_timeout=timeout,
        write_timeout=timeout,
        cursorclass=pymysql.cursors.DictCursor,
    )


@contextmanager
def _transaction(keep):
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


def _passes(error):
    """Whether it may be gone in a moment. An InterfaceError is PyMySQL's own word for a connection that is closed."""
    return isinstance(error, pymysql.err.InterfaceError) or (error.args and error.args[0] in PASSING)


def run(work, keep=True, timeout=TIMEOUT):
    """
    What `work(cursor)` gives, in a transaction that is committed, unless `keep` is False. While the database is away
    `work` is done again, for `timeout` seconds of its absence: so it must bear to be done twice, also where nobody knows
    whether the first one was committed. Reads do, and what `once` is part of.
    """
    global _away
    while True:
        try:
            with _transaction(keep) as cursor:
                result = work(cursor)
        except Down as error:
            now = time.monotonic()
            _away = (_away[0] if _away and now - _away[1] < 30 else now, now)
            # All begin to count with the first: where the database stays away, not everybody waits.
            if not _passes(error) or now - _away[0] >= timeout:
                raise
            time.sleep(0.2)
        else:
            _away = None
            return result


def once(cursor, token):
    """Makes the transaction one that counts once: False where one with this token was committed before."""
    try:
        cursor.execute("INSERT INTO writes (token) VALUES (%s)", (token,))
    except pymysql.err.IntegrityError as error:
        if error.args[0] == DUPLICATE:
            return False
        raise
    return True
