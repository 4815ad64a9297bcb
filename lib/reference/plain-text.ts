// Turns the reference's Markdown into text for a terminal.
import { paragraph } from '../explain/text-columns.js';

/** Handles headings, paragraphs, lists and code: removes the marks, and breaks lines at `width`. */
export function plainText(markdown: string, width = 96): string {
  let inCode = false;
  const lines = markdown.split('\n').map((line) => {
    if (line.startsWith('```')) {
      inCode = !inCode;
      return undefined;
    }
    return inCode ? `    ${line}\n` : plainLine(line, width);
  });
  return lines
    .filter((line) => line !== undefined)
    .join('')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/\n+$/, '\n');
}

function plainLine(line: string, width: number): string {
  const [, indent = '', bullet = '', words = ''] = /^(\s*)(#+ |- )?(.*)$/.exec(line) ?? [];
  const text = withoutMarks(words);
  if (text === '') return '\n';
  if (bullet.startsWith('#')) return `${text}\n`;
  if (bullet === '') return paragraph(text, indent, width);
  // The following lines of an item are aligned with its text.
  const hanging = paragraph(text, `${indent}    `, width);
  return `${indent}  - ${hanging.slice(indent.length + 4)}`;
}

function withoutMarks(text: string): string {
  return text
    .replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/`([^`]+)`/g, '$1');
}
