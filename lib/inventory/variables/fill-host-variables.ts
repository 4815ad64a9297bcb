// Fills in the templates of the variables that trueup uses, with all variables of their hosts.
import { watched } from '../../bounds/run-with-time-limit.js';
import { messageOf } from '../../model/thrown-message.js';
import type { Place } from '../../model/fleet.js';
import type { GroupTree } from '../groups/group-tree.js';
import type { Opener, Raw } from '../raw/raw-value.js';
import { hasTemplate } from '../raw/mark-raw-value.js';
import type { Finding } from '../schema/schema-findings.js';
import { fillTemplate } from '../templates/fill-template.js';
import { globalsOf, type LookupContext } from '../templates/globals.js';
import { asWritten, seen } from '../templates/convert-raw-values.js';
import { TemplateError } from '../templates/template-error.js';
import { Namespace, type Value } from '../templates/value-types.js';

/** Time limit for all templates of one variable. */
const secondsAllowed = 5;

export interface FillContext extends LookupContext {
  readonly tree: GroupTree;
  readonly groupNames: readonly string[];
  readonly hostNames: readonly string[];
  /** The folder of the inventory that a host belongs to. */
  readonly folderOf: (host: string) => string;
  /** All variables of a host by name: the values that win, with each role's mapping put together. */
  readonly toldTo: (host: string) => ReadonlyMap<string, Raw>;
  readonly open: Opener;
}

/** A value with its templates filled in; no value if it was omitted, or if something is wrong. */
export interface Filled {
  readonly value?: Raw;
  readonly finding?: Finding;
}

/** Fills in templates, each of them once. */
export class Filler {
  readonly #values = new Map<string, Map<string, Value>>();
  readonly #made = new Map<string, Value>();
  /** What is being filled in: `web1 ansible_host`, the innermost last. */
  readonly #path: string[] = [];
  readonly #globals: ReadonlyMap<string, Value>;

  constructor(private readonly context: FillContext) {
    const names = [...context.groupNames, 'ungrouped'];
    this.#globals = new Map<string, Value>([
      ...globalsOf(context),
      ['groups', new Map(names.map((name) => [name, context.tree.membersOf(name)]))],
      [
        'hostvars',
        new Namespace(
          (host) => this.#hostvars(host),
          () => context.hostNames,
        ),
      ],
    ]);
  }

  /** The variable's value on a host. */
  fill(host: string, variable: string, written: Raw): Filled {
    if (!hasTemplate(written)) return { value: written };
    try {
      const value = watched(secondsAllowed, () => this.#filled(host, variable, written));
      return value ? { value } : {};
    } catch (error) {
      return { finding: asFinding(error, variable, written.place) };
    } finally {
      this.#path.length = 0;
    }
  }

  #filled(host: string, variable: string, written: Raw): Raw | undefined {
    if (!hasTemplate(written)) return written;
    switch (written.kind) {
      case 'list':
        return {
          ...written,
          items: written.items.flatMap((item, at) => this.#filled(host, `${variable}[${at}]`, item) ?? []),
        };
      case 'map': {
        const entries = [...written.entries].flatMap(([key, entry]) => {
          const value = this.#filled(host, `${variable}.${key}`, entry.value);
          return value ? [[key, { ...entry, value }] as const] : [];
        });
        return { ...written, entries: new Map(entries) };
      }
      case 'scalar':
      case 'sealed':
        return asWritten(this.#seen(host, variable, written), written.place);
    }
  }

  #seen(host: string, variable: string, written: Raw): Value {
    return seen(
      written,
      variable,
      (text, name, place) => this.#once(host, name, text, place),
      this.context.open,
    );
  }

  #once(host: string, variable: string, text: string, place: Place): Value {
    const id = `${host} ${variable} ${place.file}:${place.line}:${place.column}`;
    const known = this.#made.get(id);
    if (known !== undefined) return known;
    const step = `${host} ${variable}`;
    try {
      this.#refuseCycle(step);
      this.#path.push(step);
      const value = fillTemplate(text, (name) => this.#lookUp(host, name));
      this.#made.set(id, value);
      this.#path.pop();
      return value;
    } catch (error) {
      if (this.#path.at(-1) === step) this.#path.pop();
      if (error instanceof TemplateError) error.where ??= { variable, place };
      throw error;
    }
  }

  #refuseCycle(step: string): void {
    const start = this.#path.indexOf(step);
    if (start < 0) return;
    const circle = [...this.#path.slice(start), step].map((one) => one.slice(one.indexOf(' ') + 1));
    throw new TemplateError(`templates refer to each other in a cycle: ${circle.join(' → ')}`);
  }

  #lookUp(host: string, name: string): Value | undefined {
    const values = this.#values.get(host) ?? new Map<string, Value>();
    this.#values.set(host, values);
    const known = values.get(name);
    if (known !== undefined) return known;
    const written = this.context.toldTo(host).get(name);
    const value =
      this.#magic(host, name) ?? (written ? this.#seen(host, name, written) : this.#globals.get(name));
    if (value !== undefined) values.set(name, value);
    return value;
  }

  #magic(host: string, name: string): Value | undefined {
    switch (name) {
      case 'inventory_dir':
        return this.context.folderOf(host);
      case 'inventory_hostname':
        return host;
      case 'inventory_hostname_short':
        return host.split('.', 1)[0];
      case 'group_names':
        return this.context.tree
          .groupsOf(host)
          .map((group) => group.name)
          .filter((group) => group !== 'all')
          .sort();
      default:
        return undefined;
    }
  }

  #hostvars(host: string): Value | undefined {
    if (!this.context.hostNames.includes(host)) return undefined;
    return new Namespace(
      (name) => this.#lookUp(host, name),
      () => [...this.context.toldTo(host).keys()],
    );
  }
}

function asFinding(error: unknown, variable: string, place: Place): Finding {
  if (error instanceof TemplateError) {
    const where = error.where ?? { variable, place };
    return { message: `${where.variable}: ${error.message}`, place: where.place, hint: error.hint };
  }
  // Either the time limit of `watched`, or a stack overflow: a template can do no other harm.
  const why =
    error instanceof RangeError
      ? 'its template needs too much memory'
      : `its template can't be rendered: ${messageOf(error)}`;
  return { message: `${variable}: ${why}`, place };
}
