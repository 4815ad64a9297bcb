// Packages, and where they come from.
import { aptKey, packages, repository, Type, type Resource, type Static } from '../../lib/kit.js';
import { each, naming, section } from './named-section.js';
import { nameKey, oneLine, path, textOrSecret } from './shared-schemas.js';

const word = Type.String({ pattern: String.raw`^[^\s#\u0000-\u001f]+$` });

const keyFromUrl = Type.Object(
  {
    url: textOrSecret(
      'http or https URL from which the host downloads the key. If it contains credentials, make it a secret.',
    ),
    fingerprints: Type.Optional(
      Type.Array(Type.String({ pattern: '^([0-9A-Fa-f] *){40,64}$' }), {
        minItems: 1,
        uniqueItems: true,
        description:
          'Fingerprints of all primary keys in the file, as the owner of the repository publishes them: 40 hexadecimal digits each, with or without spaces.',
      }),
    ),
    sha256: Type.Optional(
      Type.String({
        pattern: '^[0-9a-f]{64}$',
        description:
          'SHA-256 digest of the file: 64 hexadecimal digits. Set this instead of `fingerprints`, or in addition to them.',
      }),
    ),
  },
  { additionalProperties: false },
);

const source = Type.Object(
  {
    uris: Type.Array(word, { minItems: 1, description: 'URLs of the repository.' }),
    suites: Type.Array(word, {
      minItems: 1,
      description: 'Suites, such as `bookworm`, or one path that ends with `/`.',
    }),
    components: Type.Array(word, {
      default: [],
      description: 'Components, such as `main`. Leave them out for a suite that ends with `/`.',
    }),
    key: Type.Optional(
      Type.Union([Type.String({ description: 'The key itself, ASCII-armored.' }), keyFromUrl], {
        description:
          "The repository's public key: either the ASCII-armored text, or a mapping with the key's `url` and its `fingerprints`. Can't be combined with `signed_by`.",
      }),
    ),
    signed_by: Type.Optional(
      path(
        "Path of a keyring on the host. If neither this nor `key` is set, the distribution's keys are used.",
      ),
    ),
    pin: Type.Array(
      Type.Object(
        {
          packages: oneLine('Packages, as in apt_preferences(5): `mysql-*`.'),
          priority: Type.Integer({ description: 'Priority, as in apt_preferences(5).' }),
          match: Type.Optional(
            oneLine(
              "Pin, as in apt_preferences(5): `origin nginx.org`. Defaults to the repository's suites.",
            ),
          ),
        },
        { additionalProperties: false },
      ),
      { default: [], description: 'Pins that set priorities. The first pin that matches a package applies.' },
    ),
  },
  { additionalProperties: false },
);

/** The variables with which an inventory declares packages. */
export const packageVars = {
  repositories: Type.Optional(
    section(nameKey, source, 'Package sources, by name. They are added before packages are installed.'),
  ),
  packages: Type.Optional(
    section(
      Type.String({ pattern: '^[a-z0-9][a-z0-9+.-]+(:[a-z0-9-]+)?$' }),
      Type.Enum(['present', 'absent'], { description: '`present` or `absent`.' }),
      'Packages, by name, each `present` or `absent`. All of them are installed and removed in one transaction.',
    ),
  ),
};

interface PackageVars {
  readonly repositories?: Readonly<Record<string, Static<typeof source>>>;
  readonly packages?: Readonly<Record<string, 'present' | 'absent'>>;
}

/** The repositories, then the packages. */
export function* declaredPackages(vars: PackageVars): Generator<Resource> {
  yield* each('repositories', vars.repositories, (name, { signed_by, key, ...rest }) => {
    const signs = typeof key === 'object' ? aptKey({ name, ...key }) : key;
    const more = {
      ...(signs !== undefined && { key: signs }),
      ...(signed_by !== undefined && { signedBy: signed_by }),
    };
    return [...(typeof signs === 'object' ? [signs] : []), repository({ name, ...rest, ...more })];
  });
  const named = Object.entries(vars.packages ?? {});
  if (named.length === 0) return;
  const those = (state: string): readonly string[] =>
    named.filter(([, wanted]) => wanted === state).map(([name]) => name);
  yield naming('host.packages', () => packages({ names: those('present'), absent: those('absent') }));
}
