// Unquotes strings: as in templates, and as in Python.

/** As Ansible reads strings in a template: a backslash is literal, even before an n. */
export function templateString(literal: string): string {
  return literal.slice(1, -1).replace(/\\(['"])/g, '$1');
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '' };

/** As Python prints strings. */
export function pythonString(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(
      /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|([\s\S]))/g,
      (whole: string, ...groups: (string | undefined)[]) => {
        const [hex, unicode, sign = ''] = groups;
        const code = hex ?? unicode;
        if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
        return escapes[sign] ?? (/['"\\]/.test(sign) ? sign : whole);
      },
    );
}
