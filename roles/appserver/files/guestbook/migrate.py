"""Brings the schema up to date: each file in migrations/ once, in order, never two servers at a time."""

import pathlib
import re
import sys

from database import connect

LOCK = "guestbook.migrate"
# A change of a big table takes its time.
HOURS = 6 * 3600
FOLDER = pathlib.Path(__file__).resolve().parent / "migrations"


def statements(text):
    """A statement ends with a semicolon at the end of a line; lines of `--` are comments."""
    text = re.sub(r"^--.*$", "", text, flags=re.MULTILINE)
    return [part.strip() for part in re.split(r";[ \t]*$", text, flags=re.MULTILINE) if part.strip()]


def main():
    connection = connect(timeout=HOURS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT GET_LOCK(%s, 60) AS got", (LOCK,))
        if cursor.fetchone()["got"] != 1:
            sys.exit("another application server has been migrating for more than 60 seconds")
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS migrations (name VARCHAR(100) CHARACTER SET ascii PRIMARY KEY,"
            " applied_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP) ENGINE=InnoDB"
        )
        cursor.execute("SELECT name FROM migrations")
        done = {row["name"] for row in cursor.fetchall()}
        for file in sorted(FOLDER.glob("*.sql")):
            if file.name in done:
                continue
            # MySQL commits around each DDL statement: a migration must bear to be begun again.
            for statement in statements(file.read_text(encoding="utf-8")):
                cursor.execute(statement)
            cursor.execute("INSERT INTO migrations (name) VALUES (%s)", (file.name,))
            connection.commit()
            print(f"applied {file.name}")
    connection.close()


if __name__ == "__main__":
    main()
