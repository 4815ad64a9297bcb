// One word in a unit file, whatever it holds: systemd.syntax(7), systemd.service(5).

/** For a setting, for example `Environment=`. */
export function quoteForUnit(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%');
  return `"${escaped.replaceAll('\n', '\\n')}"`;
}

/** For a command line, in which systemd would expand a variable after `$`. */
export function quoteForCommand(text: string): string {
  return quoteForUnit(text).replaceAll('$', '$$$$');
}
