// How long an ssh program may take to log in: the connect timeout for each network step, the rest as with ssh2.
import { isIP } from 'node:net';
import { signSeconds } from '../credentials/agent-protocol.js';
import type { Clock } from '../link/deadline.js';
import { loginTimeoutFactor } from '../link/login-timeout.js';
import type { Target } from '../link/target.js';
import { placeOf, unresolved, Unreached } from '../link/unreachable-error.js';
import type { LoginStep } from './openssh-log.js';

/** The clock of one run of ssh, which is paused while a person is asked. */
export class LoginTimes {
  #clock: Clock | undefined;
  #step: LoginStep | undefined;

  constructor(readonly target: Target) {}

  begin(clock: Clock): void {
    this.#clock = clock;
  }

  /** ssh has reached the next step. */
  reached(step: LoginStep): void {
    this.#step = step;
    const { connectTimeoutSeconds: seconds } = this.target;
    const login = seconds * loginTimeoutFactor;
    this.#clock?.restart({ network: seconds, login, agent: Math.max(login, signSeconds) }[step]);
  }

  paused<Result>(ask: () => Promise<Result>): Promise<Result> {
    return this.#clock ? this.#clock.paused(ask) : ask();
  }

  late(): Unreached {
    const { target } = this;
    if (this.#step === 'agent')
      return new Unreached('late', `${placeOf(target)}: the ssh-agent did not provide a signature in time`);
    if (this.#step === 'login')
      return new Unreached('late', `${placeOf(target)}: the login did not finish in time`);
    if (this.#step === undefined && this.#resolves()) return unresolved(target);
    return new Unreached('timeout', `${placeOf(target)} did not answer in time`);
  }

  /** Whether ssh itself resolves the name; otherwise another program or machine does. */
  #resolves(): boolean {
    const { address, hops, config } = this.target;
    return hops.length === 0 && !config.has('proxycommand') && isIP(address) === 0;
  }
}
