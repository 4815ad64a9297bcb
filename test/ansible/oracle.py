#!/usr/bin/env python3
"""Reads inventories with ansible-core and says what it makes of them.

Takes cases as JSON on standard input, and writes one answer for each. One process for all of them: each start
of Ansible takes most of a second.
"""
import json
import math
import os
import sys

# No ansible.cfg of where this runs; whoever starts it gives it a home of its own.
os.chdir('/')
os.environ.pop('ANSIBLE_CONFIG', None)
os.environ.update(
    ANSIBLE_DEPRECATION_WARNINGS='0',
    ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED='1',
    ANSIBLE_LOCALHOST_WARNING='0',
)

import ansible.inventory.group  # noqa: E402
from ansible.cli.inventory import INTERNAL_VARS  # noqa: E402
from ansible.inventory.manager import InventoryManager  # noqa: E402
from ansible.parsing.dataloader import DataLoader  # noqa: E402
from ansible.parsing.vault import VaultSecret  # noqa: E402
from ansible.release import __version__  # noqa: E402
from ansible.template import Templar  # noqa: E402
from ansible.vars.manager import VariableManager  # noqa: E402


class InOrder(dict):
    """A set that keeps its order.

    Ansible walks groups by sets of objects, so that the order of hosts in cousins changes from run to run.
    """

    def __init__(self, items=()):
        super().__init__((item, True) for item in items)

    def add(self, item):
        self[item] = True

    def update(self, items):
        for item in items:
            self[item] = True

    def difference_update(self, items):
        for item in list(items):
            self.pop(item, None)

    def remove(self, item):
        del self[item]

    def copy(self):
        return InOrder(self)


ansible.inventory.group.set = InOrder


def plain(value):
    """As JSON can hold it; what it can't becomes a text."""
    if isinstance(value, dict):
        return {key if isinstance(key, str) else told_key(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        # More digits than JSON's readers keep: as they are written.
        return int(value) if abs(value) < 2**53 else str(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else f'number {value}'
    if hasattr(value, 'isoformat'):
        return value.isoformat()
    return str(value)


def told_key(key):
    """As Python's json module writes a key that is no text."""
    return {True: 'true', False: 'false', None: 'null'}.get(key, str(key)) if not isinstance(key, float) else repr(key)


def loader_of(case):
    loader = DataLoader()
    loader.set_basedir(case.get('project', '.'))
    secrets = []
    for label, path in case.get('vault', {}).items():
        with open(path, 'rb') as file:
            secrets.append((label, VaultSecret(file.read().strip())))
    loader.set_vault_secrets(secrets)
    return loader


def chosen(inventory, pattern):
    try:
        return [getattr(host, 'name', host) for host in inventory.list_hosts(pattern)]
    except Exception as error:  # pylint: disable=broad-except
        return {'error': str(error)}


def limited(inventory, pattern):
    """What `ansible-playbook --limit` leaves of all hosts."""
    try:
        inventory.subset(pattern)
        return [getattr(host, 'name', host) for host in inventory.list_hosts('all')]
    except Exception as error:  # pylint: disable=broad-except
        return {'error': str(error)}
    finally:
        inventory.subset(None)


def answer(case):
    os.chdir(case['folder'])
    loader = loader_of(case)
    inventory = InventoryManager(loader=loader, sources=case['sources'])
    manager = VariableManager(loader=loader, inventory=inventory)
    hosts = {}
    for name, host in inventory.hosts.items():
        variables = manager.get_vars(host=host, include_hostvars=False)
        shown = {key: value for key, value in variables.items() if key not in INTERNAL_VARS}
        filled = {}
        for key in case.get('filled', []):
            if key in shown:
                everything = manager.get_vars(host=host)
                filled[key] = plain(Templar(loader=loader, variables=everything).template(shown[key]))
        hosts[name] = {'vars': plain(shown), 'filled': filled}
    groups = {
        name: {
            'children': [child.name for child in group.child_groups],
            'members': [host.name for host in group.get_hosts()],
        }
        for name, group in inventory.groups.items()
    }
    patterns = {pattern: chosen(inventory, pattern) for pattern in case.get('patterns', [])}
    limits = {pattern: limited(inventory, pattern) for pattern in case.get('limits', [])}
    return {'groups': groups, 'hosts': hosts, 'patterns': patterns, 'limits': limits}


def main():
    answers = []
    for case in json.load(sys.stdin):
        try:
            answers.append(answer(case))
        except Exception as error:  # pylint: disable=broad-except
            answers.append({'error': f'{type(error).__name__}: {error}'})
    json.dump({'version': __version__, 'answers': answers}, sys.stdout, allow_nan=False)


if __name__ == '__main__':
    main()
