#!/bin/sh
# Prints all that is known at once.
case $1 in
  --list) cat <<'JSON'
{
  "web": { "hosts": ["web2", "web1"], "vars": { "http_port": 80 }, "children": ["edge"] },
  "edge": ["edge1"],
  "db": { "hosts": ["db1"] },
  "_meta": { "hostvars": { "web1": { "ansible_host": "192.0.2.1", "tags": ["a", "b"] }, "edge1": { "x": null } } }
}
JSON
    ;;
  *) exit 1 ;;
esac
