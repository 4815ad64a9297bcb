// How long one ssh program may take to log in: its network has the connect timeout, the rest as long as with ssh2.
import type { Clock } from '../link/deadline.js';
import { loginPatience } from '../link/login-patience.js';
import type { Target } from '../link/target.js';
import { Unreached } from '../link/unreached.js';

/** The clock of one start of ssh, which stands still while a person is asked. */
export class LoginTimes {
  #clock: Clock | undefined;
  #target: Target | undefined;
  #isLogin = false;

  begin(clock: Clock, target: Target): void {
    this.#clock = clock;
    this.#target = target;
  }

  /** The keys are exchanged. */
  loggingIn(): void {
    this.#isLogin = true;
    this.#clock?.restart((this.#target?.connectTimeoutSeconds ?? 0) * loginPatience);
  }

  paused<Result>(ask: () => Promise<Result>): Promise<Result> {
    return this.#clock ? this.#clock.paused(ask) : ask();
  }

  late(target: Target): Unreached {
    const where = `${target.address} port ${target.port}`;
    return this.#isLogin
      ? new Unreached('late', `${where}: the login did not finish in time`)
      : new Unreached('timeout', `${where} does not answer in time`);
  }
}
