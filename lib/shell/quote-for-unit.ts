// One word in a unit file, whatever it holds: systemd.syntax(7), systemd.service(5).

/** Of a setting such as `Environment=`. */
export function quoteForUnit(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%');
  return `"${escaped.replaceAll('\n', '\\n')}"`;
}

/** Of a command line, where `$` would begin a variable of systemd's. */
export function quoteForCommand(text: string): string {
  return quoteForUnit(text).replaceAll('$', '$$$$');
}
