// Makes the page of the facts from their types.
import ts from 'typescript';
import type { Reading } from '../../../../lib/reference/source/typescript-compiler.js';
import { isOptional, memberItem } from '../../../../lib/reference/source/member-item.js';
import { programOf } from './program-of.js';

/** Markdown: each fact with its type, and what is inside it below. */
export function factsPage(): string {
  const { checker, module } = programOf('lib/model/facts.ts');
  const facts = checker.getExportsOfModule(module).find(({ name }) => name === 'Facts');
  const list = facts ? members(checker.getDeclaredTypeOfSymbol(facts), { ts, checker }, '') : '';
  return [
    '# Facts\n',
    'What a host reports about itself: `facts` in a role and its templates, and the output of `trueup facts`.\n',
    list,
  ].join('\n');
}

function members(type: ts.Type, reading: Reading, indent: string): string {
  const { checker } = reading;
  return checker
    .getPropertiesOfType(type)
    .map((member) => {
      const whole = checker.getTypeOfSymbol(member);
      const one = isOptional(member, reading) ? checker.getNonNullableType(whole) : whole;
      const inside = checker.isArrayType(one) ? checker.getTypeArguments(one as ts.TypeReference)[0] : one;
      const below =
        inside && inside.flags & ts.TypeFlags.Object ? members(inside, reading, `${indent}  `) : '';
      return `${indent}${memberItem(member, reading, '; may be absent')}${below}`;
    })
    .join('');
}
