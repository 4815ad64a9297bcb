// Debian packages to install or remove.
import type { Change, Resource, ResourceType } from '../../model/resource.js';
import type { Script } from '../../model/script.js';
import { TrueupError } from '../../model/trueup-error.js';
import { join, sh } from '../../shell/sh.js';
import { aptTransaction } from './apt-transaction.js';
import { defineResource } from '../define-resource.js';
import { policyMark } from './policy-rc-d.js';
import { readPackages, type PackagesHave } from './read-packages.js';

export interface PackagesWant {
  /** Packages to install. */
  readonly names: readonly string[];
  /** Packages to remove. Defaults to none. */
  readonly absent?: readonly string[];
  /** Whether to install recommended packages, too. Defaults to false. */
  readonly recommends?: boolean;
  /** Seconds to wait while another apt or dpkg is running on the host. Defaults to 600. */
  readonly lockSeconds?: number;
  /**
   * A script to run before packages are configured again because dpkg was interrupted or a maintainer script failed. It
   * removes whatever made the maintainer script fail. It must check with dpkg-query(1) whether there is anything to do.
   */
  readonly beforeRetry?: Script;
}

/** dpkg's names for the states that its second status letter stands for. */
const words: Readonly<Record<string, string>> = {
  H: 'half-installed',
  U: 'unpacked',
  F: 'half-configured',
  W: 'waiting for triggers',
  t: 'triggers pending',
};

function changesOfNames({ names }: PackagesWant, { status, automatic }: PackagesHave): readonly Change[] {
  return names.flatMap((name): Change[] => {
    const key = `package ${name}`;
    const letter = status.get(name)?.[1];
    if (letter === 'i') {
      return automatic.has(name)
        ? [{ verb: 'update', key, from: 'installed automatically', to: 'installed manually' }]
        : [];
    }
    const half = words[letter ?? ''];
    return half === undefined
      ? [{ verb: 'create', key }]
      : [{ verb: 'update', key, from: half, to: 'installed' }];
  });
}

/** Merges what all roles declare. Throws E_CONTRADICTION if one role installs a package that another removes. */
function mergePackages(wants: readonly PackagesWant[]): PackagesWant {
  const names = [...new Set(wants.flatMap((want) => want.names))].sort();
  const absent = [...new Set(wants.flatMap((want) => want.absent ?? []))].sort();
  const clash = absent.find((name) => names.includes(name));
  if (clash !== undefined) {
    throw new TrueupError(
      'E_CONTRADICTION',
      `one role installs package ${clash}, and another one removes it`,
    );
  }
  const waits = wants.flatMap(({ lockSeconds }) => lockSeconds ?? []);
  const retries = wants.flatMap(({ beforeRetry }) => beforeRetry ?? []);
  return {
    names,
    absent,
    ...(retries.length > 0 ? { beforeRetry: join(retries.map((one) => sh`( ${one} )`)) } : {}),
    ...(wants.some((want) => want.recommends === true) ? { recommends: true } : {}),
    ...(waits.length > 0 ? { lockSeconds: Math.max(...waits) } : {}),
  };
}

/** The packages of one host, which apt installs and removes in one transaction. */
const packagesType: ResourceType<PackagesWant, PackagesHave> = {
  type: 'apt.packages',
  schedule: { phase: 'packages', merge: mergePackages, seconds: 900 },

  id({ names, absent = [] }) {
    const all = [...names, ...absent.map((name) => `${name}-`)];
    return all.length <= 4 ? all.join(' ') : `${all.slice(0, 3).join(' ')} +${all.length - 3}`;
  },

  // extended_states is apt's list of packages that were installed only as dependencies. updates/ contains numbered
  // files if dpkg was killed. grep's status 1 means "none".
  probe(wants) {
    const names = wants.flatMap((want) => [...want.names, ...(want.absent ?? [])]);
    const plain = names.map((name) => name.replace(/:.*/, ''));
    return sh`
all=$(dpkg-query -W -f 'P|\${db:Status-Abbrev}|\${Package}|\${Architecture}\n')
printf '%s\n' "$all" | grep -e '^P|.[HUFWt]' -e '^P|..R' ${plain.flatMap((name) => ['-e', `|${name}|`])} || [ $? = 1 ]
if [ -e /var/lib/apt/extended_states ]; then
  sed -n -e '/^Package: /{s///;h;}' -e '/^Auto-Installed: 1/{x;s/^/M|/;p;}' /var/lib/apt/extended_states |
    grep -Fx ${['-e', 'M|', ...plain.flatMap((name) => ['-e', `M|${name}`])]} || [ $? = 1 ]
fi
for file in /var/lib/dpkg/updates/[0-9]*; do [ ! -e "$file" ] || echo 'U|'; done
ours=0
if [ -e /usr/sbin/policy-rc.d ]; then ours=$(grep -c ${policyMark} /usr/sbin/policy-rc.d) || [ $? = 1 ]; fi
if [ -e /usr/sbin/policy-rc.d.before-trueup ] || [ "$ours" != 0 ]; then echo 'L|'; fi`;
  },

  read: (answer, wants) => wants.map(() => readPackages(answer)),

  diff(want, have) {
    const changes: Change[] = [];
    if (have.broken.length > 0) {
      changes.push({
        verb: 'run',
        key: 'repair',
        what: 'repair of an interrupted dpkg',
        from: have.broken.join(', '),
      });
    }
    if (have.policyLeft)
      changes.push({ verb: 'remove', key: 'policy-rc.d', what: 'policy-rc.d left by an interrupted run' });
    changes.push(...changesOfNames(want, have));
    for (const name of want.absent ?? []) {
      // `n`: not installed, `c`: only its configuration is left.
      if (!/^$|.[nc]/.test(have.status.get(name) ?? ''))
        changes.push({ verb: 'remove', key: `package ${name}` });
    }
    return changes;
  },

  apply(want, have) {
    const lacking = want.names.filter((name) => have.status.get(name)?.[1] !== 'i');
    return aptTransaction({
      install: lacking,
      remove: (want.absent ?? []).filter((name) => !/^$|.[nc]/.test(have.status.get(name) ?? '')),
      keep: want.names.filter((name) => !lacking.includes(name) && have.automatic.has(name)),
      recommends: want.recommends ?? false,
      repair: have.broken.length > 0,
      lockSeconds: want.lockSeconds ?? 600,
      beforeRetry: want.beforeRetry ?? sh`:`,
    });
  },

  undo: {
    revert(_want, _have, changes) {
      const named = (verb: Change['verb']): string =>
        changes
          .filter((change) => change.verb === verb && change.key.startsWith('package '))
          .map(({ key }) => key.slice('package '.length))
          .join(', ');
      const [made, removed] = [named('create'), named('remove')];
      return [
        ...(made === '' ? [] : [`left installed because removing packages could delete data: ${made}`]),
        ...(removed === ''
          ? []
          : [`removed packages are not restored: ${removed}; apply the older commit to install them again`]),
      ];
    },
  },
};

const make = defineResource(packagesType);

/** A package name (Debian policy 5.6.1), optionally followed by an architecture. */
const packageName = /^[a-z0-9][a-z0-9+.-]+(:[a-z0-9-]+)?$/;

/** All of a host's packages are installed first, in one transaction. Throws E_INPUT for an invalid package name. */
export function packages(want: PackagesWant): Resource {
  for (const name of [...want.names, ...(want.absent ?? [])]) {
    if (packageName.test(name)) continue;
    throw new TrueupError('E_INPUT', `${JSON.stringify(name)} is not a valid Debian package name`);
  }
  return make(want);
}
