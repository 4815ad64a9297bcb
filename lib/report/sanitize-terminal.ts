// Prevents a host's output from controlling the operator's terminal.

/** Escapes control characters, and characters that change the direction of text; line breaks and tabs are kept. */
export function sanitizeTerminal(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, (char) => {
      const code = char.charCodeAt(0).toString(16);
      return code.length > 2 ? `\\u${code}` : `\\x${code.padStart(2, '0')}`;
    });
}

/** The same, but on one line, so that a name can't pose as the next line. */
export function sanitizeLine(text: string): string {
  return sanitizeTerminal(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}
