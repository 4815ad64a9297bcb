// Writes the page of a function that makes resources, from its types and comments.
import type ts from 'typescript';
import type { Reading } from './typescript-compiler.js';
import { isOptional, memberItem } from './member-item.js';

/** A function that makes resources. */
export interface Made {
  readonly name: string;
  /** Of the call that a role writes. */
  readonly signature: ts.Signature;
  /** Names of the types of its resources. */
  readonly types: readonly string[];
  /** What it is for. */
  readonly about: string;
  /** The line that imports it, or says where it is. */
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

/** What the object that a role passes may have; undefined for any other value. */
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
