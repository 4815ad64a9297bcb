// Finds what a folder's sources may hint at: by the project's habit, the texts that are whole sentences.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A hint of the sources. */
export interface Sentence {
  readonly file: string;
  /** With … where something is filled in. */
  readonly text: string;
  /** What it looks like to a person. */
  readonly form: RegExp;
}

/** Each sentence below a folder, once. */
export function sentencesIn(folder: string): readonly Sentence[] {
  const found = new Map<string, Sentence>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const source = ts.createSourceFile(
      file,
      readFileSync(join(folder, file), 'utf8'),
      ts.ScriptTarget.Latest,
    );
    const visit = (node: ts.Node): void => {
      const parts = partsOf(node);
      const text = parts.join('…');
      if (/^(?:[A-Z]|… [a-z]).* .*(?:[.?]|: .*)$/s.test(text)) {
        const form = new RegExp(`^${parts.map(escaped).join('.*')}$`, 's');
        found.set(text, { file, text, form });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return [...found.values()];
}

/** A text's fixed parts. */
function partsOf(node: ts.Node): readonly string[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (!ts.isTemplateExpression(node)) return [];
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
