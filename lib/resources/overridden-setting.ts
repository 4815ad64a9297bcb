// A declared setting that is not in force, because something else overrides it.
import type { Change } from '../model/resource.js';

export interface Overruled {
  readonly setting: string;
  /** The value in force. */
  readonly now: string;
  /** The declared value. */
  readonly to: string;
  /** What overrides it: a file, with its line if it is known. */
  readonly by: string;
}

/** Parses a line with these four fields, separated by tabs. */
export function readOverruled(line: string): Overruled {
  const [setting = '', now = '', to = '', by = ''] = line.split('\t');
  return { setting, now, to, by };
}

/** The change, as a plan shows it: `PasswordAuthentication: yes (/etc/ssh/sshd_config.d/01-provider.conf:1) → no`. */
export function overruledChange({ setting, now, to, by }: Overruled): Change {
  return { verb: 'update', key: setting, from: by === '' ? now : `${now} (${by})`, to };
}
