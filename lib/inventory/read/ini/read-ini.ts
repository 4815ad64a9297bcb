// Reads an inventory in Ansible's INI form: sections [group], [group:children] and [group:vars].
import type { Place } from '../../../model/fleet.js';
import { hintFor } from '../../schema/did-you-mean.js';
import type { RawEntry, RawMap } from '../../raw/raw-value.js';
import { writtenValue } from '../../raw/raw-from-data.js';
import { addGroup, addGroupVars, addHosts, groupNamed, type Reading } from '../add-to-inventory.js';
import { pythonLiteral } from './parse-value.js';
import { shellWords, type Word } from './split-host-line.js';

const section = /^\[([^:\]\s]+)(?::(\w+))?\]\s*(?:#.*)?$/;
/** Line breaks, as Python splits lines. */
const lineBreak = /\r\n|[\n\r\v\f\u001c-\u001e\u0085\u2028\u2029]/;
const kinds = ['hosts', 'children', 'vars'];

/** Whether a line begins a section, or is meant to: then the text is probably an INI inventory. */
export function hasSections(text: string): boolean {
  return text.split(lineBreak).some(beginsSection);
}

/** Whether the first line with content begins a section: then the text is an INI inventory, whatever the file's name. */
export function startsWithSection(text: string): boolean {
  const first = text.split(lineBreak).find((line) => !/^\s*(?:[#;].*)?$/.test(line));
  return first !== undefined && beginsSection(first);
}

function beginsSection(line: string): boolean {
  return /^\[[^[\],'"{}]+\]\s*(?:#.*)?$/.test(line.trim());
}

/** Adds the groups, hosts and variables in the text. */
export function readIni(text: string, reading: Reading): void {
  const reader = new IniReader(reading);
  for (const [index, line] of text.split(lineBreak).entries()) reader.line(line, index + 1);
  reader.end();
}

class IniReader {
  #group = 'ungrouped';
  #kind = 'hosts';
  /** Groups that were named as children or given variables, but that have no section of their own so far. */
  readonly #awaited = new Map<
    string,
    { readonly place: Place; readonly as: string; readonly parents: string[] }
  >();

  constructor(readonly reading: Reading) {}

  line(written: string, line: number): void {
    const text = written.trim();
    if (text === '' || /^[#;]/.test(text)) return;
    const indent = written.length - written.trimStart().length;
    const at = (offset: number): Place => ({
      file: this.reading.source.name,
      line,
      column: indent + offset + 1,
    });
    const [head, group, kind = 'hosts'] = section.exec(text) ?? [];
    if (head !== undefined && group !== undefined) this.#section(group, kind, at(0));
    else if (text.startsWith('[') && text.endsWith(']'))
      this.#wrong(
        `${this.#quoted(text)} is not a valid section`,
        at(0),
        'Write a section as [web], [web:vars] or [web:children].',
      );
    else if (this.#kind === 'hosts') this.#host(text, at);
    else if (this.#kind === 'vars') this.#variable(text, at);
    else if (this.#kind === 'children') this.#child(text, at(0));
  }

  end(): void {
    const groups = [...this.reading.inventory.groups.keys()];
    for (const [name, { place, as }] of this.#awaited) {
      const known = hintFor(
        name,
        groups.filter((one) => one !== name),
      );
      const hint = known.startsWith('Did') ? known : `Add a section [${name}], which may be empty.`;
      const message =
        as === 'vars' ? `[${name}:vars]: there is no group named ${name}` : `there is no group named ${name}`;
      this.#wrong(message, place, hint);
    }
  }

  #section(group: string, kind: string, place: Place): void {
    this.#group = group;
    this.#kind = kind;
    if (!kinds.includes(kind)) {
      this.#kind = 'unknown';
      this.#wrong(`[${group}:${kind}] is not a valid section`, place, hintFor(kind, kinds));
      return;
    }
    const { groups } = this.reading.inventory;
    if (!groups.has(group)) {
      if (kind === 'vars') this.#awaited.set(group, { place, as: 'vars', parents: [] });
      addGroup(group, place, this.reading);
    }
    if (kind !== 'vars') this.#made(group);
  }

  /** The group has a section now, so the parents that named it before get it as a child. */
  #made(group: string): void {
    const awaited = this.#awaited.get(group);
    if (!awaited) return;
    this.#awaited.delete(group);
    for (const parent of awaited.parents) this.#adopt(parent, group, awaited.place);
  }

  #adopt(parent: string, child: string, place: Place): void {
    this.reading.inventory.groups.get(parent)?.children.set(child, place);
  }

  #host(text: string, at: (offset: number) => Place): void {
    const words = shellWords(text);
    const [first, ...rest] = words ?? [];
    if (!first) {
      if (!words)
        this.#wrong(
          'a quotation mark is not closed',
          at(0),
          'Add the closing quotation mark, or escape this one with \\.',
        );
      return;
    }
    if (first.text.startsWith('---')) {
      this.#wrong(
        '--- starts a YAML file, but this file is read as INI',
        at(0),
        'Give the file a name that ends in .yml.',
      );
      return;
    }
    const entries = new Map<string, RawEntry>();
    for (const word of rest) this.#assignment(word, at, entries);
    const vars: RawMap = { kind: 'map', place: at(0), entries };
    const group = groupNamed(this.#group, at(0), this.reading.inventory);
    addHosts(first.text, at(first.at), { group, vars: entries.size === 0 ? undefined : vars }, this.reading);
  }

  #assignment(
    { text, at: offset }: Word,
    at: (offset: number) => Place,
    entries: Map<string, RawEntry>,
  ): void {
    const [, name, value = ''] = /^([^=]*)=([^]*)$/.exec(text) ?? [];
    if (name !== undefined) entries.set(name, entryOf(value, at(offset)));
    else
      this.#wrong(
        `${this.#quoted(text)} is not a valid assignment`,
        at(offset),
        'Write variables as name=value, and quote values that contain spaces; comments start with #.',
      );
  }

  #variable(text: string, at: (offset: number) => Place): void {
    const [, name, value = ''] = /^([^=]*?)\s*=\s*([^]*)$/.exec(text) ?? [];
    if (name === undefined) {
      this.#wrong(`${this.#quoted(text)} is not a valid assignment`, at(0), 'Write variables as name=value.');
      return;
    }
    const place = at(0);
    const vars: RawMap = { kind: 'map', place, entries: new Map([[name, entryOf(value, place)]]) };
    const group = this.reading.inventory.groups.get(this.#group);
    if (group) addGroupVars(group, vars, this.reading);
  }

  #child(text: string, place: Place): void {
    const [, child] = /^([^:\]\s]+)\s*(?:#.*)?$/.exec(text) ?? [];
    if (child === undefined) {
      this.#wrong(`${this.#quoted(text)} is not a valid group name`, place, 'Write one group per line.');
      return;
    }
    const awaited = this.#awaited.get(child);
    if (this.reading.inventory.groups.has(child)) this.#adopt(this.#group, child, place);
    else if (awaited) awaited.parents.push(this.#group);
    else this.#awaited.set(child, { place, as: 'children', parents: [this.#group] });
  }

  #quoted(text: string): string {
    return this.reading.encrypted ? '***' : text;
  }

  #wrong(message: string, place: Place, hint: string): void {
    this.reading.problems.add(message.length > 200 ? `${message.slice(0, 199)}…` : message, { place, hint });
  }
}

function entryOf(text: string, place: Place): RawEntry {
  const literal = pythonLiteral(text);
  const value = writtenValue(literal ? literal.value : text, place);
  return { place, value: value.kind === 'scalar' ? { ...value, source: text } : value };
}
