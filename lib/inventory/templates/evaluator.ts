// Evaluates the expressions of templates, and notes whether a secret was used: `tainted`.
import { Secret } from '../../model/secret.js';
import { hintFor } from '../schema/did-you-mean.js';
import type { Given } from './filters/filter-arguments.js';
import { filters } from './filters/filters.js';
import { member, slice } from './member-access.js';
import { calculated, contains, isEqual, isTrue, numeric, order } from './python-operators.js';
import { printed } from './print-as-python.js';
import type { Arguments, Expression } from './syntax-tree.js';
import { TemplateError, UndefinedError } from './template-error.js';
import { tests } from './jinja-tests.js';
import { bearable, Float, forced, isDict, isList, kindOf, Undefined, type Value } from './value-types.js';

/** The value of a name; undefined if the name is unknown. */
export type Names = (name: string) => Value | undefined;

interface Taken {
  readonly places: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
}

/** Evaluates expressions in one scope. */
export class Evaluator {
  /** Whether the content of a secret was used. */
  tainted = false;

  constructor(private readonly names: Names) {}

  /** The value; secrets that are merely passed on stay closed. */
  value(expression: Expression): Value {
    switch (expression.is) {
      case 'literal':
        return expression.float === true ? new Float(Number(expression.value)) : expression.value;
      case 'name':
        return this.names(expression.name) ?? new Undefined(expression.name);
      case 'list':
        return expression.items.map((item) => this.value(item));
      case 'dict':
        return new Map(expression.pairs.map(([key, item]) => [printed(this.open(key)), this.value(item)]));
      case 'member':
        return this.#member(expression);
      case 'slice':
        return this.#slice(expression);
      case 'call':
        return this.#call(expression);
      case 'filter':
        return this.#filter(expression);
      case 'test':
        return this.#test(expression);
      case 'unary':
        return this.#unary(expression);
      case 'binary':
        return this.#binary(expression);
      case 'choice': {
        const { condition, then, otherwise } = expression;
        if (this.holds(condition)) return this.value(then);
        return otherwise ? this.value(otherwise) : new Undefined('the value of an if without else');
      }
    }
  }

  /** The value with every secret in it opened. */
  open(expression: Expression): Value {
    return this.#opened(this.value(expression));
  }

  holds(condition: Expression): boolean {
    return isTrue(this.open(condition));
  }

  #opened(value: Value): Value {
    const one = forced(value);
    if (one instanceof Undefined) throw new UndefinedError(one.name);
    if (one instanceof Secret) {
      this.tainted = true;
      return one.reveal();
    }
    if (isList(one)) return one.map((item) => this.#opened(item));
    return isDict(one) ? new Map([...one].map(([key, item]) => [key, this.#opened(item)])) : one;
  }

  #member({ of, key }: Extract<Expression, { is: 'member' }>): Value {
    const holder = forced(this.value(of));
    const found = member(holder instanceof Secret ? this.#opened(holder) : holder, this.open(key));
    if (!(found instanceof Undefined) || holder instanceof Undefined) return found;
    return new Undefined(wordsOf({ is: 'member', of, key }) ?? found.name);
  }

  #slice({ of, from, to, step }: Extract<Expression, { is: 'slice' }>): Value {
    const bound = (one: Expression | undefined): number | undefined => {
      const value = one && this.open(one);
      return value === undefined || value === null ? undefined : numeric(value);
    };
    return slice(this.open(of), bound(from), bound(to), bound(step));
  }

  #call({ of, args }: Extract<Expression, { is: 'call' }>): Value {
    const callee = forced(this.value(of));
    if (callee instanceof Undefined) throw new UndefinedError(callee.name);
    if (typeof callee !== 'function') throw new TemplateError(`${kindOf(callee)} can't be called`);
    const { places, named } = this.#given(args);
    return callee(places, named);
  }

  #filter({ of, name, args }: Extract<Expression, { is: 'filter' }>): Value {
    const short = name.replace(/^ansible\.(?:builtin|utils|netcommon)\./, '');
    if (short === 'default' || short === 'd') return this.#default(of, args);
    if (short === 'mandatory') return this.value(of);
    return this.#filtered(short, this.open(of), this.#given(args));
  }

  #filtered(name: string, value: Value, { places, named }: Taken): Value {
    const filter = filters.get(name);
    if (!filter)
      throw new TemplateError(`there is no filter named ${name}`, hintFor(name, [...filters.keys()]));
    const given: Given = {
      arg: (place, word) => named.get(word) ?? places[place],
      rest: (from) => places.slice(from),
      apply: (other, item, rest) => this.#filtered(other, item, { places: rest, named: new Map() }),
      test: (other, item, rest) => this.#tested(other, item, rest),
    };
    return filter(value, given);
  }

  /** The value, or another one if it is undefined; with `true`, also if it is empty. */
  #default(of: Expression, args: Arguments): Value {
    const value = this.#ifDefined(of);
    const also = args.places[1] ?? args.named.find(([name]) => name === 'boolean')?.[1];
    const one = value === undefined ? undefined : forced(value);
    const empty = also !== undefined && this.holds(also) && one !== undefined && !isTrue(peeked(one));
    if (one !== undefined && !empty) return one;
    const usual = args.places[0] ?? args.named.find(([name]) => name === 'default_value')?.[1];
    return usual ? this.value(usual) : '';
  }

  #test({ of, name, args }: Extract<Expression, { is: 'test' }>): Value {
    const short = name.replace(/^ansible\.(?:builtin|utils)\./, '');
    if (short === 'defined') return this.#ifDefined(of) !== undefined;
    if (short === 'undefined') return this.#ifDefined(of) === undefined;
    return this.#tested(short, this.open(of), this.#given(args).places);
  }

  #tested(name: string, value: Value, args: readonly Value[]): boolean {
    const test = Object.hasOwn(tests, name) ? tests[name] : undefined;
    if (!test) throw new TemplateError(`there is no test named ${name}`, hintFor(name, Object.keys(tests)));
    return test(value, args);
  }

  /** The value; undefined if it, or something that it is derived from, is undefined. */
  #ifDefined(of: Expression): Value | undefined {
    try {
      const value = forced(this.value(of));
      return value instanceof Undefined ? undefined : value;
    } catch (error) {
      if (error instanceof UndefinedError) return undefined;
      throw error;
    }
  }

  #given({ places, named }: Arguments): Taken {
    return {
      places: places.map((one) => this.open(one)),
      named: new Map(named.map(([name, one]) => [name, this.open(one)])),
    };
  }

  #unary({ sign, of }: Extract<Expression, { is: 'unary' }>): Value {
    if (sign === 'not') return !this.holds(of);
    return calculated(sign, 0, this.open(of));
  }

  #binary({ sign, left, right }: Extract<Expression, { is: 'binary' }>): Value {
    if (sign === 'or' || sign === 'and') {
      const first = this.value(left);
      return isTrue(this.#opened(first)) === (sign === 'or') ? first : this.value(right);
    }
    const [a, b] = [this.open(left), this.open(right)];
    switch (sign) {
      case '~':
        return bearable(printed(a) + printed(b));
      case '==':
        return isEqual(a, b);
      case '!=':
        return !isEqual(a, b);
      case '<':
        return order(a, b) < 0;
      case '<=':
        return order(a, b) <= 0;
      case '>':
        return order(a, b) > 0;
      case '>=':
        return order(a, b) >= 0;
      case 'in':
        return contains(b, a);
      case 'not in':
        return !contains(b, a);
      default:
        return calculated(sign, a, b);
    }
  }
}

/** Whether a secret is empty is not secret itself. */
function peeked(value: Value): Value {
  return value instanceof Secret ? value.reveal() !== '' : value;
}

/** `a.b.c`, if the expression is nothing else. */
function wordsOf(expression: Expression): string | undefined {
  if (expression.is === 'name') return expression.name;
  if (expression.is !== 'member' || expression.key.is !== 'literal') return undefined;
  const holder = wordsOf(expression.of);
  return holder === undefined ? undefined : `${holder}.${String(expression.key.value)}`;
}
