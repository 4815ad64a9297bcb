// What templates can use besides variables: lookups, ranges, and Ansible's variables about the inventory itself.
import { isAbsolute, join, resolve } from 'node:path';
import { readRegularText } from '../../bounds/read-bounded-file.js';
import { reasonOf } from '../../model/file-error-reason.js';
import { numeric } from './python-operators.js';
import { printed } from './print-as-python.js';
import { TemplateError } from './template-error.js';
import { bearableList, omit, type Callable, type Value } from './value-types.js';

export interface LookupContext {
  /** Where relative paths start: the project's folder, and the inventory's. */
  readonly folders: readonly string[];
  /** The folder that `~` stands for. */
  readonly home: string;
  /** What `lookup('env', …)` reads. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

const hint =
  "Use lookup('env', NAME) or lookup('file', PATH); store the result of any other lookup in a file or a variable.";

/** Functions and constants by name. */
export function globalsOf(context: LookupContext): ReadonlyMap<string, Value> {
  const look: Callable = ([kind = '', ...words], named) => {
    const found = words.map((word) => lookedUp(printed(kind), printed(word), named, context));
    return found.length === 1 ? (found[0] ?? null) : found.map(printed).join(',');
  };
  const query: Callable = ([kind = '', ...words], named) =>
    words.map((word) => lookedUp(printed(kind), printed(word), named, context));
  return new Map<string, Value>([
    ['lookup', look],
    ['query', query],
    ['q', query],
    ['omit', omit],
    ['range', range],
    ['dict', (_, named) => named],
    ['playbook_dir', resolve(context.folders[0] ?? '.')],
  ]);
}

function lookedUp(
  kind: string,
  word: string,
  named: ReadonlyMap<string, Value>,
  { env, ...paths }: LookupContext,
): Value {
  switch (kind.replace(/^ansible\.builtin\./, '')) {
    case 'env':
      return env[word] ?? named.get('default') ?? '';
    case 'file':
      return contentOf(word, paths);
    default:
      throw new TemplateError(`the lookup ${kind} is not supported`, hint);
  }
}

/** The content of a file, which may also be in the folder `files`, as in Ansible; trailing blanks are removed. */
function contentOf(path: string, { folders, home }: Omit<LookupContext, 'env'>): string {
  const full = path.startsWith('~/') ? join(home, path.slice(2)) : path;
  const candidates = isAbsolute(full)
    ? [full]
    : folders.flatMap((folder) => [join(folder, 'files', full), join(folder, full)]);
  let failure: unknown;
  for (const candidate of candidates) {
    try {
      return readRegularText(candidate).trimEnd();
    } catch (error) {
      failure = error;
    }
  }
  const start = isAbsolute(full) ? undefined : `Relative paths start at ${folders.join(' or ')}.`;
  throw new TemplateError(`the file ${path} can't be read: ${reasonOf(failure)}`, start);
}

function range(bounds: readonly Value[]): Value {
  const [from = 0, to = 0, step = 1] = (bounds.length === 1 ? [0, ...bounds] : bounds).map(
    (one) => numeric(one) ?? NaN,
  );
  const count = Math.max(Math.ceil((to - from) / step), 0);
  if (!Number.isInteger(count)) throw new TemplateError('range accepts only whole numbers');
  bearableList({ length: count } as readonly Value[]);
  return Array.from({ length: count }, (_, index) => from + index * step);
}
