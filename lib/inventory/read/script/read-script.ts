// Reads what an inventory script prints: groups as JSON, and the hosts' variables.
import type { Place } from '../../../model/fleet.js';
import { readJson } from '../../raw/read-json.js';
import { entriesOf, inWords, type Raw, type RawMap } from '../../raw/raw-value.js';
import { addGroup, addGroupVars, addHosts, type Reading } from '../add-to-inventory.js';
import { runScript } from './run-script.js';

/** A script that doesn't support `_meta` is called once for each host; this many calls run at a time. */
const atOnce = 8;

/** Runs the script and adds its output. Throws E_INPUT if it fails. */
export async function readScript(reading: Reading): Promise<void> {
  const { name } = reading.source;
  const listed = answer(await runScript(name, ['--list']), `${name} --list`, reading);
  if (!listed) return;
  const hosts = new Set<string>();
  for (const [group, { value }] of listed.entries) {
    if (group !== '_meta') readGroup(group, value, hosts, reading);
  }
  const known = entriesOf(listed.entries.get('_meta')?.value).get('hostvars')?.value;
  if (known) for (const host of hosts) giveVars(host, entriesOf(known).get(host)?.value, reading);
  else await askEach([...hosts], reading);
}

async function askEach(hosts: readonly string[], reading: Reading): Promise<void> {
  const { name } = reading.source;
  for (let at = 0; at < hosts.length; at += atOnce) {
    const some = hosts.slice(at, at + atOnce).filter((host) => reading.inventory.hosts.has(host));
    const answers = await Promise.all(some.map((host) => runScript(name, ['--host', host])));
    for (const [index, host] of some.entries()) {
      const text = answers[index] ?? '';
      if (text.trim() !== '') giveVars(host, answer(text, `${name} --host ${host}`, reading), reading);
    }
  }
}

/** The JSON that a script printed. */
function answer(text: string, call: string, { source, problems }: Reading): RawMap | undefined {
  const place = startOf(source.name);
  const json = problems.attempt(() => ({ value: readJson(text, source.name) }));
  if (!json) return undefined;
  const written = json.value;
  if (written?.kind === 'map') return atOnePlace(written, place) as RawMap;
  const what = written === undefined ? 'something else' : inWords(written);
  problems.add(`${call}: must print a JSON mapping, but printed ${what}`, {
    place,
    hint: 'The script should write its messages to standard error.',
  });
  return undefined;
}

function readGroup(name: string, value: Raw, hosts: Set<string>, reading: Reading): void {
  const { source, problems } = reading;
  const place = startOf(source.name);
  const group = addGroup(name, place, reading);
  if (!group) return;
  const parts = entriesOf(value);
  const addHost = (host: string): void => {
    hosts.add(host);
    addHosts(host, place, { group }, reading);
  };
  // Ansible treats a group without any of its three keys as a host with variables, even if there are none.
  if (value.kind === 'map' && !['hosts', 'children', 'vars'].some((part) => parts.has(part))) {
    addHost(name);
    addGroupVars(group, value, reading);
    return;
  }
  const listed = value.kind === 'map' ? parts.get('hosts')?.value : value;
  if (listed && listed.kind !== 'list') {
    problems.add(`${name}: its hosts must be a list, found ${inWords(listed)}`, { place });
  } else for (const host of textsOf(listed)) addHost(host);
  const vars = parts.get('vars')?.value;
  if (vars?.kind === 'map') addGroupVars(group, vars, reading);
  else if (vars) problems.add(`${name}: its vars must be a mapping, found ${inWords(vars)}`, { place });
  for (const child of textsOf(parts.get('children')?.value)) {
    if (addGroup(child, place, reading)) group.children.set(child, place);
  }
}

function giveVars(name: string, vars: Raw | undefined, { inventory }: Reading): void {
  if (vars?.kind === 'map') inventory.hosts.get(name)?.inline.push(vars);
}

function textsOf(list: Raw | undefined): readonly string[] {
  const items = list?.kind === 'list' ? list.items : [];
  return items.flatMap((item) => (item.kind === 'scalar' && item.value !== null ? [String(item.value)] : []));
}

/** A script's output has no lines to look up, so places only name the script. */
function atOnePlace(written: Raw, place: Place): Raw {
  if (written.kind === 'list')
    return { ...written, place, items: written.items.map((one) => atOnePlace(one, place)) };
  if (written.kind !== 'map') return { ...written, place };
  const entries = [...written.entries].map(
    ([key, { value }]) => [key, { place, value: atOnePlace(value, place) }] as const,
  );
  return { ...written, place, entries: new Map(entries) };
}

function startOf(file: string): Place {
  return { file, line: 1, column: 1 };
}
