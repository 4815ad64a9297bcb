// Shell globs (*, ?, [abc], [!abc]) as regular expressions that match a whole name.

/** A regular expression with the glob's meaning in fnmatch(3). A bracket that isn't closed stands for itself. Never throws. */
export function globOf(glob: string): RegExp {
  let source = '';
  for (const [part] of glob.matchAll(/\*+|\?|\[!?\]?[^\]]*\]|[^*?]/gsu)) source += translated(part);
  return new RegExp(`^${source}$`, 'su');
}

function translated(part: string): string {
  if (part.startsWith('*')) return '.*?';
  if (part === '?') return '.';
  const [, not, set] = /^\[(!?)(.+)\]$/su.exec(part) ?? [];
  if (set === undefined) return literal(part);
  const members = [...set.matchAll(/(.)-(.)|(.)/gsu)].map(([, from, to, one]) =>
    one !== undefined
      ? literal(one)
      : from !== undefined && to !== undefined && from <= to
        ? `${literal(from)}-${literal(to)}`
        : '',
  );
  const inside = members.join('');
  if (inside === '') return not ? '.' : '(?!)';
  return `[${not ? '^' : ''}${inside}]`;
}

/** Escapes by code point, the only form that is correct both inside and outside brackets. */
function literal(text: string): string {
  return text.replaceAll(/./gsu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
