// Ansible's connection and become plugins: those that trueup supports, and the others, whose hosts it can't connect to.
import type { Unusable } from '../../model/fleet.js';
import type { RawEntry } from '../raw/raw-value.js';

const connections = ['ssh', 'smart', 'paramiko', 'paramiko_ssh', 'ssh2', 'openssh', 'local'];

/** A plugin's own name: `ansible.builtin.ssh` is `ssh`. */
export function pluginName(written: string | undefined): string | undefined {
  return written?.replace(/^ansible\.(?:builtin|legacy|netcommon)\./, '');
}

const known: Readonly<Record<Unusable['variable'], readonly string[]>> = {
  ansible_connection: connections,
  ansible_become_method: ['sudo'],
};

/** The plugin that the host needs, if trueup doesn't support it. */
export function unusableBy(values: ReadonlyMap<string, RawEntry>): Unusable | undefined {
  for (const variable of ['ansible_connection', 'ansible_become_method'] as const) {
    const value = values.get(variable)?.value;
    if (value?.kind !== 'scalar' && value?.kind !== 'sealed') continue;
    const plugin = pluginName(value.kind === 'sealed' ? value.text : String(value.value)) ?? '';
    if (known[variable].includes(plugin)) continue;
    return { variable, plugin: value.kind === 'sealed' ? '***' : plugin.slice(0, 60), place: value.place };
  }
  return undefined;
}
