// A value that only its consumer may see.
import { inspect } from 'node:util';

/** Holds a secret string; every accidental way of printing it gives `***`. */
export class Secret {
  #value: string | (() => string);

  /** Of a function, what it gives when the value is first needed. */
  constructor(value: string | (() => string)) {
    this.#value = value;
  }

  /** The value itself, for the one consumer that needs it. */
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
