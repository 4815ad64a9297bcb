#!/usr/bin/python3
"""Knows each host's variables by its name only."""
import json
import sys

if sys.argv[1] == '--list':
    print(json.dumps({'web': ['a', 'b'], 'all': {'vars': {'owner': 'ops'}}, 'empty': {}, 'alone': {'vars': {'x': 1}}}))
else:
    print(json.dumps({'name': sys.argv[2], 'port': 8000 + len(sys.argv[2])}))
