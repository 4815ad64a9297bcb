// When and how an apply is interrupted: seeded points, spread over its steps.
import type { Event } from '../../../lib/model/event.js';
import { interruptions, type Point } from '../../../lib/testing/interrupt/interruption-points.js';
import { chance } from '../seed.js';

const phases = ['connect', 'probe', 'apt', 'file', 'reload'] as const;

type Phase = (typeof phases)[number];

/** About how long each phase lasts; a point lies somewhere in it. */
const lasts: Readonly<Record<Phase, number>> = {
  connect: 250,
  probe: 350,
  apt: 3000,
  file: 250,
  reload: 2500,
};

/** Each fault in each phase, `rounds` times over and the first two once more, dealt out to as many `hands`. */
export function dealPoints(rounds: number, hands: number): readonly (readonly Point[])[] {
  const draw = chance('promise 1');
  const all = interruptions.flatMap((fault, nth) =>
    Array.from({ length: nth < 2 ? rounds + 1 : rounds }).flatMap(() =>
      phases.map((phase): Point => {
        const inDpkg = phase === 'apt' && fault === 'power-off';
        return {
          ...{ fault, moment: phase, delay: Math.round(draw() * (inDpkg ? 150 : lasts[phase])) },
          ...(inDpkg && { inDpkg }),
          watch: () => (event) => begins(phase, event),
        };
      }),
    ),
  );
  return Array.from({ length: hands }, (_, hand) => all.filter((_, at) => at % hands === hand));
}

/** Whether the event is the beginning of the phase. */
function begins(phase: Phase, event: Event): boolean {
  const step = event.type === 'step.started' ? event.resource : '';
  switch (phase) {
    case 'connect':
      return event.type === 'host.connecting';
    case 'probe':
      return event.type === 'host.asking' && event.what === 'state';
    case 'apt':
      return step.startsWith('apt.packages ');
    case 'file':
      return step.startsWith('file /etc/ssh/');
    case 'reload':
      return step.startsWith('service ');
  }
}
