// Reads the variables that are given for one run: `-e role.key=value`, `-e @file`, `-e '{"role": {…}}'`.
import { splitWords } from '../../shell/split-command-line.js';
import type { Place } from '../../model/fleet.js';
import type { Problems } from '../raw/collect-problems.js';
import type { RawEntry, RawMap } from '../raw/raw-value.js';
import { parseYaml } from '../raw/read-yaml.js';
import { varsFileSchema } from '../schema/inventory-schemas.js';
import { readChecked } from './read-checked-file.js';

/** The variables of a run. */
export interface ExtraVars {
  /** In the order given: the last one wins. */
  readonly maps: RawMap[];
  /** The words before a dot, which can only be names of roles. */
  readonly roles: ReadonlyMap<string, Place>;
}

/** Reads all variables that were given. */
export async function readExtraVars(given: readonly string[], problems: Problems): Promise<ExtraVars> {
  const maps: RawMap[] = [];
  const roles = new Map<string, Place>();
  for (const text of given) {
    const map = text.startsWith('@')
      ? await readChecked(text.slice(1), varsFileSchema, problems)
      : /^\s*[[{]/.test(text)
        ? parseYaml(text, '-e', problems)
        : assigned(text, roles, problems);
    if (map?.kind === 'map') maps.push(map);
    else if (map && !text.startsWith('@'))
      problems.add('must be a mapping of variables', { place: placeIn(text) });
  }
  return { maps, roles };
}

/** `role.key=value name=value`. */
function assigned(text: string, roles: Map<string, Place>, problems: Problems): RawMap {
  const place = placeIn(text);
  const entries = new Map<string, RawEntry>();
  for (const word of splitWords(text)) {
    const [, name = '', key, value = ''] = /^([^=.\s]+)(?:\.([^=.\s]+))?=([\s\S]*)$/.exec(word) ?? [];
    if (name === '') {
      const hint = 'Write role.key=value, or JSON. If the value contains spaces, put it in quotes.';
      problems.add(`-e ${word.replace(/=.*$/s, '=…')} is not a valid assignment`, { place, hint });
      continue;
    }
    const at = placeIn(text, word);
    // Like a template, text can't express types.
    const one: RawEntry = {
      place: at,
      value: { kind: 'scalar', place: at, value, source: value, filled: true },
    };
    if (key === undefined) entries.set(name, one);
    else {
      roles.set(name, at);
      const before = entries.get(name)?.value;
      const others = before?.kind === 'map' ? before.entries : new Map<string, RawEntry>();
      entries.set(name, {
        place: at,
        value: { kind: 'map', place: at, entries: new Map(others).set(key, one) },
      });
    }
  }
  return { kind: 'map', place, entries };
}

function placeIn(text: string, word = text): Place {
  return { file: '-e', line: 1, column: Math.max(text.indexOf(word), 0) + 1 };
}
