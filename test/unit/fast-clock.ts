// A clock for tests of time limits: a thousand times as fast, and it remembers what it was asked for.

/** In force for each test of the suite that calls it. */
export function fastClock(): { readonly asked: readonly number[] } {
  const real = AbortSignal.timeout.bind(AbortSignal);
  const asked: number[] = [];
  beforeEach(() => {
    asked.length = 0;
    AbortSignal.timeout = (milliseconds) => {
      asked.push(milliseconds);
      return real(Math.ceil(milliseconds / 1000));
    };
  });
  afterEach(() => {
    AbortSignal.timeout = real;
  });
  return { asked };
}
