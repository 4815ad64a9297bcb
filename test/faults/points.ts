// When and how an apply is interrupted: seeded points, spread over its steps.
import type { Event } from '../../lib/model/event.js';
import { chance } from './seed.js';

const phases = ['connect', 'probe', 'apt', 'file', 'reload'] as const;
const faults = ['SIGKILL of trueup', 'power-off', 'network cut', 'network gone for a moment'] as const;

export interface Point {
  readonly phase: (typeof phases)[number];
  readonly fault: (typeof faults)[number];
  /** Milliseconds after the phase begins; of a power-off in apt, after dpkg does. */
  readonly delay: number;
}

/** About how long each phase lasts; a point lies somewhere in it. */
const lasts: Readonly<Record<Point['phase'], number>> = {
  connect: 250,
  probe: 350,
  apt: 3000,
  file: 250,
  reload: 2500,
};

/** Each fault in each phase, `rounds` times over and the first two once more, dealt out to as many `hands`. */
export function dealPoints(rounds: number, hands: number): readonly (readonly Point[])[] {
  const draw = chance('promise 1');
  const all = faults.flatMap((fault, nth) =>
    Array.from({ length: nth < 2 ? rounds + 1 : rounds }).flatMap(() =>
      phases.map((phase): Point => ({
        phase,
        fault,
        delay: Math.round(draw() * (inDpkg({ phase, fault }) ? 150 : lasts[phase])),
      })),
    ),
  );
  return Array.from({ length: hands }, (_, hand) => all.filter((_, at) => at % hands === hand));
}

/** The power goes while dpkg works. */
export function inDpkg({ phase, fault }: Pick<Point, 'phase' | 'fault'>): boolean {
  return phase === 'apt' && fault === 'power-off';
}

/** Whether the event is the beginning of the phase. */
export function begins(phase: Point['phase'], event: Event): boolean {
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
