// `labUp` and `labStatus` of the test lab while all but a few of the files that a process may open are open already.
import { open } from 'node:fs/promises';
import { withLabLock } from '../../../lib/lab/lab-lock.js';
import { labStatus } from '../../../lib/lab/status-stop-start-reset.js';
import { labUp } from '../../../lib/lab/lab-up.js';
import { messageOf } from '../../../lib/model/thrown-message.js';
import { testLab, wish } from './test-lab.js';

const [left = 0] = process.argv.slice(2).map(Number);
const say = (text: string): void => void process.stdout.write(`${text}\n`);
// What is loaded later would need files, too.
await labStatus(testLab, wish.hosts);
const taken = [];
for (;;) {
  try {
    taken.push(await open('/dev/null'));
  } catch {
    break;
  }
}
for (const handle of taken.splice(0, left)) await handle.close();
try {
  for (const { name, state } of await labStatus(testLab, wish.hosts)) say(`${name} is ${state}`);
  await withLabLock(testLab, () => labUp(testLab, wish, say));
} catch (error) {
  say(`refused: ${messageOf(error)}`);
} finally {
  for (const handle of taken) await handle.close();
}
