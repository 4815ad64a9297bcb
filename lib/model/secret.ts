// A secret value.
import { inspect } from 'node:util';

/** A secret string. If it is printed or serialised, `***` appears instead. */
export class Secret {
  #value: string | (() => string);

  /** If a function is given, it is called when the value is first needed. */
  constructor(value: string | (() => string)) {
    this.#value = value;
  }

  /** The plain value. */
  reveal(): string {
    if (typeof this.#value === 'function') this.#value = this.#value();
    return this.#value;
  }

  toString(): string {
    return '***';
  }

  toJSON(): string {
    return '***';
  }
}

// Not a member, so that the declarations of this file need no types of Node.js.
Object.defineProperty(Secret.prototype, inspect.custom, { value: () => 'Secret(***)' });
