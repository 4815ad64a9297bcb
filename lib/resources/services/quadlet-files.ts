// The file of a quadlet, and the one with its secrets.
import { Secret } from '../../model/secret.js';
import type { Script } from '../../model/script.js';
import { quoteForCommand } from '../../shell/quote-for-unit.js';
import { sh } from '../../shell/sh.js';
import type { OwnFile } from '../files/replace-file.js';
import type { QuadletWant } from './quadlet-want.js';

export const quadletFolder = '/etc/containers/systemd';
export const generator = '/usr/lib/systemd/system-generators/podman-system-generator';

/** A `%` would start a systemd specifier. */
const plain = (text: string): string => text.replaceAll('%', '%%');
/** Also escapes `$`, which would start a variable. */
const argument = (text: string): string => plain(text).replaceAll('$', '$$$$');
const list = (key: string, values: readonly string[] = []): string =>
  values.map((value) => `${key}=${value}\n`).join('');
const words = (values: readonly string[]): string => values.map(quoteForCommand).join(' ');

function secretsOf({ environment = {} }: QuadletWant): readonly (readonly [string, Secret])[] {
  return Object.entries(environment).flatMap(([key, value]) =>
    value instanceof Secret ? [[key, value] as const] : [],
  );
}

const pathsOf = ({ name }: QuadletWant): readonly [string, string] => [
  `${quadletFolder}/${name}.container`,
  `${quadletFolder}/${name}.env`,
];

/** Podman copies these values to the `podman run` command line of a unit, so they are quoted for such a line. */
function textOf(want: QuadletWant): string {
  const {
    name,
    description = name,
    exec,
    environment = {},
    network,
    user,
    podmanArgs,
    restart = 'always',
    requires = [],
  } = want;
  const open = Object.entries(environment).filter(([, value]) => !(value instanceof Secret));
  const units = requires.length > 0 ? `Requires=${requires.join(' ')}\nAfter=${requires.join(' ')}\n` : '';
  const container = [
    `Image=${want.image}\n`,
    list('Exec', exec && [words(exec)]),
    list('PublishPort', want.publishPort),
    list('Volume', want.volume?.map(argument)),
    list(
      'Environment',
      open.map(([key, value]) => quoteForCommand(`${key}=${String(value)}`)),
    ),
    list('EnvironmentFile', secretsOf(want).length > 0 ? [pathsOf(want)[1]] : []),
    list('Secret', want.secret?.map(argument)),
    list('Network', network === undefined ? [] : [argument(network)]),
    list('User', user === undefined ? [] : [argument(user)]),
    list('PodmanArgs', podmanArgs && [words(podmanArgs)]),
  ].join('');
  const install = want.enabled === false ? '' : '\n[Install]\nWantedBy=multi-user.target\n';
  // Pulling an image may take longer than systemd waits by default.
  return `# Written by trueup.\n[Unit]\nDescription=${plain(description)}\n${units}\n[Container]\n${container}\n[Service]\nRestart=${restart}\nTimeoutStartSec=900\n${install}`;
}

/** Runs the generator on a folder that contains only this file; if it fails, its output is the reason. */
function judge(name: string, staged: string): Script {
  return sh`
tried=$(mktemp -d)
cp -- ${staged} "$tried"/${`${name}.container`}
said=$(QUADLET_UNIT_DIRS=$tried ${generator} -dryrun 2>&1) || { printf '%s\n' "$said" >&2; rm -rf -- "$tried"; exit 1; }
rm -rf -- "$tried"`;
}

/** The file with the secrets comes first: the other one refers to it. */
export function quadletFiles(want: QuadletWant): readonly [OwnFile, OwnFile] {
  const [path, secrets] = pathsOf(want);
  // In the format of podman-run(1): a value extends to the end of the line, without quotes.
  const lines = secretsOf(want).map(([key, value]) => `${key}=${value.reveal()}\n`);
  return [
    lines.length === 0
      ? { path: secrets }
      : { path: secrets, content: new Secret(lines.join('')), mode: '0600' },
    { path, content: textOf(want), validate: (staged) => judge(want.name, staged) },
  ];
}
