// The reference of a role, in Markdown, generated from its schema and from what the role itself declares.
import { portInWords } from '../explain/connections-between-hosts.js';
import type { Fleet } from '../model/fleet.js';
import type { Opening, Role } from '../model/role.js';
import { exampleOf } from './smallest-example.js';
import { ask } from './ask-role.js';
import { variablesList } from './variables-list.js';

/** The role's purpose, an example, its variables, openings and checks. `fleet` is the example fleet with the role. */
export function roleReference(role: Role, fleet: Fleet): string {
  const { openings, checks } = ask(role, fleet);
  const variables = variablesList(role.vars);
  return [
    `# Role \`${role.name}\`\n`,
    `${role.why}\n`,
    `\`\`\`yaml\n# trueup.yml\nroles: { GROUP: [${role.name}] }\n\`\`\`\n`,
    `\`\`\`yaml\n# group_vars/GROUP.yml: required variables\n${exampleOf(role)}\`\`\`\n`,
    ...relations(role),
    `## Variables\n`,
    variables === '' ? 'None.\n' : variables,
    `## Listens on\n`,
    openings ? openingsList(openings) : 'The ports depend on the inventory; see `trueup explain`.\n',
    `## Checks\n`,
    checks ? checksList(role.name, checks) : 'The checks depend on the inventory; see `trueup verify`.\n',
  ].join('\n');
}

/** How it relates to other roles. */
function relations(role: Role): readonly string[] {
  const { needs, after, instances } = role;
  const needed = needs?.map((one) => (typeof one === 'string' ? one : one.name)) ?? [];
  return [
    ...(instances
      ? [
          'A host can have several instances of this role. Each instance has a name, such as `main`, and its own variables.\n',
        ]
      : []),
    ...(needed.length > 0
      ? [`It requires ${inCode(needed)} on the same host; required roles are applied first.\n`]
      : []),
    ...(after ? [`Hosts with this role are changed after those with ${inCode(after)}.\n`] : []),
    ...(role.offers ? ['Other roles can read its offers with `fleet.offersOf`.\n'] : []),
  ];
}

/** One variable of a role, such as `http_port`; undefined if it has none of that name. */
export function variableReference({ name, vars }: Role, variable: string): string | undefined {
  const properties = (vars['properties'] ?? {}) as Readonly<Record<string, object>>;
  if (!Object.hasOwn(properties, variable)) return undefined;
  const only = { ...vars, properties: { [variable]: properties[variable] } };
  return `# Variable \`${name}.${variable}\`\n\n${variablesList(only)}`;
}

function openingsList(openings: readonly Opening[]): string {
  if (openings.length === 0) return 'Nothing.\n';
  const intro =
    'With the variables above, the role listens on these ports. The firewall opens them only to the sources listed.\n';
  const items = openings.map(
    (opening) => `- ${portInWords(opening)} from ${callers(opening.from)}: ${opening.why}\n`,
  );
  return `${intro}\n${items.join('')}`;
}

function callers(from: readonly string[]): string {
  if (from.length === 0) return 'the hosts named in the variables';
  return from
    .map((one) => (one === 'anyone' || one === 'operators' ? one : `hosts with the role \`${one}\``))
    .join(' and ');
}

function checksList(role: string, checks: readonly string[]): string {
  if (checks.length === 0) return 'None.\n';
  const intro = `With the variables above, on a host named ${role}1 in a fleet with one host per role, the checks are:\n`;
  return `${intro}\n${checks.map((title) => `- ${title}\n`).join('')}`;
}

function inCode(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
