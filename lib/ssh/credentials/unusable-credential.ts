// The reason why a credential can't be used, which is reported only if the login fails, because the next one may work.

/** What is wrong, beginning with the path of the key file if it is about one, and the remedy. */
export class LoginTrouble extends Error {
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
    this.name = 'LoginTrouble';
  }
}
