// Ansible's connection and become plugins: those that trueup does the same as, and the others, which only their hosts miss.
import type { Unusable } from '../../model/fleet.js';
import type { RawEntry } from '../raw/raw.js';

const connections = ['ssh', 'smart', 'paramiko', 'paramiko_ssh', 'ssh2', 'openssh', 'local'];

/** A plugin's own name: `ansible.builtin.ssh` is `ssh`. */
export function pluginName(written: string | undefined): string | undefined {
  return written?.replace(/^ansible\.(?:builtin|legacy|netcommon)\./, '');
}

/** Why nobody can connect to a host, for when somebody tries to: it may be there for Ansible alone. */
export function unusableBy(values: ReadonlyMap<string, RawEntry>): Unusable | undefined {
  const refused = (
    name: string,
    known: readonly string[],
    message: string,
    hint: string,
  ): Unusable | undefined => {
    const entry = values.get(name);
    const plugin = entry?.value.kind === 'scalar' ? pluginName(String(entry.value.value)) : undefined;
    if (!entry || plugin === undefined || known.includes(plugin)) return undefined;
    return { message: `${name}: ${message} ${plugin.slice(0, 60)}`, hint, place: entry.value.place };
  };
  return (
    refused(
      'ansible_connection',
      connections,
      'trueup has no connection',
      'Use ssh, or local for the machine that trueup runs on; or leave the host out with --limit.',
    ) ??
    refused(
      'ansible_become_method',
      ['sudo'],
      'trueup becomes root with sudo, not with',
      'Set it to sudo for trueup, or leave the host out with --limit.',
    )
  );
}
