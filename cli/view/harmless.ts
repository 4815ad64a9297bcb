// What a host says must not drive the operator's terminal.

/** Shows control characters instead of obeying them; line ends and tabs stay. */
export function harmless(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, (char) => {
    return char === '\r' ? '' : `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}
