// Puts hostile values into roles' variables, one at a time: each is refused by name, or stands in the configurations as one value.
import assert from 'node:assert/strict';
import { InputErrors, TrueupError } from '../../../lib/model/trueup-error.js';
import type { Data } from './every-variable.js';
import { ofHost } from './host-variables.js';
import { WholeStack, type Made } from './whole-stack.js';

/** One text among the variables, or the name of one. */
export interface Leaf {
  /** `appserver.database.name`; a name ends with a colon. */
  readonly name: string;
  readonly role: string;
  readonly path: readonly (string | number)[];
  readonly isKey: boolean;
  readonly usual: string;
}

/** What means something to some program on the way. */
export const nastyStrings: readonly string[] = [
  '"; return 200 pwned; #',
  "'; DROP TABLE x; --",
  'x\nExecStartPre=+/bin/touch /pwned',
  'x\r\nSet-Cookie: a=b',
  'a b\tc',
  '$(touch /pwned) `touch /pwned` ${HOME} $host',
  '{{ 7 * 7 }}{% include "/etc/passwd" %}{# #}',
  '%n%i%h%%s',
  'back\\slash\\',
  "it's",
  '"quoted"',
  '} server { listen 1; ',
  '-rf',
  '--option=x',
  '../../etc/passwd',
  '#comment',
  '@!+:/bin/sh',
  'ü→漢🐘\u2028\u2029\u0085\u200b',
  '\u0000',
  '\u0001\u001b[31m\u007f',
  '\ufeffx',
  '__proto__',
  'constructor',
  '*',
  '~/x',
  'x'.repeat(5000),
  ' ',
];

/** Role → the roles that are compiled with it, which read its variables or whose hosts it names, and the hosts looked at. */
const subjects: Readonly<Record<string, { beside: readonly string[]; hosts: readonly string[] }>> = {
  base: { beside: ['nginx', 'appserver'], hosts: ['web1'] },
  haproxy: { beside: ['base', 'keepalived', 'nginx'], hosts: ['lb1'] },
  keepalived: { beside: ['base', 'haproxy', 'nginx'], hosts: ['lb1'] },
  nginx: { beside: ['base', 'haproxy', 'appserver'], hosts: ['web1', 'lb1'] },
  appserver: { beside: ['base', 'nginx', 'mysql'], hosts: ['app1', 'web1'] },
  mysql: { beside: ['base', 'appserver'], hosts: ['db1', 'app1'] },
  redis: { beside: ['base', 'appserver'], hosts: ['db1'] },
  host: { beside: [], hosts: ['db1'] },
};

const stacks = new Map<string, Promise<WholeStack>>();

/** The part of the stack in which a role's values are judged. */
function stackAround(role: string): Promise<WholeStack> {
  const made = stacks.get(role) ?? WholeStack.make([role, ...(subjects[role]?.beside ?? [])]);
  stacks.set(role, made);
  return made;
}

/** Paths on the controller, and PEM texts: what is wrong with them is told when they are read. */
const elsewhere =
  /\.(certificate(_key|_authority)?|backend_authority|maintenance_page|static|source|template|ca|key)$/;

/** Mappings whose keys are anybody's choice. */
const freeNames = [
  ...['appserver.environment', 'appserver.secrets', 'appserver.secret_environment'],
  ...Object.keys(ofHost)
    .filter((section) => !['vars', 'default_locale'].includes(section))
    .map((section) => `host.${section}`),
];

/** Every text among a role's variables, and every name in a mapping of free names. */
export async function leavesOf(role: string): Promise<readonly Leaf[]> {
  const { vars } = await stackAround(role);
  const found: Leaf[] = [];
  const visit = (value: Data, path: readonly (string | number)[], name: string): void => {
    if (typeof value === 'string') found.push({ name, role, path, isKey: false, usual: value });
    else if (Array.isArray(value))
      (value as readonly Data[]).forEach((item, at) => {
        visit(item, [...path, at], name);
      });
    else if (typeof value === 'object') {
      for (const [key, item] of Object.entries(value as Readonly<Record<string, Data>>)) {
        if (freeNames.includes(name))
          found.push({ name: `${name}:`, role, path: [...path, key], isKey: true, usual: key });
        visit(item, [...path, key], `${name}.${key}`);
      }
    }
  };
  visit(vars[role] ?? {}, [role], role);
  return found.filter(({ name }) => !elsewhere.test(name));
}

function withValue(data: Data, [step, ...rest]: Leaf['path'], isKey: boolean, value: string): Data {
  if (step === undefined) return value;
  if (Array.isArray(data)) {
    return (data as readonly Data[]).map((item, at) =>
      at === step ? withValue(item, rest, isKey, value) : item,
    );
  }
  return Object.fromEntries(
    Object.entries(data as Readonly<Record<string, Data>>).map(([key, item]) => {
      if (key !== step) return [key, item];
      return isKey && rest.length === 0 ? [value, item] : [key, withValue(item, rest, isKey, value)];
    }),
  );
}

/** What comes of the value; throws what refuses it. */
export async function compileWith(leaf: Leaf, value: string): Promise<readonly Made[]> {
  const stack = await stackAround(leaf.role);
  const vars = withValue(varsAround(stack, leaf), leaf.path, leaf.isKey, value) as WholeStack['vars'];
  return stack.compile(vars, subjects[leaf.role]?.hosts);
}

/** The role host has many sections, of which others name only services: a value's own section is enough. */
function varsAround(stack: WholeStack, { role, path }: Leaf): WholeStack['vars'] {
  if (role !== 'host') return stack.vars;
  const kept = ['vars', 'services', path[1]];
  const sections = Object.entries(stack.vars[role] ?? {}).filter(([section]) => kept.includes(section));
  return { ...stack.vars, [role]: Object.fromEntries(sections) };
}

/** `refused` by name, or `literal`. Throws AssertionError for anything else. */
export async function judge(leaf: Leaf, value: string): Promise<'refused' | 'literal'> {
  // Before: what refuses the harmless ones is no answer.
  const usual = await usualOf(leaf);
  let made: readonly Made[];
  try {
    made = await compileWith(leaf, value);
  } catch (error) {
    const errors = error instanceof InputErrors ? error.errors : [error];
    for (const one of errors) {
      assert.ok(one instanceof TrueupError, `a defect: ${String(one)}`);
      assert.equal(one.code, 'E_INPUT', one.message);
      const name = leaf.name.replace(/:$/, '');
      // Of an entry that a type refuses, the entry is named.
      const names = leaf.role === 'host' ? [name, leaf.path.slice(0, 3).join('.')] : [name];
      const named = names.some((text) => one.message.replaceAll(/\[\d+\]/g, '').includes(text));
      // A certificate is judged by the site's names: which of them it isn't for is said.
      const told = one.message.includes(`the certificate does not cover ${value}`);
      assert.ok(
        named || told || one.place !== undefined,
        `nobody knows that ${leaf.name} is meant: ${one.message}`,
      );
    }
    return 'refused';
  }
  assert.deepEqual(made.length, usual.length, 'the number of resources differs');
  made.forEach(({ resource, text }, at) => {
    const before = usual[at];
    assert.equal(resource.type.type, before?.resource.type.type);
    if (text === undefined || text === before?.text || text === value) return;
    assert.equal(
      skeleton(text, resource.id),
      skeleton(before?.text ?? '', resource.id),
      `${resource.id} has another structure:\n${differingLine(before?.text ?? '', text)}`,
    );
  });
  return 'literal';
}

const usuals = new Map<string, Promise<readonly Made[]>>();

/** What comes of the harmless values. */
async function usualOf(leaf: Leaf): Promise<readonly Made[]> {
  const stack = await stackAround(leaf.role);
  const vars = varsAround(stack, leaf);
  const key = JSON.stringify([leaf.role, Object.keys(vars[leaf.role] ?? {})]);
  const made = usuals.get(key) ?? stack.compile(vars, subjects[leaf.role]?.hosts);
  usuals.set(key, made);
  return made;
}

/**
 * What a program sees of a text's structure: line breaks, words, brackets, and where quotes open and close. Comments are
 * their line breaks. Single quotes of HAProxy know no backslash; a file of environment variables has values of many lines.
 */
function skeleton(text: string, id: string): string {
  const lines = text.split(/\n/).map((line) => (/^\s*(#|\/\/)/.test(line) ? '#' : line));
  let shape = '';
  let quote = '';
  let inWord = false;
  const source = lines.join('\n');
  for (let at = 0; at < source.length; at++) {
    const letter = source[at] ?? '';
    if (letter === '\\' && !(id.endsWith('/haproxy.cfg') && quote === "'")) at++;
    else if (quote !== '') {
      if (letter === quote) quote = '';
      if (letter === '\n' && !id.endsWith('/secret.env')) shape += '!broken line!';
    } else if (letter === '"' || letter === "'") {
      // HAProxy's way to write one: '\'' ends, escapes and begins again within one word.
      quote = letter;
      if (!inWord) shape += 'w';
      inWord = true;
    } else if (/[\s;{}#,]/.test(letter)) {
      inWord = false;
      shape += /[ \t]/.test(letter) ? '' : letter;
    } else {
      if (!inWord) shape += 'w';
      inWord = true;
    }
  }
  return `${shape}${quote}`;
}

function differingLine(before: string, after: string): string {
  const [left, right] = [before.split('\n'), after.split('\n')];
  const at = right.findIndex((line, index) => line !== left[index]);
  return `- ${left[at] ?? ''}\n+ ${right.slice(at, at + 3).join('\n+ ')}`;
}
