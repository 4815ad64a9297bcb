// When and how an apply is interrupted.
import type { Event } from '../../model/event.js';
import { chance, type Chance } from '../seeded-random.js';

/** The faults that can interrupt an apply. */
export const interruptions = [
  'SIGKILL of trueup',
  'power-off',
  'network cut',
  'short network outage',
] as const;

export interface Point {
  readonly fault: (typeof interruptions)[number];
  /** The moment in words: `the connection`. */
  readonly moment: string;
  /** Milliseconds after the moment; for a power-off in dpkg, after dpkg starts to work. */
  readonly delay: number;
  /** Set if the power is cut while dpkg works. */
  readonly inDpkg?: true;
  /** For one apply: returns a function that receives each event, and returns whether the moment has come. */
  watch(): (event: Event) => boolean;
}

/** The point as failures describe it. */
export function pointInWords({ fault, moment, delay }: Point): string {
  return `${fault}, ${delay} ms into ${moment}`;
}

/** As many points as requested, with each fault in turn; most of them interrupt a step. */
export function drawPoints(count: number, seed: number): readonly Point[] {
  const draw = chance(seed, 'points');
  return Array.from({ length: count }, (_, nth) => ({
    fault: interruptions[nth % interruptions.length] ?? 'SIGKILL of trueup',
    ...drawMoment(draw),
  }));
}

function drawMoment(draw: Chance): Omit<Point, 'fault'> {
  const [which, where, when] = [draw(), draw(), draw()];
  if (which < 0.1)
    return {
      moment: 'the connection',
      delay: Math.round(when * 200),
      watch: () => (event) => event.type === 'host.connecting',
    };
  if (which < 0.2)
    return {
      moment: 'the probe',
      delay: Math.round(when * 200),
      watch: () => (event) => event.type === 'host.asking' && event.what === 'state',
    };
  const percent = Math.round(where * 100);
  return { moment: `its changes (${percent} %)`, delay: Math.round(when * 150), watch: () => stepAt(where) };
}

/** The start of the step at this fraction of the changes that the first pass plans, counted over all hosts. */
function stepAt(fraction: number): (event: Event) => boolean {
  let planned = 0;
  let started = 0;
  return (event) => {
    if (event.type === 'host.planned' && event.pass === 1)
      planned += event.steps.filter(({ state }) => state !== 'same').length;
    if (event.type !== 'step.started') return false;
    started += 1;
    return started > Math.floor(fraction * planned);
  };
}

/** The same point, but earlier: for an apply that ended before it. */
export function sooner(point: Point): Point {
  return { ...point, delay: Math.round(point.delay / 2) };
}
