// Asks questions that only wait for the network in parallel, in one script: a port that drops takes two seconds.
import type { Answer, Script } from '../model/script.js';
import { join, sh } from '../shell/sh.js';

/** Each question starts a few processes on the host. */
const mostAtOnce = 16;

/** The factor by which the time limit of this many questions exceeds that of one. */
export function roundsOf(count: number): number {
  return Math.ceil(count / mostAtOnce);
}

/** Prints a line for each script: its number, its status and its output. */
export function besideEachOther(scripts: readonly Script[]): Script {
  return join(
    scripts.map((script, at) => {
      const isLast = at + 1 === scripts.length || (at + 1) % mostAtOnce === 0;
      return sh`
( set +e
said=$( ( set -eu
${script}
) 2>&1 )
status=$?
[ -z "$said" ] || said=$(printf %s "$said" | tr '\n' ' ' | head -c 1000)
printf '%s %s %s\n' ${at} "$status" "$said"
) &
${isLast ? sh`wait` : sh``}`;
    }),
  );
}

/** The answers to `count` questions. What a script prints on either stream is returned as stderr. */
export function answersBeside({ status, stdout, stderr }: Answer, count: number): readonly Answer[] {
  const lines = new Map(
    [...stdout.matchAll(/^(\d+) (\d+) (.*)$/gm)].map(([, at, status, said = '']) => [
      Number(at),
      { status: Number(status), stdout: '', stderr: said },
    ]),
  );
  const none = { status: Math.max(1, status), stdout: '', stderr: stderr.trim() || 'no answer' };
  return Array.from({ length: count }, (_, at) => lines.get(at) ?? none);
}
