// The list of everything that has a reference, in Markdown.
import { errorCodes } from '../model/error-codes.js';
import type { Role } from '../model/role.js';
import { resourcePages, type ResourcePage } from './resource-pages.js';

interface Listed {
  readonly roles: readonly Role[];
  /** Pages of the types that the project's roles define. */
  readonly own?: readonly ResourcePage[];
}

/** `link` returns the target of a name's link; by default, names have no links. */
export function referenceList(
  { roles, own = [] }: Listed,
  link: (kind: 'roles' | 'resources', name: string) => string | undefined = () => undefined,
): string {
  const item = (name: string, words: string, to?: string): string =>
    `- ${to === undefined ? `\`${name}\`` : `[\`${name}\`](${to})`}: ${words}\n`;
  return [
    '# Reference\n',
    '`trueup docs NAME` shows one of these pages, `trueup docs ROLE.VARIABLE` shows one variable, and `trueup docs facts` shows the facts that hosts report.\n',
    '## Roles\n',
    roles.map(({ name, why }) => item(name, why, link('roles', name))).join(''),
    '## Resource types\n',
    [
      ...resourcePages().map(({ name, summary }) => item(name, summary, link('resources', name))),
      ...own.map(({ name, summary }) => item(name, summary)),
    ].join(''),
    '## Errors\n',
    Object.entries(errorCodes)
      .map(([code, { means }]) => item(code, means))
      .join(''),
  ].join('\n');
}
