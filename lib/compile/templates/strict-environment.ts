// Looks up templates and restricts what they may do: no HTML escaping, and an undefined name is an error.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { readRegularText } from '../../bounds/read-bounded-file.js';
import { watched } from '../../bounds/run-with-time-limit.js';
import { messageOf } from '../../model/thrown-message.js';
import { Secret } from '../../model/secret.js';
import { Environment, lib, parser, Template, transform } from './nunjucks.js';
import { StrictCompiler } from './strict-compiler.js';

/** Maximum size of a template, in bytes. */
const longest = 256 * 1024;
/** Maximum number of items of a range: more is a mistake, and would fill the memory before it could be stopped. */
const mostItems = 100_000;
/** Time limit for one rendering. */
const secondsAllowed = 5;

type Done = (error: unknown, template?: Template) => void;

/** The templates below a folder. */
export class StrictEnvironment extends Environment {
  readonly #templates = new Map<string, Template>();
  #sawSecret = false;

  constructor(private readonly folder: string) {
    super([], { autoescape: false, trimBlocks: true, lstripBlocks: true });
    const { range } = this.globals;
    this.addGlobal('range', (...bounds: readonly unknown[]) => {
      if (itemsOf(bounds) <= mostItems) return range?.(...bounds);
      throw new Error(`range accepts only numbers and returns at most ${mostItems} items`);
    });
  }

  /** Renders a template; `secret` is true if the value of a secret was used. Throws nunjucks' errors. */
  renderStrictly(
    template: string,
    values: Readonly<Record<string, unknown>>,
  ): { readonly text: string; readonly secret: boolean } {
    this.#sawSecret = false;
    const text = watched(secondsAllowed, () => this.render(template, values));
    if (typeof text !== 'string') throw new Error('the template produced no text');
    return { text, secret: this.#sawSecret };
  }

  /** nunjucks itself calls this with `(name, done)`, a template with `(name, eager, parent, ignoreMissing, done)`. */
  getTemplate(name: unknown, ...rest: readonly unknown[]): void {
    const done = rest.at(-1) as Done;
    let template: Template;
    try {
      template = this.#open(String(name), rest.at(-2) === true);
    } catch (error) {
      done(error);
      return;
    }
    done(null, template);
  }

  /** A value that a template refers to by name. Throws if it is undefined. */
  known(value: unknown, name: string): unknown {
    if (value === undefined) throw new Error(`${name} is not defined`);
    return this.optional(value);
  }

  /** The same for a value that may be undefined. */
  optional(value: unknown): unknown {
    if (!(value instanceof Secret)) return value;
    this.#sawSecret = true;
    return value.reveal();
  }

  /** An object's own property, an item of a list, or a length: JavaScript's inherited properties aren't available. */
  member(target: unknown, key: unknown): unknown {
    if (target === undefined || target === null) return undefined;
    const holder = Object(target) as Readonly<Record<string, unknown>>;
    return Object.hasOwn(holder, String(key)) ? holder[String(key)] : undefined;
  }

  /** A value that may be printed. Lists and mappings are rejected: they would be printed in JavaScript's form. */
  printable(value: unknown): unknown {
    if (value === null || value === undefined || typeof value === 'function')
      throw new Error('there is no value to print');
    if (typeof value !== 'object' || value instanceof String) return value;
    const what = Array.isArray(value) ? 'a list' : 'a mapping';
    throw new Error(`${what} can't be printed; print one of its values`);
  }

  #open(name: string, mayBeMissing: boolean): Template {
    const path = join(this.folder, name);
    const known = this.#templates.get(path);
    if (known) return known;
    try {
      const missing = !statSync(path, { throwIfNoEntry: false });
      if (missing && !mayBeMissing) throw new Error(`template not found: ${name}`);
      const template = this.#compiled(missing ? '' : textOf(path), path);
      this.#templates.set(path, template);
      return template;
    } catch (error) {
      throw lib._prettifyError(path, false, error);
    }
  }

  #compiled(source: string, path: string): Template {
    const compiler = new StrictCompiler(path);
    compiler.compile(transform(parser.parse(source, [], this.opts)));
    const make = compileFunction(compiler.getCode()) as () => unknown;
    // Immediately, because an error in an included template would otherwise be thrown after the rendering, and be lost.
    return new Template({ type: 'code', obj: make() }, this, path, true);
  }
}

function textOf(path: string): string {
  try {
    return readRegularText(path, longest);
  } catch (error) {
    throw new Error(`the template ${messageOf(error)}`, { cause: error });
  }
}

/** The number of items for `(stop)`, `(start, stop)` or `(start, stop, step)`; NaN if they are not numbers. */
function itemsOf(bounds: readonly unknown[]): number {
  const [start, stop, step = 1] = (bounds.length < 2 ? [0, bounds[0]] : bounds) as number[];
  return ((stop ?? NaN) - (start ?? NaN)) / (step || 1);
}
