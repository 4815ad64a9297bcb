// Takes a host out of service on the hosts that send it work, and puts it back, even if this run doesn't survive.
import { createHash } from 'node:crypto';
import { messageOf } from '../model/thrown-message.js';
import { paceOf } from '../model/host-timeouts.js';
import type { Drain } from '../model/role.js';
import type { Script } from '../model/script.js';
import { TrueupError } from '../model/trueup-error.js';
import { sh } from '../shell/sh.js';
import { askOn } from './ask-other-host.js';
import type { HostRun } from './host-run-context.js';

/** For drains without `seconds`. Roles usually set it: `drain_seconds` in roles/nginx/vars.ts, for example. */
const defaultDrainSeconds = 120;

/** For a start, a test, and becoming healthy. A host that is put back too early merely receives requests too early. */
const forgottenSeconds = 900;

/** One after another. Throws E_APPLY. */
export async function takeOut(run: HostRun, drains: readonly Drain[]): Promise<void> {
  for (const drain of drains) {
    say(run, `taken out of service${drain.on === run.host.name ? '' : ` on ${drain.on}`}`);
    const seconds = (drain.seconds ?? defaultDrainSeconds) + 30;
    const script = sh`${forgetful(run, drain)}${drain.out}`;
    await must(run, drain.on, script, seconds, 'taking the host out of service').catch((error: unknown) => {
      throw attributed(run, drain.on, error);
    });
  }
}

/** Also safe if the host wasn't taken out of service. Throws E_APPLY. */
export async function putBack(run: HostRun, drains: readonly Drain[]): Promise<void> {
  for (const drain of drains) await putBackOne(run, drain);
}

async function putBackOne(run: HostRun, drain: Drain): Promise<void> {
  if (!drain.back) return;
  const done = sh`
( ${drain.back}
)
systemctl stop ${`${unitOf(run, drain)}.timer`} 2>/dev/null || true
rm -f -- ${scriptOf(run, drain)}`;
  await must(run, drain.on, done, defaultDrainSeconds + 30, 'putting the host back into service');
  say(run, `put back into service on ${drain.on}`);
}

/** For a run that has failed anyway: if the host can't be put back, that is only reported. */
export async function putBackIfPossible(run: HostRun, drains: readonly Drain[]): Promise<void> {
  if (run.options.abort.aborted) return;
  for (const drain of drains)
    await putBackOne(run, drain).catch((error: unknown) => {
      say(run, `could not be put back into service on ${drain.on}: ${messageOf(error)}`);
    });
}

/** Reports a line of text about the host. */
export function say({ host, options }: HostRun, text: string): void {
  options.listener({ type: 'notice', host: host.name, text });
}

/** Runs a script that must succeed, and returns its output. Throws E_APPLY. */
export async function must(
  run: HostRun,
  on: string,
  script: Script,
  seconds: number,
  what: string,
): Promise<string> {
  const { status, stdout, stderr } = await askOn(run, on, script, seconds);
  if (status === 0) return stdout.trim();
  throw new TrueupError('E_APPLY', `${run.host.name}: ${what} failed on ${on}`, {
    host: run.host.name,
    output: `${stdout}\n${stderr}`.trim(),
  });
}

/** Attributes the error to this host, even if it is the other host that can't be reached. */
function attributed({ host }: HostRun, on: string, error: unknown): unknown {
  if (!(error instanceof TrueupError) || error.code === 'E_INTERRUPTED' || error.host === host.name)
    return error;
  return new TrueupError('E_APPLY', `${host.name}: the host can't be taken out of service on ${on}`, {
    host: host.name,
    output: error.message,
    hint: `Fix ${on} or remove it from the inventory, then run again.`,
    cause: error,
  });
}

/** One unit per `back` script: another drain of the same host must not take over its timer. */
function unitOf({ host }: HostRun, { back }: Drain): string {
  const digest = createHash('sha256')
    .update(back?.text ?? '')
    .digest('hex');
  return `trueup-back-${host.name}-${digest.slice(0, 8)}`;
}

function scriptOf(run: HostRun, drain: Drain): string {
  return `/run/trueup/${unitOf(run, drain)}`;
}

/** Makes `on` put the host back by itself if the run is killed. In memory, because a boot of `on` ends the drain. */
function forgetful(run: HostRun, drain: Drain): Script {
  const { back, seconds = 0 } = drain;
  if (!back) return sh``;
  const [unit, path] = [unitOf(run, drain), scriptOf(run, drain)];
  const wait = (seconds + forgottenSeconds) * paceOf(run.host.connection);
  return sh`
systemctl stop ${`${unit}.timer`} 2>/dev/null || true
( umask 077; mkdir -p /run/trueup; printf '%s\n' ${`set -eu\n${back.text}`} >${path} )
systemd-run --quiet --collect --service-type=oneshot --unit=${unit} --on-active=${wait} /bin/sh ${path}
`;
}
