// Filters that convert values to other types, and filters that query a value.
import { parse, stringify } from 'yaml';
import { isTrue, numeric } from '../python-operators.js';
import { printed } from '../print-as-python.js';
import { TemplateError } from '../template-error.js';
import { bearable, Float, forced, isDict, isList, type Value } from '../value-types.js';
import { dataOf, valueOf } from '../plain-data.js';
import { numberArg, type Filter } from './filter-arguments.js';

/** Reads an integer as Python does: the text must contain no other characters. */
function whole(value: Value, base: number, usual: number): number {
  const number = numeric(value);
  if (number !== undefined) return Math.trunc(number);
  const text = printed(value).trim().replaceAll('_', '');
  const digits = text.replace(
    base === 16 ? /^([-+]?)0x/i : base === 8 ? /^([-+]?)0o/i : /^([-+]?)0b(?=[01]+$)/i,
    '$1',
  );
  const known = '0123456789abcdefghijklmnopqrstuvwxyz'.slice(0, base);
  if (new RegExp(`^[-+]?[${known}]+$`, 'i').test(digits)) return parseInt(digits, base);
  const broken = Number(text);
  return text !== '' && Number.isFinite(broken) && base === 10 ? Math.trunc(broken) : usual;
}

export const valueFilters: Readonly<Record<string, Filter>> = {
  int: (value, given) => whole(value, numberArg(given, 1, 'base', 10), numberArg(given, 0, 'default', 0)),
  float: (value) => {
    const number = numeric(value) ?? Number(printed(value).trim() || NaN);
    return new Float(Number.isNaN(number) ? 0 : number);
  },
  bool: (value) => {
    const one = forced(value);
    if (one === null || typeof one === 'boolean') return one;
    return ['yes', 'on', '1', 'true'].includes(printed(one).toLowerCase());
  },
  abs: (value) => Math.abs(numeric(value) ?? NaN),
  round: (value, given) => {
    const scale = 10 ** numberArg(given, 0, 'precision', 0);
    const method = printed(given.arg(1, 'method') ?? 'common');
    const turn = method === 'ceil' ? Math.ceil : method === 'floor' ? Math.floor : Math.round;
    return new Float(turn((numeric(value) ?? NaN) * scale) / scale);
  },
  ternary: (value, given) => {
    const none = given.arg(2, 'none_val');
    if (forced(value) === null && none !== undefined) return none;
    return given.arg(isTrue(value) ? 0 : 1, isTrue(value) ? 'true_val' : 'false_val') ?? null;
  },
  to_json: (value) => bearable(pythonJson(JSON.stringify(dataOf(value)))),
  to_nice_json: (value, given) =>
    bearable(JSON.stringify(sorted(dataOf(value)), undefined, numberArg(given, 9, 'indent', 4))),
  from_json: (value) => readAs('JSON', () => valueOf(JSON.parse(printed(value)))),
  to_yaml: (value) => bearable(stringify(dataOf(value), { collectionStyle: 'flow', sortMapEntries: true })),
  to_nice_yaml: (value) => bearable(stringify(dataOf(value), { indent: 4, sortMapEntries: true })),
  from_yaml: (value) =>
    readAs('YAML', () => valueOf(parse(printed(value), { maxAliasCount: 100, version: '1.1' }))),
  type_debug: (value) => {
    const one = forced(value);
    if (one === null) return 'NoneType';
    if (isList(one)) return 'list';
    if (isDict(one)) return 'dict';
    if (one instanceof Float) return 'float';
    return typeof one === 'boolean' ? 'bool' : typeof one === 'number' ? 'int' : 'str';
  },
  human_readable: (value) => {
    const units = ['Bytes', 'KB', 'MB', 'GB', 'TB', 'PB'];
    const size = numeric(value) ?? 0;
    const at = size < 1 ? 0 : Math.min(Math.floor(Math.log2(size) / 10), units.length - 1);
    return `${(size / 1024 ** at).toFixed(2)} ${units[at] ?? ''}`;
  },
};

function sorted(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(sorted);
  if (data === null || typeof data !== 'object') return data;
  const entries = Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

function readAs(what: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof TemplateError) throw error;
    throw new TemplateError(`the text is not valid ${what}`);
  }
}

/** Python writes a blank after commas and colons. */
function pythonJson(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|[,:]/g, (piece) => (piece.length === 1 ? `${piece} ` : piece));
}
