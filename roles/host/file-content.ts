// What a file of the role contains: a text, a file of the project, or a template of the project.
import type { Secret } from '../../lib/kit.js';
import { TrueupError, type Scope } from '../../lib/kit.js';
import type { FileEntry } from './file-entry.js';

/** The text of a file on the host. Throws E_INPUT and E_TEMPLATE. */
export type ContentOf = (entry: FileEntry) => string | Secret;

function sourceOf({ content, source, template }: FileEntry): string | undefined {
  const given = [content, source, template].filter((one) => one !== undefined);
  if (given.length !== 1)
    throw new TrueupError('E_INPUT', 'needs exactly one of content, source and template', {
      hint: 'Set `content` to the text itself, `source` to a file in the project, or `template` to a template in the project.',
    });
  return source ?? template;
}

/**
 * The text as it is written to the host. A template can use `host`, `facts`, `platform` and, as `vars`, the values
 * declared for it.
 */
export function contentFor({
  read,
  render,
  vars,
}: Pick<Scope<Values>, 'read' | 'render' | 'vars'>): ContentOf {
  return (entry) => {
    const path = sourceOf(entry);
    if (path === undefined) return entry.content ?? '';
    if (entry.source !== undefined) return read(`project:${path}`);
    return render(`project:${path}`, { vars: { ...vars.vars, ...entry.vars } });
  };
}

/** Checks what can be checked before a host's facts are known: whether the source files exist. */
export function contentAhead(read: (path: string) => string): ContentOf {
  return (entry) => {
    const path = sourceOf(entry);
    return path === undefined ? (entry.content ?? '') : read(`project:${path}`);
  };
}

interface Values {
  readonly vars?: Readonly<Record<string, unknown>>;
}
