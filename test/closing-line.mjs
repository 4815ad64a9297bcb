// mocha's spec reporter with a closing line that any machine can read: "N passed, N failed, N skipped".
import Mocha from 'mocha';

export default class ClosingLine extends Mocha.reporters.Spec {
  epilogue() {
    super.epilogue();
    const { passes, failures, pending } = this.stats;
    Mocha.reporters.Base.consoleLog(`${passes} passed, ${failures} failed, ${pending} skipped`);
  }
}
