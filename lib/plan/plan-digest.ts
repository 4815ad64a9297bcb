// Binds a plan to the declared resources and to the host's state, so that an apply can check both.
import { createHash, scryptSync } from 'node:crypto';
import { wantText } from '../compile/want-text.js';
import type { SavedStep } from '../model/plan.js';
import type { Resource } from '../model/resource.js';
import type { Script } from '../model/script.js';
import { TrueupError } from '../model/trueup-error.js';
import { join, sh } from '../shell/sh.js';
import type { Session } from '../wire/session.js';
import { shown, type PlannedStep } from './diff-host.js';

/** Seconds that a host may take to probe all its resources once more. */
const sealSeconds = 120;

/** Digest of the declared state. If that contains a secret, scrypt (RFC 7914) makes guessing it slow. */
export function wantDigest(resource: Resource, salt: string): string {
  const { text, secret } = wantText(resource.want);
  if (secret) return scryptSync(text, salt, 32).toString('hex');
  return createHash('sha256').update(`${salt}\n${text}`).digest('hex');
}

/** Sets `$found` to the digest of what the type's probe prints for this one resource, and of its exit status. */
function look({ type, want }: Resource): Script {
  return sh`
found=$( { set +e; ( set -e
${type.probe([want])}
); echo "status $?"; } 2>/dev/null | sha256sum)
found=\${found%% *}`;
}

/** Probes the resource of each step separately, and adds the digests to the steps. Throws E_UNREADABLE. */
export async function digestSteps(
  session: Session,
  host: string,
  steps: readonly PlannedStep[],
  salt: string,
  signal: AbortSignal,
): Promise<readonly SavedStep[]> {
  const looks = steps.map(
    ({ declared }) => sh`${look(declared.resource)}
printf '%s\n' "$found"`,
  );
  const [answer] = await session.run([join(looks)], {
    onFailure: 'go on',
    secondsFor: () => sealSeconds,
    signal,
  });
  // There is no match if nothing is declared for the host.
  const digests = answer?.stdout.match(/^.+$/gm) ?? [];
  if (answer?.status !== 0 || digests.length !== steps.length)
    throw new TrueupError('E_UNREADABLE', `${host}: the digest of its state could not be computed`, {
      host,
      ...(answer ? { output: answer.stderr } : {}),
    });
  return steps.map((step, at) => ({
    ...shown(step),
    want: wantDigest(step.declared.resource, salt),
    have: digests[at] ?? '',
  }));
}

/** Exit status of a script that finds that the host has changed since it was planned. */
export const stalePlanStatus = 91;

/** Exits with `stalePlanStatus`, and prints the resources that have changed, unless all are as they were. */
export function stillAsPlanned(resources: readonly (readonly [Resource, string])[]): Script {
  const looks = resources.map(
    ([resource, have]) => sh`
${look(resource)}
[ "$found" = ${have} ] || { printf '%s\n' ${resource.id} >&2; stale=1; }`,
  );
  return sh`
(
stale=0
${join(looks)}
[ "$stale" = 0 ] || exit ${stalePlanStatus}
)`;
}
