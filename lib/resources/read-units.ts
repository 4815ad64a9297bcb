// What a host said about unit files → data.
import type { Answer } from '../model/script.js';

export interface UnitHave {
  /** Absent where there is no plain file; `access` as `0644 root:root`. */
  readonly file?: { readonly text: string; readonly access: string };
  /** Where it leads, if it is a link; a masked unit leads to /dev/null. */
  readonly link?: string;
  /** systemd runs an older text than the one on the disk. */
  readonly needsReload: boolean;
}

/** One per file, in order. The sections are those of the unit's probe. Throws where the host gave no answer. */
export function readUnits({ status, stdout }: Answer, count: number): readonly UnitHave[] {
  if (status !== 0) throw new Error(`its probe failed with status ${status}`);
  const [files = '', units = ''] = stdout.split(/^== units\n/m);
  const sections = files.split(/^== file\n/m).slice(1);
  const blocks = units.trim().split(/\n\n+/);
  if (sections.length !== count || blocks.length !== count) {
    throw new Error(`systemctl told of ${blocks.length} units instead of ${count}`);
  }
  return sections.map((section, at) => ({
    ...readFile(section),
    needsReload: /^NeedDaemonReload=yes$/m.test(blocks[at] ?? ''),
  }));
}

function readFile(section: string): Omit<UnitHave, 'needsReload'> {
  const [head = '', ...lines] = section.replace(/\n$/, '').split('\n');
  const [, kind, rest = ''] = /^(mode|link) (.*)$/.exec(head) ?? [];
  if (kind === 'link') return { link: rest };
  if (kind !== 'mode') return {};
  const text = lines.map((line) => line.replace(/^\|/, '')).join('\n');
  return { file: { text, access: rest } };
}
