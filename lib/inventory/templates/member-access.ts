// What a dot or brackets after a value select: an item, an entry, or one of Python's methods.
import { methodOf } from './python-methods.js';
import { printed } from './print-as-python.js';
import { TemplateError } from './template-error.js';
import { forced, isDict, isList, kindOf, Namespace, Undefined, type Value } from './value-types.js';

/** The member; an `Undefined` if there is none. */
export function member(holder: Value, key: Value): Value {
  const [one, name] = [forced(holder), forced(key)];
  if (one instanceof Undefined) return one;
  const none = new Undefined(`${printed(name)} of ${kindOf(one)}`);
  if (one instanceof Namespace) return one.get(printed(name)) ?? none;
  if (isDict(one)) return one.get(printed(name)) ?? methodOf(one, printed(name)) ?? none;
  if (typeof name === 'number' && (isList(one) || typeof one === 'string')) {
    return one.at(name) ?? none;
  }
  if (isList(one) && /^-?\d+$/.test(printed(name))) return one.at(Number(name)) ?? none;
  return methodOf(one, printed(name)) ?? none;
}

/** A slice of a list or a text, as in Python. */
export function slice(holder: Value, from: number | undefined, to: number | undefined, step = 1): Value {
  const one = forced(holder);
  if (!isList(one) && typeof one !== 'string') throw new TemplateError(`${kindOf(one)} can't be sliced`);
  if (step !== 1 && step !== -1) throw new TemplateError('the step of a slice must be 1 or -1');
  if (step === 1) return one.slice(from, to);
  const whole = typeof one === 'string' ? Array.from(one) : [...one];
  if (from !== undefined || to !== undefined)
    throw new TemplateError('a backward slice must not have bounds');
  const turned = whole.reverse();
  return typeof one === 'string' ? turned.map(printed).join('') : turned;
}
