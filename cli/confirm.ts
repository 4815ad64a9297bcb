// Asks a person before something is changed.
import { createInterface } from 'node:readline/promises';

/** True for `yes` alone. */
export async function confirm(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await lines.question(question)).trim() === 'yes';
  } finally {
    lines.close();
  }
}
