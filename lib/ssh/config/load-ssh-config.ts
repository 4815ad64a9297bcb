// What ssh_config says about a server, apart from ssh's defaults; one call of ssh serves many hosts.
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { paceOf, type HostTimeout } from '../../model/host-timeouts.js';
import type { ConnectOptions } from '../link/connect-options.js';
import { remember } from '../link/answer-cache.js';
import type { SshConfig } from '../link/target.js';
import { askSsh, NoAnswer, type Answer, type Question } from './run-ssh-g.js';
import { answerFor, anybody, patternsOf, type Patterns } from './share-ssh-g-answers.js';
import { sshEnvironment } from './ssh-environment.js';

/** What the inventory already says about a host. */
export interface Asked {
  readonly alias: string;
  readonly port?: number;
  readonly user?: string;
  /** Further options, each `Keyword=value`. */
  readonly options?: readonly string[];
}

/** The settings that ssh reports. */
export interface Settings {
  readonly config: SshConfig;
  /** The part that differs from what ssh does without any file. */
  readonly changed: SshConfig;
  /** Files that the ssh program reads, in this order; a configuration that replaces them has to include them. */
  readonly files: readonly string[];
}

const nothing: Settings = { config: new Map(), changed: new Map(), files: [] };

/**
 * Asks ssh about a server. `file` is read instead of the operator's and the system's files; `none` reads none. Without
 * an ssh program, the answer is empty if there is no configuration file; otherwise it throws E_CONNECT.
 */
export async function loadSshConfig(
  host: string,
  file: string | undefined,
  asked: Asked,
  timeout: HostTimeout,
  options: ConnectOptions,
): Promise<Settings> {
  const { alias, port, user, options: more = [] } = asked;
  if (file === 'none' && more.length === 0) return nothing;
  const own = join(options.home, '.ssh', 'config');
  const isOwnThere = file === undefined && existsSync(own);
  const files = filesArgument(file, own, isOwnThere, options.home);
  if (files === undefined && more.length === 0) return nothing;
  const question = {
    files: files ?? ['-F', 'none'],
    options: [
      ...(port === undefined ? [] : ['-p', String(port)]),
      ...(user === undefined ? [] : ['-l', user]),
      ...more.flatMap((option) => ['-o', option]),
    ],
  };
  const env = sshEnvironment(options);
  const ask = (about: Question): Promise<Answer> =>
    remember(options, ['ssh', about, paceOf(timeout), env.PATH], () =>
      few(() => askSsh(about, timeout, env)),
    );
  try {
    const withoutFiles = ask({ files: ['-F', 'none'], options: [], alias: anybody });
    // Whatever is wrong with ssh, the call with the files reports it better.
    withoutFiles.catch(() => undefined);
    const answer = await answerOf({ ...question, alias }, ask);
    const usual = await withoutFiles;
    const changed = [...answer.config].filter(([keyword, values]) =>
      differ(values, usual.config.get(keyword)),
    );
    return { config: answer.config, changed: new Map(changed), files: answer.outermost };
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    const isOptional = file === undefined && !isOwnThere && more.length === 0;
    if (error.kind === 'absent' && isOptional) return nothing;
    throw error.of(host);
  }
}

/** The arguments that name the files to ssh; undefined if there are none. */
function filesArgument(
  file: string | undefined,
  own: string,
  isOwnThere: boolean,
  home: string,
): readonly string[] | undefined {
  if (file !== undefined) return ['-F', file];
  // ssh uses the account's home directory, never HOME.
  if (home === accountHome()) return [];
  return isOwnThere ? ['-F', own] : undefined;
}

function accountHome(): string | undefined {
  try {
    return userInfo().homedir;
  } catch {
    return undefined;
  }
}

// Each call is a process: more of them at a time would only delay the first.
const few = pLimit(8);

const patterns = new WeakMap<Answer, Patterns | false>();

async function answerOf(about: Question, ask: (about: Question) => Promise<Answer>): Promise<Answer> {
  const shared = await ask({ ...about, alias: anybody }).catch((error: unknown) => {
    if (error instanceof NoAnswer && error.kind !== 'refused') throw error;
    // The mistake may concern that name alone; otherwise the next call reports it.
    return undefined;
  });
  if (!shared) return ask(about);
  const known = patterns.get(shared) ?? patternsOf(shared) ?? false;
  patterns.set(shared, known);
  return (known && answerFor(about.alias, shared, known)) || ask(about);
}

function differ(values: readonly string[], usual: readonly string[] | undefined): boolean {
  return usual?.length !== values.length || values.some((value, index) => value !== usual[index]);
}
