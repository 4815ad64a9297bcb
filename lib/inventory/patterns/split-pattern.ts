// Splits a host pattern into its parts, as Ansible does: at commas, else at colons and blanks, unless it is an address.

/**
 * The parts of a pattern. In a list with commas, a part that isn't a known name (`names`) is split again: Ansible would
 * ignore it there.
 */
export function splitPattern(pattern: string, names: (part: string) => boolean): readonly string[] {
  const parts = pattern.includes(',') ? pattern.split(',') : [pattern];
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .flatMap((part) => (isAddress(part) || (parts.length > 1 && names(part)) ? [part] : divided(part)));
}

function divided(part: string): readonly string[] {
  return part.match(/(?:[^\s:[\]]|\[[^\]]*\])+/gu) ?? [];
}

const range = '\\[(?:[a-z]:[a-z]|[0-9]+:[0-9]+)(?::[0-9]+)?\\]';
const character = `[\\p{L}\\p{N}_]|${range}`;
const label = `(?:${character})(?:${character}|-)*(?<![_-])`;
const hostName = new RegExp(`^${label}(?:\\.${label})*$`, 'iu');
const part = '(?:[0-9a-f]{1,4}|\\[[0-9a-f]+:[0-9a-f]+(?::[0-9]+)?\\])';
/** As in Ansible, anything that begins like an IPv6 address is one: `2001:db8::*`. */
const likeIpv6 = new RegExp(
  `^(?:(?:${part}:){7}${part}|(?:${part}:){1,6}:|::|(?:0:){6}(?:[0-9]+\\.){3})`,
  'i',
);

/** Whether it is a host name or an IP address, possibly with ranges and a port: its colons don't separate parts. */
function isAddress(text: string): boolean {
  const unbracketed = /^\[(.+)\]:\d+$/.exec(text)?.[1] ?? text;
  const bare = /^((?:[^:[\]]|\[[^\]]*\])*):\d+$/.exec(unbracketed)?.[1] ?? unbracketed;
  return hostName.test(bare) || likeIpv6.test(bare);
}
