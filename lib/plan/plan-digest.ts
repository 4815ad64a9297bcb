// Binds a plan to what was declared and to what the host was, so that an apply can hold itself to both.
import { createHash, scryptSync } from 'node:crypto';
import { wantText } from '../compile/want-text.js';
import type { SavedStep } from '../model/plan.js';
import type { Resource } from '../model/resource.js';
import type { Script } from '../model/script.js';
import { TrueupError } from '../model/trueup-error.js';
import { join, sh } from '../shell/sh.js';
import type { Session } from '../wire/session.js';
import { shown, type PlannedStep } from './diff-host.js';

/** Seconds a host may take to look at all it was asked about once more. */
const sealSeconds = 120;

/** Digest of what is declared. With a secret in it, it is as slow to guess as scrypt makes it (RFC 7914). */
export function wantDigest(resource: Resource, salt: string): string {
  const { text, secret } = wantText(resource.want);
  if (secret) return scryptSync(text, salt, 32).toString('hex');
  return createHash('sha256').update(`${salt}\n${text}`).digest('hex');
}

/** Leaves the digest of what the type's probe says of the one resource in `$found`: its words and its status. */
function look({ type, want }: Resource): Script {
  return sh`
found=$( { set +e; ( set -e
${type.probe([want])}
); echo "status $?"; } 2>/dev/null | sha256sum)
found=\${found%% *}`;
}

/** Asks about every step's resource by itself. Throws E_UNREADABLE. */
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
  // A host may have nothing declared.
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

/** What a script exits with that finds the host changed since it was planned. */
export const stalePlanStatus = 91;

/** Ends with `stalePlanStatus`, and names what changed, unless each resource still is what it was. */
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
