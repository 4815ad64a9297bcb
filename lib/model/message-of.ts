// What a thrown value says: anything can be thrown.

/** Its message, or the value itself as text. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
