// `ssh -W %h:%p bastion`, which was common before ProxyJump.

/** The jump that is equivalent to a ProxyCommand; undefined if there is none. */
export function jumpOf(command: string): string | undefined {
  if (command.trim().toLowerCase() === 'none') return 'none';
  const [program = '', ...words] = command.trim().split(/\s+/);
  if (!/^(\S*\/)?ssh$/.test(program)) return undefined;
  let host: string | undefined;
  let port: string | undefined;
  let user: string | undefined;
  let forwards = false;
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '-W') forwards = /^"?(%h:%p|\[%h\]:%p)"?$/.test(words.shift() ?? '');
    else if (word === '-p') port = words.shift();
    else if (word === '-l') user = words.shift();
    else if (word === '-q' || word === '-T') continue;
    else if (host === undefined && /^([\w.-]+@)?[\w.-]+$/.test(word) && !word.startsWith('-')) host = word;
    else return undefined;
  }
  if (!forwards || host === undefined) return undefined;
  if (port !== undefined && !/^\d{1,5}$/.test(port)) return undefined;
  if (user !== undefined && (host.includes('@') || !/^[\w.-]+$/.test(user))) return undefined;
  return `${user === undefined ? '' : `${user}@`}${host}${port === undefined ? '' : `:${port}`}`;
}
