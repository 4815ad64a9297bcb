// Decides whether a host can take changes, before the first one is made.
import type { Listener } from '../model/event.js';
import type { Answer } from '../model/script.js';
import { TrueupError } from '../model/trueup-error.js';
import type { PlannedStep } from './diff-host.js';

/** The possible problems of a folder, each with its remedy. */
const hints = {
  'read-only':
    'Run findmnt -T FOLDER to identify the read-only mount and dmesg to find the cause, then remount it read-write.',
  noexec: 'dpkg runs package scripts in FOLDER, so mount its file system without noexec.',
  'too little space':
    'Free some space; apt-get clean and journalctl --vacuum-size=100M often help. To see how much is left, run df -h FOLDER.',
  'too few inodes':
    'Remove files; large numbers of small files are often old sessions or caches. To see how many inodes are left, run df -i FOLDER.',
} as const;

interface Finding {
  readonly folder: string;
  readonly ailment: keyof typeof hints;
  /** Whether only packages are affected: other changes don't need the folder, or need less space there. */
  readonly packagesOnly: boolean;
}

export interface Readiness {
  readonly findings: readonly Finding[];
}

interface Need {
  readonly kib: number;
  readonly inodes: number;
}
type Needs = Readonly<Record<string, Need>>;

/** Needed for every change: for records, the ledger and declared files. */
const forAll: Needs = {
  '/etc': { kib: 1024, inodes: 64 },
  '/var/lib': { kib: 1024, inodes: 64 },
};

/** A package may have hundreds of files; apt puts signatures into /tmp. apt-get itself checks the total size later. */
const forPackages: Needs = {
  '/usr': { kib: 16_384, inodes: 1000 },
  '/var/lib': { kib: 16_384, inodes: 1000 },
  '/var/cache': { kib: 1024, inodes: 64 },
  '/tmp': { kib: 512, inodes: 16 },
};

/** Parses the part of the answer that `readinessQuestion` asked for. */
export function readReadiness({ stdout }: Pick<Answer, 'stdout'>): Readiness {
  const told = [...stdout.matchAll(/^(read-only|noexec|room)=(.*)$/gm)].map(([, key, value = '']) => ({
    key,
    value,
  }));
  const of = (key: string): readonly string[] =>
    told.flatMap((line) => (line.key === key ? [line.value] : []));
  return {
    findings: [
      ...of('read-only').map((folder) => finding(folder, 'read-only', !(folder in forAll))),
      ...of('noexec').map((folder) => finding(folder, 'noexec', true)),
      ...of('room').flatMap(shortages),
    ],
  };
}

const finding = (folder: string, ailment: Finding['ailment'], packagesOnly: boolean): Finding => ({
  folder,
  ailment,
  packagesOnly,
});

function shortages(room: string): readonly Finding[] {
  const [folder = '', ...numbers] = room.split(' ');
  const [blocks = NaN, size = NaN, inodes = NaN, allInodes = NaN] = numbers.map(Number);
  const kib = (blocks * size) / 1024;
  const found: Finding[] = [];
  for (const [needs, packagesOnly] of [
    [forAll, false],
    [forPackages, true],
  ] as const) {
    const need = needs[folder];
    const lacks = (ailment: Finding['ailment']): boolean => !found.some((one) => one.ailment === ailment);
    if (need && kib < need.kib && lacks('too little space'))
      found.push(finding(folder, 'too little space', packagesOnly));
    // btrfs and others don't count inodes: only the space limits their number.
    if (need && allInodes > 0 && inodes < need.inodes && lacks('too few inodes'))
      found.push(finding(folder, 'too few inodes', packagesOnly));
  }
  return found;
}

type Steps = readonly Pick<PlannedStep, 'state' | 'declared'>[];

/** What is in the way of these steps, as `/etc, /var/lib: read-only`, each with its remedy. */
export function inTheWay(
  { findings }: Readiness,
  steps: Steps,
): readonly { readonly what: string; readonly hint: string }[] {
  const changes = steps.filter(({ state }) => state !== 'same');
  if (changes.length === 0) return [];
  const packages = changes.some(({ declared }) => declared.resource.type.schedule?.phase === 'packages');
  const counts = findings.filter(({ packagesOnly }) => packages || !packagesOnly);
  return [...new Set(counts.map(({ ailment }) => ailment))].map((ailment) => {
    const folders = counts.filter((one) => one.ailment === ailment).map(({ folder }) => folder);
    return {
      what: `${folders.join(', ')}: ${ailment}`,
      hint: hints[ailment].replace('FOLDER', folders[0] ?? ''),
    };
  });
}

/** Throws E_NOT_READY if something is in the way of these steps. */
export function refuseUnready(host: string, readiness: Readiness, steps: Steps): void {
  const found = inTheWay(readiness, steps);
  if (found.length === 0) return;
  throw new TrueupError('E_NOT_READY', `${host}: ${found.map(({ what }) => what).join('; ')}`, {
    host,
    hint: `Nothing was changed. ${found.map(({ hint }) => hint).join(' ')}`,
  });
}

/** Reports, for a plan, why an apply of these steps would be refused. */
export function foretellRefusal(host: string, readiness: Readiness, steps: Steps, listener: Listener): void {
  for (const { what, hint } of inTheWay(readiness, steps)) {
    const text = `${host}: ${what}: an apply would refuse to change this host. ${hint}`;
    listener({ type: 'notice', host, text });
  }
}
