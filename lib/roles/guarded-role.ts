// Wraps a role, so that its errors name their location in its files, and that it yields only valid values.
import type { Check } from '../model/check.js';
import { messageOf } from '../model/thrown-message.js';
import type { Resource } from '../model/resource.js';
import type { Role } from '../model/role.js';
import { TrueupError } from '../model/trueup-error.js';
import { ownFrames } from './frames-in-role-files.js';

/** The author to whom failures are attributed. */
interface Author {
  readonly role: string;
  readonly file: string;
  /** Folder of the project or package, which contains the author's files. */
  readonly root: string;
}

/** What is wrong with a value that the member yields; undefined if it is valid. */
type Judge = (item: unknown) => string | undefined;

const judges: Readonly<Record<string, Judge>> = {
  resources: (item) => (isResource(item) ? undefined : 'is not a resource'),
  checks: (item) => (isCheck(item) ? undefined : 'is not a check'),
  listens: (item) => (has(item, 'protocol', 'port', 'from', 'why') ? undefined : 'is not an opening'),
  drain: (item) => (has(item, 'on', 'out') ? undefined : 'is not a drain'),
  preconditions: (item) => (has(item, 'question', 'judge') ? undefined : 'is not a precondition'),
  foresee: (item) => (typeof item === 'string' ? undefined : 'is not a string'),
};

/** The same role, but a member that throws or yields an invalid value throws E_ROLE with its source location. */
export function guardedRole(role: Role, { file, root }: Omit<Author, 'role'>): Role {
  const author = { role: role.name, file, root };
  const members = Object.entries(judges).flatMap(([name, judge]) => {
    const member = (role as unknown as Readonly<Record<string, unknown>>)[name];
    if (typeof member !== 'function') return [];
    const call = (scope: unknown): unknown => Reflect.apply(member, role, [scope]);
    return [[name, (scope: unknown) => each(name, () => call(scope), judge, author)] as const];
  });
  return {
    ...role,
    ...Object.fromEntries(members),
    ...(role.offers && {
      offers: (scope) => attempt('offers', author, () => role.offers?.(scope)),
    }),
    ...(role.standby && { standby: guardedObject(role.standby, 'standby', author) }),
    ...(role.turns && { turns: guardedObject(role.turns, 'turns', author) }),
  };
}

/** Guards functions that return a single value. */
function guardedObject<Members extends object>(members: Members, path: string, author: Author): Members {
  const guarded = Object.entries(members).map(([name, member]: [string, unknown]) => {
    if (typeof member !== 'function') return [name, member] as const;
    const call = (...values: readonly unknown[]): unknown =>
      attempt(`${path}.${name}`, author, () => Reflect.apply(member, members, values) as unknown);
    return [name, call] as const;
  });
  return { ...members, ...Object.fromEntries(guarded) };
}

function each(member: string, call: () => unknown, judge: Judge, author: Author): unknown {
  const yielded = attempt(member, author, call);
  const checked = (item: unknown): unknown => {
    const flaw = judge(item);
    if (flaw === undefined) return item;
    throw failure(member, author, new Error(`${inWords(item)} ${flaw}`));
  };
  if (has(yielded, Symbol.asyncIterator))
    return eachAsync(yielded as AsyncIterable<unknown>, checked, member, author);
  if (has(yielded, Symbol.iterator) && typeof yielded !== 'string')
    return eachNow(yielded as Iterable<unknown>, checked, member, author);
  throw failure(member, author, new Error(`it returned ${inWords(yielded)} instead of a list`), {
    hint: `Write it as a generator, with an asterisk and yield: *${member}({ vars }) { … }.`,
  });
}

function* eachNow(
  items: Iterable<unknown>,
  checked: (item: unknown) => unknown,
  member: string,
  author: Author,
): Iterable<unknown> {
  const iterator = items[Symbol.iterator]();
  for (;;) {
    const next = attempt(member, author, () => iterator.next());
    if (next.done) return;
    yield checked(next.value);
  }
}

async function* eachAsync(
  items: AsyncIterable<unknown>,
  checked: (item: unknown) => unknown,
  member: string,
  author: Author,
): AsyncIterable<unknown> {
  const iterator = items[Symbol.asyncIterator]();
  for (;;) {
    const next = await iterator.next().catch((error: unknown) => {
      throw failure(member, author, error);
    });
    if (next.done) return;
    yield checked(next.value);
  }
}

function attempt<Value>(member: string, author: Author, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw failure(member, author, error);
  }
}

/** Errors that the kit throws keep their code and hint. */
function failure(
  member: string,
  { role, file, root }: Author,
  error: unknown,
  more: { readonly hint?: string } = {},
): TrueupError {
  if (error instanceof TrueupError && error.place) return error;
  const frames = ownFrames(error, root);
  const place = frames[0]?.place ?? { file, line: 1, column: 1 };
  const refused = error instanceof TrueupError;
  const kind = error instanceof Error && !refused && error.name !== 'Error' ? `${error.name}: ` : '';
  return new TrueupError(
    refused ? error.code : 'E_ROLE',
    `role ${role}, ${member}: ${kind}${messageOf(error)}`,
    {
      place,
      cause: error,
      output: frames.map(({ line }) => line).join('\n'),
      ...(refused && error.hint !== undefined && { hint: error.hint }),
      ...(refused && error.host !== undefined && { host: error.host }),
      ...more,
    },
  );
}

function isResource(item: unknown): item is Resource {
  return has(item, 'type', 'want', 'id') && typeof (item as Resource).id === 'string';
}

function isCheck(item: unknown): item is Check {
  return has(item, 'title', 'questions', 'judge') && Array.isArray((item as Check).questions);
}

function has(item: unknown, ...members: readonly PropertyKey[]): boolean {
  return (
    item !== null && item !== undefined && members.every((name) => Reflect.has(Object(item) as object, name))
  );
}

function inWords(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  if (value === null || typeof value !== 'object')
    return typeof value === 'function' ? 'a function' : String(value);
  return Array.isArray(value) ? 'a list' : 'an object';
}
