"""What the guest book keeps in MySQL. Every value is a parameter, never part of a statement."""

from database import transaction

PAGE = 10


def page_of_entries(before=None):
    """The newest entries, or those older than entry `before`; whether there are older ones; the counters."""
    with transaction() as cursor:
        cursor.execute(
            "SELECT id, name, message, written_at, written_via FROM entries"
            " WHERE id < COALESCE(%s, 18446744073709551615) ORDER BY id DESC LIMIT %s",
            (before, PAGE + 1),
        )
        rows = cursor.fetchall()
        cursor.execute("SELECT name, counted FROM counters")
        counters = {row["name"]: row["counted"] for row in cursor.fetchall()}
    return rows[:PAGE], len(rows) > PAGE, counters


def add_entry(name, message, server):
    with transaction() as cursor:
        cursor.execute(
            "INSERT INTO entries (name, message, written_via) VALUES (%s, %s, %s)", (name, message, server)
        )
        cursor.execute("UPDATE counters SET counted = counted + 1 WHERE name = 'entries'")


def count_visitor():
    with transaction() as cursor:
        cursor.execute("UPDATE counters SET counted = counted + 1 WHERE name = 'visitors'")


def round_trip(token):
    """Writes a row, reads it back and undoes it: true only if the database takes writes from us."""
    with transaction(keep=False) as cursor:
        cursor.execute("INSERT INTO probes (token) VALUES (%s)", (token,))
        cursor.execute("SELECT token FROM probes WHERE id = LAST_INSERT_ID()")
        return cursor.fetchone() == {"token": token}
