"""A guest book: the smallest application that needs every part of the stack behind it."""

import hashlib
import os
import secrets
import socket

from flask import Flask, jsonify, redirect, render_template, request, session, url_for

import store
from database import Down, Empty

NAME_LENGTH = 60
MESSAGE_LENGTH = 500
SERVER = socket.gethostname().split(".")[0]

app = Flask(__name__, static_folder=None)


def _session_key():
    with open(os.environ["SESSION_KEY_FILE"], encoding="utf-8") as file:
        return file.read().strip()


# Sessions are signed cookies: every application server has the key, so any of them may answer.
app.config.update(
    SECRET_KEY=_session_key(),
    SESSION_COOKIE_NAME="__Host-guestbook",
    SESSION_COOKIE_SECURE=True,
    SESSION_COOKIE_HTTPONLY=True,
    SESSION_COOKIE_SAMESITE="Lax",
    MAX_CONTENT_LENGTH=16 * 1024,
    MAX_FORM_PARTS=10,
)


def _one_line(text):
    return " ".join(_printable(text).split())


def _printable(text):
    """Without control characters and without the marks that turn text around."""
    return "".join(c for c in text if c in "\n\t" or (c.isprintable() and c not in "\u202a\u202b\u202c\u202d\u202e"))


def _csrf_token():
    return session.setdefault("csrf", secrets.token_urlsafe(24))


def _csrf_fits():
    known = session.get("csrf", "")
    given = request.form.get("csrf", "")
    return known != "" and secrets.compare_digest(known.encode(), given.encode())


def _token_of(*parts):
    """The same form with the same words, sent twice, is one write: by an impatient visitor, or by us who try again."""
    given = request.form.get("form") or secrets.token_hex(16)
    return hashlib.sha256("\0".join((session["csrf"], given, *parts)).encode()).hexdigest()[:32]


def _page(status=200, problem=None, name=None, message=""):
    before = request.args.get("before", type=int)
    entries, older, counters = store.page_of_entries(before)
    return (
        render_template(
            "page.html",
            entries=entries,
            older=older,
            newest=before is None,
            count=counters["entries"],
            visitors=counters["visitors"],
            visits=session.get("visits", 0),
            problem=problem,
            name=session.get("name", "") if name is None else name,
            message=message,
            csrf=_csrf_token(),
            form=secrets.token_hex(16),
            name_length=NAME_LENGTH,
            message_length=MESSAGE_LENGTH,
        ),
        status,
    )


@app.route("/", methods=["GET"])
def read():
    if "visits" not in session:
        store.count_visitor(secrets.token_hex(16))
    session["visits"] = session.get("visits", 0) + 1
    return _page()


@app.route("/", methods=["POST"])
def write():
    name = _one_line(request.form.get("name", ""))
    message = _printable(request.form.get("message", "").replace("\r\n", "\n")).strip()
    if not _csrf_fits():
        return _page(400, "The form has expired. Please send it again.", name, message)
    if not (0 < len(name) <= NAME_LENGTH and 0 < len(message) <= MESSAGE_LENGTH):
        limits = f"Please enter a name (up to {NAME_LENGTH} characters) and a message (up to {MESSAGE_LENGTH})."
        return _page(422, limits, name, message)
    store.add_entry(_token_of(name, message), name, message, SERVER)
    session["name"] = name
    # See other: reloading the page must not write the entry again.
    return redirect(url_for("read"), code=303)


@app.route("/livez", methods=["GET"])
def livez():
    """Only this process: does it answer?"""
    return jsonify(app="ok", server=SERVER)


@app.route("/healthz", methods=["GET"])
def healthz():
    """This process, and a write and a read in the database, told apart."""
    try:
        database = "ok" if store.round_trip(secrets.token_hex(8)) else "down"
    except Exception as error:
        app.logger.error("the database does not work: %s", error)
        database = "empty" if isinstance(error, Empty) else "down"
    return jsonify(app="ok", database=database, server=SERVER), 200 if database == "ok" else 503


def closed(error):
    app.logger.error("the database does not work: %s", error)
    return render_template("closed.html"), 503, {"Retry-After": "5"}


for kind in (*Down, Empty):
    app.register_error_handler(kind, closed)


@app.errorhandler(404)
def missing(_error):
    return render_template("missing.html"), 404


@app.context_processor
def _everywhere():
    return {"server": SERVER}


@app.after_request
def _not_stored(response):
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Served-By"] = SERVER
    return response
