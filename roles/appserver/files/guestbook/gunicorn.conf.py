"""How gunicorn serves the guest book; the number of workers comes as WEB_CONCURRENCY."""

wsgi_app = "guestbook:app"
# Threads keep nginx's connections open; a sync worker would close each after one answer.
worker_class = "gthread"
threads = 4
keepalive = 75
timeout = 30
graceful_timeout = 25
max_requests = 10000
max_requests_jitter = 1000
# The workers' heartbeat files belong in memory, not on a disk that may stall.
worker_tmp_dir = "/dev/shm"
