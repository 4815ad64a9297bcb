// The list of everything that has a reference, in Markdown.
import { errorCodes } from '../model/error-codes.js';
import type { Role } from '../model/role.js';
import { resourcePages } from './resource-pages.js';

interface Listed {
  readonly roles: readonly Role[];
  /** Types that the project's roles define. */
  readonly ownTypes?: readonly string[];
}

/** What `link` gives is where the name leads to; by default nowhere. */
export function referenceList(
  { roles, ownTypes = [] }: Listed,
  link: (kind: 'roles' | 'resources', name: string) => string | undefined = () => undefined,
): string {
  const item = (name: string, words: string, to?: string): string =>
    `- ${to === undefined ? `\`${name}\`` : `[\`${name}\`](${to})`}: ${words}\n`;
  const own = ownTypes.map((name) => item(name, 'a type that a role of this project defines'));
  return [
    '# Reference\n',
    '`trueup docs NAME` shows one of these, `trueup docs ROLE.VARIABLE` one variable, and `trueup docs facts` the facts that hosts report.\n',
    '## Roles\n',
    roles.map(({ name, why }) => item(name, why, link('roles', name))).join(''),
    '## Resource types\n',
    [
      ...resourcePages().map(({ name, summary }) => item(name, summary, link('resources', name))),
      ...own,
    ].join(''),
    '## Errors\n',
    Object.entries(errorCodes)
      .map(([code, { means }]) => item(code, means))
      .join(''),
  ].join('\n');
}
