// What a host says must not drive the operator's terminal.

/** Shows control characters, and those that turn the direction of text, instead of obeying them; lines and tabs stay. */
export function sanitizeTerminal(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, (char) => {
      const code = char.charCodeAt(0).toString(16);
      return code.length > 2 ? `\\u${code}` : `\\x${code.padStart(2, '0')}`;
    });
}

/** The same on one line: a name can't pretend to be the next line. */
export function sanitizeLine(text: string): string {
  return sanitizeTerminal(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}
