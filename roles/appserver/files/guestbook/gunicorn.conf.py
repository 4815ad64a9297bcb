"""How gunicorn serves the guest book; the number of workers comes as WEB_CONCURRENCY."""

wsgi_app = "guestbook:app"
# Imported once, before the workers are forked, which then share its memory; and gunicorn says that it is ready only
# after it. A release is a new process: nothing here is reloaded in place.
preload_app = True
# A sync worker accepts a connection only when it is free to answer it; all others wait in the socket, which outlives a
# restart. Workers with threads accept ahead, and drop what they haven't begun when they stop (seen with 23.0).
worker_class = "sync"
# Longer than a request may wait for the database (TIMEOUT in database.py), shorter than nginx waits for us.
timeout = 45
graceful_timeout = 25
max_requests = 10000
max_requests_jitter = 1000
# nginx has limited the head of a request, and refused a larger one by the right status.
limit_request_line = 0
limit_request_field_size = 0
# The workers' heartbeat files belong in memory, not on a disk that may stall.
worker_tmp_dir = "/dev/shm"
