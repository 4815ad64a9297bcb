// Generates the page of a function that creates resources, from its types and comments.
import type ts from 'typescript';
import type { Reading } from './typescript-compiler.js';
import { isOptional, memberItem } from './member-item.js';

/** A function that creates resources. */
export interface Made {
  readonly name: string;
  /** The signature of the call in a role. */
  readonly signature: ts.Signature;
  /** Names of the types of its resources. */
  readonly types: readonly string[];
  /** What it is for. */
  readonly about: string;
  /** The line that imports it, or a comment on where it is defined. */
  readonly from: string;
}

/** Markdown. */
export function madePage({ name, signature, types, about, from }: Made, reading: Reading): string {
  const [first, ...further] = signature.getParameters();
  const want = first && membersOf(first, reading);
  const parameters = want || !first ? further : [first, ...further];
  const required = (symbols: readonly ts.Symbol[]): readonly string[] =>
    symbols.filter((symbol) => !isOptional(symbol, reading)).map((symbol) => symbol.name);
  const given = [...(want ? [objectOf(required(want))] : []), ...required(parameters)];
  const items = [...(want ?? []), ...parameters].map((member) => memberItem(member, reading));
  return [
    `# Resource \`${name}\`\n`,
    `${about}\n`,
    `\`\`\`ts\n${from}\n\nyield ${name}(${given.join(', ')});\n\`\`\`\n`,
    `In plans and reports, it is called ${types.map((type) => `\`${type}\``).join(' or ')}.\n`,
    '## Members\n',
    items.join('') || 'The types of its members could not be determined from its source.\n',
  ].join('\n');
}

/** The members of the object that a role passes; undefined for any other value. */
function membersOf(parameter: ts.Symbol, { ts, checker }: Reading): readonly ts.Symbol[] | undefined {
  const type = checker.getTypeOfSymbol(parameter);
  const kinds = type.isUnion() ? type.types : [type];
  const objects = ts.TypeFlags.Object | ts.TypeFlags.Intersection;
  if (!kinds.every(({ flags }) => flags & objects)) return undefined;
  const members = kinds.flatMap((kind) => checker.getPropertiesOfType(kind));
  return [...new Map(members.map((member) => [member.name, member])).values()];
}

function objectOf(required: readonly string[]): string {
  return required.length > 0 ? `{ ${required.map((name) => `${name}: …`).join(', ')} }` : '{}';
}
