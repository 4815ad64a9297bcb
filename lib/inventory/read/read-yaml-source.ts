// Reads an inventory in YAML or JSON.
import { hostsFileSchema } from '../schema/inventory-schemas.js';
import { entriesOf, type Raw } from '../raw/raw-value.js';
import { readJson } from '../raw/read-json.js';
import { parseYaml } from '../raw/read-yaml.js';
import { secretly } from '../raw/mark-raw-value.js';
import type { Reading } from './add-to-inventory.js';
import { checkShape } from './read-checked-file.js';
import { readGroups } from './read-yaml-groups.js';

/** Adds the content of the text; with `mappings`, only a mapping: other text may be INI. Returns whether it did so. */
export async function readYamlSource(
  text: string,
  reading: Reading,
  only: 'mappings' | 'anything' = 'anything',
): Promise<boolean> {
  const { source, problems } = reading;
  const json = problems.attempt(() => ({ value: readJson(text, source.name) }));
  if (!json) return true; // it is JSON, and its problems are reported
  const written = json.value ?? yamlIn(text, reading);
  if (!written || (only === 'mappings' && written.kind !== 'map')) return false;
  const place = { file: source.name, line: 1, column: 1 };
  if (source.found === 'in sub-folder' && !looksLikeGroups(written)) return false;
  if (source.found !== 'named' && written.kind !== 'map') {
    problems.warn('ignored, because an inventory is a mapping of groups', {
      place,
      hint: 'Move it elsewhere.',
    });
    return false;
  }
  const plugin = entriesOf(written).get('plugin');
  if (plugin && plugin.value.kind === 'scalar') {
    const hint = `Write a script that runs ansible-inventory -i ${source.name} --list, make it executable, and pass that script with -i instead.`;
    problems.add("Ansible's inventory plugins are not supported", { place: plugin.place, hint });
    return true;
  }
  const groups = groupsOf(written);
  await checkShape(reading.encrypted ? secretly(groups) : groups, hostsFileSchema, problems);
  readGroups(written, reading);
  return true;
}

/** Without the entries that can't be groups, which are ignored. */
function groupsOf(written: Raw): Raw {
  if (written.kind !== 'map') return written;
  const entries = [...written.entries].filter(
    ([, { value }]) => value.kind === 'map' || (value.kind === 'scalar' && value.value === null),
  );
  return { ...written, entries: new Map(entries) };
}

/** Sub-folders contain many files that aren't inventories and need not be YAML. */
function yamlIn(text: string, { source, problems, encrypted }: Reading): Raw | undefined {
  if (source.found === 'in sub-folder' && !/(?:^|[\s{,])["']?(?:hosts|children)["']?\s*:/.test(text))
    return undefined;
  return parseYaml(text, source.name, problems, encrypted ? 'secret' : 'plain');
}

/** Whether each entry is empty or has the keys of a group, and at least one isn't empty. */
function looksLikeGroups(written: Raw): boolean {
  const bodies = [...entriesOf(written).values()].map(({ value }) => value);
  return (
    bodies.some(({ kind }) => kind === 'map') &&
    bodies.every(
      (body) =>
        (body.kind === 'scalar' && body.value === null) ||
        [...entriesOf(body).keys()].some((key) => ['hosts', 'children', 'vars'].includes(key)),
    )
  );
}
