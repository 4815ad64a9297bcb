// cloud-init still at work at the first contact: it installs packages and writes files, so it is let finish.
import type { Host } from '../model/fleet.js';
import type { Answer, Script } from '../model/script.js';
import { TrueupError } from '../model/trueup-error.js';
import { sh } from '../shell/sh.js';
import type { Session } from '../wire/session.js';
import type { EngineOptions } from '../engine/engine-options.js';

/** A first boot that installs much takes minutes. */
const timeoutSeconds = 600;

/** Status 0 while there is something to wait for: one that broke off writes no result, and has nothing left to start. */
const atWork = sh`[ ! -e /run/cloud-init/result.json ] && [ -n "$(systemctl list-jobs --no-legend 'cloud-*' 2>/dev/null)" ]`;

const waiting = sh`
for turn in $(seq ${timeoutSeconds}); do
  ${atWork} || exit 0
  sleep 1
done
cloud-init status --long >&2 || true
exit 1`;

/** Whether it was waited for. Throws E_TIMEOUT if it doesn't finish. */
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
