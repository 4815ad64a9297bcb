// Shares one answer of `ssh -G` among all hosts that no block of the files distinguishes.
import { readRegular } from '../../bounds/read-bounded-file.js';
import { namesHost } from '../host-keys/known-hosts.js';
import type { SshConfig } from '../link/target.js';
import type { Answer } from './run-ssh-g.js';

/** A host that doesn't exist: ssh's answer for it applies to all hosts that no file names. */
export const anybody = 'any-host.trueup.invalid';

/** What the files compare host names with. */
export interface Patterns {
  /** The names of each `Host` line. */
  readonly lines: readonly string[];
}

const mostBytes = 4 << 20;

/** The `Host` lines of all files that an answer comes from; undefined if they depend on more than names. */
export function patternsOf({ files, config }: Answer): Patterns | undefined {
  // If ssh canonicalizes names, it reads the files again with another name.
  if (config.get('canonicalizehostname')?.[0] !== 'false') return undefined;
  const lines: string[] = [];
  for (const file of files) {
    // ssh truncates long file names in its log.
    if (file.length >= 190) return undefined;
    let text: string;
    try {
      text = readRegular(file, mostBytes).toString('utf8');
    } catch {
      return undefined;
    }
    for (const line of text.split('\n')) {
      const [, keyword = '', rest = ''] =
        /^\s*"?(host|match|include)"?(?:\s*=\s*|\s+)(.*)$/i.exec(line) ?? [];
      const value = rest.trim();
      if (/^include$/i.test(keyword) && /[%$]/.test(value)) return undefined;
      if (/^match$/i.test(keyword) && !/^all$/i.test(value)) return undefined;
      if (!/^host$/i.test(keyword)) continue;
      if (/["'\\#,]/.test(value)) return undefined;
      lines.push(value.split(/\s+/).join(','));
    }
  }
  return { lines };
}

/** The answer for `anybody`, adapted to this host; undefined if a `Host` line distinguishes the two. */
export function answerFor(alias: string, answer: Answer, patterns: Patterns): Answer | undefined {
  if (!/^[a-z0-9._:-]+$/.test(alias)) return undefined;
  if (patterns.lines.some((line) => namesHost(line, alias) !== namesHost(line, anybody))) return undefined;
  const config = new Map<string, readonly string[]>();
  for (const [keyword, values] of answer.config) {
    const isName = keyword === 'host' || keyword === 'hostname';
    // It comes from a token, and only ssh knows the token's value for this host.
    if (!isName && values.some((value) => value.includes(anybody))) return undefined;
    config.set(keyword, isName ? values.map((value) => value.replaceAll(anybody, alias)) : values);
  }
  return { ...answer, config: config satisfies SshConfig };
}
