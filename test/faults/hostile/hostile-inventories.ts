// Inventories that are too much, or not what they seem; and what is said of each.

/** What lies at a path: a text, bytes, or a shell's command that puts something there (`$1` is the path). */
export type Lying = string | Uint8Array | { readonly made: string };

export interface HostileInventory {
  readonly files: Readonly<Record<string, Lying>>;
  /** Every complaint must fit; absent if it is merely much, and must be read. */
  readonly says?: RegExp;
  readonly limit?: string;
}

const site = 'roles: {all: []}';
const one = 'all: {hosts: {h: }}';
const vars = (text: Lying): HostileInventory['files'] => ({
  'hosts.yml': one,
  'trueup.yml': site,
  'group_vars/all.yml': text,
});
const hosts = (text: Lying): HostileInventory['files'] => ({ 'hosts.yml': text, 'trueup.yml': site });
const repeated = (count: number, text: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => text(at)).join('');
const bomb = (unit: string): string =>
  `a0: &a0 ${unit}\n${repeated(12, (at) => `a${at + 1}: &a${at + 1} [${`*a${at}, `.repeat(20)}]\n`)}`;
/** Each group holds all later ones, the farthest first: as many ways to the last as there are subsets. */
const ladder = repeated(
  60,
  (at) => `g${at}: {children: {${repeated(59 - at, (next) => `g${59 - next}: , `)}}}\n`,
);

const ini = (text: Lying): HostileInventory['files'] => ({ hosts: text, 'trueup.yml': site });
/** A program that prints an inventory. */
const prints = (shell: string): HostileInventory['files'] => ({
  ...hosts(one),
  'list.sh': { made: `cat > "$1" <<'X'\n#!/bin/sh\n# --list\n${shell}\nX\nchmod +x "$1"` },
});

export const hostileInventories: Readonly<Record<string, HostileInventory>> = {
  'a bomb of aliases': { files: vars(bomb('x')), says: /aliases expand to more than 100000 values/ },
  'a bomb of aliases in place of hosts': { files: hosts(bomb('{}')), says: /aliases expand|outside|must be/ },
  'a bomb of merged mappings': {
    files: vars(
      `m0: &m0 {${repeated(100, (at) => `k${at}: 1, `)}}\n${repeated(
        40,
        (at) => `m${at + 1}: &m${at + 1} {<<: [${`*m${at}, `.repeat(30)}]}\n`,
      )}`,
    ),
    says: /aliases expand to more than 100000 values/,
  },
  'an alias within itself': { files: vars('a: &a {b: *a}'), says: /aliases expand/ },
  'brackets without end': {
    files: vars(`a: ${'['.repeat(500_000)}`),
    says: /is nested more than 64 levels deep/,
  },
  'braces without end': {
    files: vars(`a: ${'{a: '.repeat(200_000)}`),
    says: /is nested more than 64 levels deep/,
  },
  'groups within groups': {
    files: hosts(`all: {children: ${'{g: {children: '.repeat(50_000)}`),
    says: /is nested more than 64 levels deep/,
  },
  'a file that is too long': { files: vars(`a: ${'x'.repeat(2_000_000)}`), says: /is larger than 1 MiB/ },
  'a long word': { files: vars(`a: ${'x'.repeat(1_000_000)}`) },
  'fifty thousand lines': {
    files: vars(repeated(50_000, (at) => `a${at}: ${at % 10}\n`)),
  },
  'a pipe': { files: vars({ made: 'mkfifo "$1"' }), says: /is not a regular file/ },
  'a device': { files: vars({ made: 'ln -s /dev/zero "$1"' }), says: /is not a regular file/ },
  'a terminal': { files: vars({ made: 'ln -s /dev/tty "$1"' }), says: /is not a regular file|can't be read/ },
  'a link to itself': { files: vars({ made: 'ln -s all.yml "$1"' }), says: /form a loop|no group/ },
  'a folder that holds itself': {
    files: { ...hosts(one), 'group_vars/all/a.yml': 'a: 1', 'group_vars/all/self': { made: 'ln -s . "$1"' } },
    says: /folders are nested too deeply/,
  },
  'a folder in place of a file': {
    files: { ...hosts(one), 'hosts2.yml/x': '', 'trueup.yml': { made: 'mkdir "$1"' } },
    says: /is not a regular file|no roles are assigned/,
  },
  'a file in place of a folder': { files: { ...hosts(one), group_vars: 'a: 1' } },
  'Latin-1': { files: vars(Buffer.from('a: caf\xe9', 'latin1')), says: /is not UTF-8 text/ },
  'UTF-16': { files: vars(Buffer.from('\ufeffa: b', 'utf16le')), says: /is not UTF-8 text/ },
  'overlong UTF-8': { files: vars(Buffer.from([0x61, 0x3a, 0x20, 0xc0, 0xaf])), says: /is not UTF-8 text/ },
  'bytes that are no text': { files: vars(Buffer.from([0, 1, 2, 255, 254])), says: /is not UTF-8 text/ },
  'a NUL': { files: vars('ansible_user: "x\\0y"'), says: /contains a NUL|ansible_user: must match/ },
  'a NUL in a variable of others': { files: vars('a: "x\\0y"') },
  'a key twice': {
    files: vars('ansible_user: a\nansible_user: b'),
    says: /ansible_user appears twice/,
  },
  'a key of others twice': { files: vars('a: 1\nb: 2\na: 3') },
  'a host twice': { files: hosts('all: {hosts: {h: , h: }}'), says: /h appears twice/ },
  'a host called __proto__': {
    files: hosts('all: {hosts: {__proto__: {a: 1}}}'),
    says: /__proto__ cannot be a key/,
  },
  'a group called __proto__': {
    files: hosts('__proto__: {hosts: {h: }}'),
    says: /__proto__ cannot be a key/,
  },
  'a variable called __proto__': { files: vars('__proto__: {a: 1}'), says: /__proto__ cannot be a key/ },
  'a merged __proto__': { files: vars('a: {<<: {__proto__: {b: 1}}}'), says: /__proto__ cannot be a key/ },
  'names of every object': {
    files: {
      'hosts.yml':
        'all: {hosts: {constructor: {toString: 1, valueOf: {hasOwnProperty: 2}}}, children: {prototype: {hosts: {toString: }}}}',
      'trueup.yml': site,
      'host_vars/constructor.yml': 'constructor: {prototype: {polluted: true}}',
    },
  },
  'a host that is an option': {
    files: hosts('all: {hosts: {"-oProxyCommand=x": }}'),
    says: /is not a valid host name/,
  },
  'a host that is a command': {
    files: hosts('all: {hosts: {"$(touch x)": }}'),
    says: /is not a valid host name/,
  },
  'an address that is more': {
    files: hosts('all: {hosts: {h: {private_address: "10.0.0.1; return 200"}}}'),
    says: /private_address: ".*" is not a valid address/,
  },
  'an address of two lines': {
    files: hosts('all: {hosts: {h: {ansible_host: "10.0.0.1\\nProxyCommand x"}}}'),
    says: /ansible_host/,
  },
  'a user that is an option': {
    files: hosts('all: {hosts: {h: {ansible_user: "-oProxyCommand=x"}}}'),
    says: /ansible_user: must match/,
  },
  'a user that is a command': {
    files: hosts('all: {hosts: {h: {ansible_user: "$(touch x)"}}}'),
    says: /ansible_user: must match/,
  },
  'an ssh_config of two lines': {
    files: hosts('all: {hosts: {h: {trueup_ssh_config: "x\\nProxyCommand touch"}}}'),
    says: /trueup_ssh_config: must match/,
  },
  'ssh options of two lines': {
    files: hosts(`all: {hosts: {h: {ansible_ssh_common_args: "-F 'x\\nProxyCommand touch'"}}}`),
    says: /a line break or a control character/,
  },
  'an ssh option of every object': {
    files: hosts('all: {hosts: {h: {ansible_ssh_common_args: "-o constructor=x -p constructor"}}}'),
    says: /Port constructor is not valid/,
  },
  'a host-key check of every object': {
    files: hosts('all: {hosts: {h: {ansible_ssh_common_args: "-o StrictHostKeyChecking=constructor"}}}'),
    says: /is not (valid|supported)/,
  },
  'a port that is none': {
    files: hosts('all: {hosts: {h: {ansible_ssh_common_args: "-p 22x"}}}'),
    says: /a whole number|is not (valid|supported)/,
  },
  'too many hosts in one word': {
    files: hosts('all: {hosts: {"h[1:99999999]": , "a[0:99]b[0:99]c[0:99]": }}'),
    says: /is not a valid range|more than 10000 hosts/,
  },
  'ten thousand hosts': { files: hosts('all: {hosts: {"h[1:10000]": }}') },
  'a circle of groups': {
    files: hosts('a: {children: {b: }}\nb: {children: {c: }}\nc: {children: {a: }}\nd: {hosts: {h: }}'),
    says: /in a cycle/,
  },
  'a ladder of groups': { files: hosts(`all: {hosts: {h: }}\n${ladder}`) },
  'INI without end': { files: ini(`[web]\n${'h\n'.repeat(600_000)}`), says: /is larger than 1 MiB/ },
  'an INI value that nests without end': { files: ini(`[web]\nh a=${'['.repeat(400_000)}`) },
  'an INI value of quotes': { files: ini(`[web]\nh\n[web:vars]\na = ${'"\\'.repeat(300_000)}`) },
  'an INI line of quotes': {
    files: ini(`[web]\nh a=${'"'.repeat(500_001)}`),
    says: /a quotation mark is not closed/,
  },
  'fifty thousand INI lines': {
    files: ini(`[web]\n${repeated(50_000, (at) => `h${at % 5000} a${at}=${at}\n`)}`),
  },
  'INI that is binary': {
    files: ini(Buffer.from([91, 119, 93, 10, 0, 1, 2, 27, 10])),
    says: /is not a valid host name|is not a valid assignment/,
  },
  'an INI host called __proto__': { files: ini('[__proto__]\n__proto__ __proto__=1\n') },
  'JSON that nests without end': {
    files: { ...hosts(one), 'b.json': `{"a":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}` },
    says: /is nested more than 64 levels deep/,
  },
  'JSON of too many values': {
    files: { ...hosts(one), 'b.json': `{"a":[${'0,'.repeat(4_000_000)}0]}` },
    says: /has more than 1000000 values/,
  },
  'a script that prints without end': { files: prints('exec yes'), says: /printed more than 32 MiB/ },
  'a script that complains without end': {
    files: prints('head -c 50000000 /dev/zero | tr "\\0" x >&2; exit 1'),
    says: /failed with exit code 1/,
  },
  'a script that leaves a process behind': {
    files: prints('sleep 30 & echo "{}"; exec 1>&- 2>&-; kill $!'),
  },
  'a script that prints bytes': {
    files: prints('head -c 1000 /dev/urandom'),
    says: /must print a JSON mapping/,
  },
  'a pattern that never ends': {
    files: hosts(`all: {hosts: {${'a'.repeat(60)}: }}`),
    limit: '~(a+)+b',
    says: /took longer than/,
  },
  'a glob that never ends': {
    files: hosts(`all: {hosts: {${'a'.repeat(60)}: }}`),
    limit: `${'*a'.repeat(40)}*b`,
    says: /took longer than|is neither a host/,
  },
  'a secret in a pipe': {
    files: { ...vars('x: !file secrets/pipe'), 'secrets/pipe': { made: 'mkfifo "$1"' } },
    says: /not a regular file/,
  },
  'a secret without end': { files: vars('x: !file /dev/zero'), says: /not a regular file/ },
};
