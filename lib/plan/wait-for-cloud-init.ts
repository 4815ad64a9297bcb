// Waits for cloud-init if it is still running at first contact, because it installs packages and writes files.
import type { Host } from '../model/fleet.js';
import type { Answer, Script } from '../model/script.js';
import { TrueupError } from '../model/trueup-error.js';
import { sh } from '../shell/sh.js';
import type { Session } from '../wire/session.js';
import type { EngineOptions } from '../engine/engine-options.js';

/** A first boot that installs many packages takes minutes. */
const timeoutSeconds = 600;

/** Status 0 while cloud-init is running. One that was aborted never writes result.json, but has no jobs left either. */
const atWork = sh`[ ! -e /run/cloud-init/result.json ] && [ -n "$(systemctl list-jobs --no-legend 'cloud-*' 2>/dev/null)" ]`;

const waiting = sh`
for turn in $(seq ${timeoutSeconds}); do
  ${atWork} || exit 0
  sleep 1
done
cloud-init status --long >&2 || true
exit 1`;

/** Returns whether it waited. Throws E_TIMEOUT if cloud-init doesn't finish. */
export async function waitForCloudInit(
  session: Session,
  { name }: Host,
  { listener, abort }: Pick<EngineOptions, 'listener' | 'abort'>,
): Promise<boolean> {
  const ask = async (script: Script, seconds: number): Promise<Answer | undefined> =>
    (await session.run([script], { onFailure: 'go on', secondsFor: () => seconds, signal: abort }))[0];
  if ((await ask(atWork, 30))?.status !== 0) return false;
  listener({ type: 'notice', host: name, text: `${name}: waiting for cloud-init to finish` });
  const answer = await ask(waiting, timeoutSeconds + 60);
  if (answer?.status === 0) return true;
  throw new TrueupError('E_TIMEOUT', `${name}: cloud-init did not finish within ${timeoutSeconds} s`, {
    host: name,
    output: answer?.stderr.trim() ?? '',
    hint: 'On the host, find out what cloud-init is waiting for (cloud-init status --long, /var/log/cloud-init-output.log), then run again.',
  });
}
