// Probes all of a host's declared resources at once.
import type { Declared } from '../compile/compile-host.js';
import { messageOf } from '../model/thrown-message.js';
import type { Answer } from '../model/script.js';
import { Unreadable, type ResourceType } from '../model/resource.js';
import type { Session } from '../wire/session.js';

/** Seconds that the probe of one type may take. */
const probeSeconds = 60;

type AnyType = ResourceType<unknown, unknown>;

/** One have, or Unreadable, per declared resource, in order. Each type is probed once, for all its wants. */
export async function probeHost(
  session: Session,
  declared: readonly Declared[],
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const places = new Map<AnyType, number[]>();
  declared.forEach(({ resource }, at) => {
    const type = resource.type as AnyType;
    places.set(type, [...(places.get(type) ?? []), at]);
  });
  const groups = [...places].map(([type, at]) => {
    const wants = at.map((index) => declared[index]?.resource.want);
    return { type, at, wants, probe: type.probe(wants) };
  });
  const answers = await session.run(
    groups.map(({ probe }) => probe),
    { onFailure: 'go on', secondsFor: () => probeSeconds, signal },
  );
  const haves: unknown[] = [];
  groups.forEach(({ type, at, wants }, index) => {
    const read = readAll(type, answers[index], wants);
    at.forEach((place, nth) => (haves[place] = read[nth]));
  });
  return haves;
}

function readAll(type: AnyType, answer: Answer | undefined, wants: readonly unknown[]): readonly unknown[] {
  if (!answer) return wants.map(() => new Unreadable('the host did not answer'));
  try {
    const haves = type.read(answer, wants);
    if (haves.length === wants.length) return haves;
    return wants.map(
      () => new Unreadable(`${type.type} returned ${haves.length} states for ${wants.length} resources`),
    );
  } catch (error) {
    const why = messageOf(error);
    const said = answer.stderr.trim();
    return wants.map(() => new Unreadable(said === '' ? why : `${why}: ${said}`));
  }
}
