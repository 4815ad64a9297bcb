// mocha's spec reporter with a closing line that any machine can read: "N passed, N failed, N skipped".
import Mocha from 'mocha';

/** Longer than the global teardown takes. */
const graceSeconds = 120;

export default class ClosingLine extends Mocha.reporters.Spec {
  epilogue() {
    super.epilogue();
    const { passes, failures, pending } = this.stats;
    Mocha.reporters.Base.consoleLog(`${passes} passed, ${failures} failed, ${pending} skipped`);
    refuseToHang();
  }
}

/** A test that leaves a process or a socket behind would keep mocha for ever: then it says what, and fails. */
function refuseToHang() {
  setTimeout(() => {
    const left = process.getActiveResourcesInfo().join(', ');
    process.stderr.write(`the tests are over, and this is still open: ${left}\n`);
    process.exit(1);
  }, graceSeconds * 1000).unref();
}
