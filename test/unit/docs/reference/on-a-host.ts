// The section of a role's README that lists what the role declares on a host.
import type { Resource } from '../../../../lib/model/resource.js';
import { declaredByRoles } from './example-stack.js';

const heading = '## On a host\n';
const renewed = '<!-- Made by `npm run docs` from what the role declares: change that. -->\n';

interface Watching {
  readonly unit: string;
  readonly reloadOn?: readonly Resource[];
  readonly restartOn?: readonly Resource[];
}

/** Role → the section, in Markdown. */
export async function sectionsOnHosts(): Promise<ReadonlyMap<string, string>> {
  const declared = await declaredByRoles();
  return new Map([...declared].map(([role, resources]) => [role, sectionOf(role, resources)]));
}

/** The README with that section at its end. */
export function withSection(readme: string, section: string): string {
  const [before = ''] = readme.split(`\n${heading}`);
  return `${before.trimEnd()}\n\n${section}`;
}

function sectionOf(role: string, resources: readonly Resource[]): string {
  const of = (...types: readonly string[]): readonly Resource[] =>
    resources.filter(({ type }) => types.includes(type.type));
  const isOther = ({ type }: Resource): boolean =>
    !type.paths &&
    !['apt.packages', 'directory', 'absent', 'user', 'sysctl', 'service', 'effect'].includes(type.type);
  const items: readonly (readonly [string, readonly string[]])[] = [
    ['Packages', of('apt.packages').flatMap(({ want }) => inCode((want as { names: string[] }).names))],
    ['Files', inCode(resources.filter(({ type }) => type.type !== 'release').flatMap(pathsOf))],
    ['Releases', of('release').map(({ want }) => `\`${(want as { root: string }).root}\``)],
    ['Folders', of('directory').map(({ want }) => `\`${(want as { path: string }).path}\``)],
    ['Removed', of('absent').map(({ want }) => `\`${(want as { path: string }).path}\``)],
    ['Accounts', of('user').map(({ want }) => `\`${(want as { name: string }).name}\``)],
    ['Kernel', of('sysctl').map(({ want }) => kernelItem(want as { key: string; value: string }))],
    [
      'Settings queried from the program',
      of('effect').map(({ want }) => `\`${(want as { name: string }).name}\``),
    ],
    ['Other', resources.filter(isOther).map(({ id }) => `\`${id}\``)],
  ];
  const services = of('service').map(({ want }) => serviceItem(want as Watching));
  return [
    heading,
    `On Debian 13, with defaults where there are some. [The reference](../../docs/reference/roles/${role}.md) lists the variables,\nthe ports and the checks.\n`,
    [
      ...items.filter(([, of]) => of.length > 0).map(([name, of]) => `- **${name}**: ${of.join(', ')}\n`),
      ...services,
    ].join(''),
    renewed,
  ].join('\n');
}

function serviceItem({ unit, reloadOn = [], restartOn = [] }: Watching): string {
  const when = [
    ...(reloadOn.length > 0 ? [`reloaded after a change of ${namesOf(reloadOn)}`] : []),
    ...(restartOn.length > 0 ? [`restarted after a change of ${namesOf(restartOn)}`] : []),
  ];
  return `- **Service \`${unit}\`**${when.length > 0 ? `: ${when.join('; ')}` : ''}\n`;
}

function namesOf(resources: readonly Resource[]): string {
  const paths = inCode(resources.flatMap(pathsOf)).join(', ');
  const settings = resources.some(({ type }) => type.type === 'effect')
    ? ', and of its settings in force'
    : '';
  return paths + settings;
}

function pathsOf({ type, want }: Resource): readonly string[] {
  return type.paths?.(want) ?? [];
}

function kernelItem({ key, value }: { readonly key: string; readonly value: string }): string {
  return `\`${key}\` = \`${value}\``;
}

function inCode(names: readonly string[]): readonly string[] {
  return names.map((name) => `\`${name}\``);
}
