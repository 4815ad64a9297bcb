// A file of secret environment variables, as systemd reads it.
import { Secret } from '../../lib/kit.js';

/**
 * systemd.exec(5), EnvironmentFile=: within double quotes, a backslash escapes these four characters, and a line break
 * is kept.
 */
export function secretEnvironment(variables: Readonly<Record<string, Secret>>): Secret {
  const lines = Object.entries(variables).map(
    ([name, value]) => `${name}="${value.reveal().replace(/["\\$`]/g, String.raw`\$&`)}"\n`,
  );
  return new Secret(lines.join(''));
}
