// Asks ansible-core what it makes of inventories: all in one process.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface Question {
  readonly folder: string;
  readonly sources: readonly string[];
  readonly vault?: Readonly<Record<string, string>>;
  readonly filled?: readonly string[];
  /** As `ansible PATTERN --list-hosts`. */
  readonly patterns?: readonly string[];
  /** As `ansible-playbook --limit PATTERN` of a play for all hosts. */
  readonly limits?: readonly string[];
}

type Chosen = readonly string[] | { readonly error: string };

export interface Reading {
  readonly groups: Readonly<
    Record<string, { readonly children: readonly string[]; readonly members: readonly string[] }>
  >;
  readonly hosts: Readonly<
    Record<string, { readonly vars: Record<string, unknown>; readonly filled: Record<string, unknown> }>
  >;
  readonly patterns: Readonly<Record<string, Chosen>>;
  readonly limits: Readonly<Record<string, Chosen>>;
}

export interface Answers {
  readonly version: string;
  readonly answers: readonly (Reading | { readonly error: string })[];
}

/** Where ansible-core is, if it is here. */
const ansible = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'ansible-inventory'))
  .find((path) => existsSync(path));

/** A suite that needs ansible-core. In CI it must be there (test/prepare installs it); elsewhere it is skipped without. */
export function besideAnsible(title: string, suite: () => void): void {
  if (ansible !== undefined || process.env['CI'] !== undefined) describe(title, suite);
  else describe.skip(`${title} (skipped: needs ansible-core, which is not installed)`, suite);
}

/** What Ansible says, one answer for each question. Throws if the reading itself fails. */
export function askAnsible(questions: readonly Question[]): Answers {
  if (ansible === undefined) throw new Error('ansible-core is needed: apt-get install ansible-core');
  // The Python that Ansible was installed for is rarely the first one in PATH.
  const [, python = 'python3'] = /^#!\s*(\S+)/.exec(readFileSync(ansible, 'utf8')) ?? [];
  const home = mkdtempSync(join(tmpdir(), 'trueup-ansible-'));
  try {
    const { stdout, stderr, error, status } = spawnSync(python, ['test/ansible/oracle.py'], {
      input: JSON.stringify(questions),
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: { PATH: process.env['PATH'], HOME: home, LC_ALL: 'C.UTF-8' },
    });
    if (error) throw error;
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as Answers;
  } finally {
    rmSync(home, { recursive: true });
  }
}
