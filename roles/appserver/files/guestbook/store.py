"""What the guest book keeps in MySQL. Every value is a parameter, never part of a statement."""

from database import once, run

PAGE = 10
# No form is sent again after a day.
FORGET = "DELETE FROM writes WHERE written_at < NOW() - INTERVAL 1 DAY ORDER BY written_at LIMIT 20"


def page_of_entries(before=None):
    """The newest entries, or those older than entry `before`; whether there are older ones; the counters."""

    def read(cursor):
        cursor.execute(
            "SELECT id, name, message, written_at, written_via FROM entries"
            " WHERE id < COALESCE(%s, 18446744073709551615) ORDER BY id DESC LIMIT %s",
            (before, PAGE + 1),
        )
        rows = cursor.fetchall()
        cursor.execute("SELECT name, counted FROM counters")
        return rows, {row["name"]: row["counted"] for row in cursor.fetchall()}

    rows, counters = run(read)
    return rows[:PAGE], len(rows) > PAGE, counters


def add_entry(token, name, message, server):
    """Nothing where the entry of this token is there already, be it from an earlier try or from the visitor."""

    def write(cursor):
        if once(cursor, token):
            cursor.execute(
                "INSERT INTO entries (name, message, written_via) VALUES (%s, %s, %s)", (name, message, server)
            )
            cursor.execute("UPDATE counters SET counted = counted + 1 WHERE name = 'entries'")
            cursor.execute(FORGET)

    run(write)


def count_visitor(token):
    """Once for a token."""

    def write(cursor):
        if once(cursor, token):
            cursor.execute("UPDATE counters SET counted = counted + 1 WHERE name = 'visitors'")
            cursor.execute(FORGET)

    run(write)


def round_trip(token):
    """Writes a row, reads it back and undoes it: true only if the database takes writes from us, and at once."""

    def write(cursor):
        cursor.execute("INSERT INTO probes (token) VALUES (%s)", (token,))
        cursor.execute("SELECT token FROM probes WHERE id = LAST_INSERT_ID()")
        return cursor.fetchone() == {"token": token}

    return run(write, keep=False, timeout=0)
