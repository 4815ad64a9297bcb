// Why one way to log in can't be taken: told only where the login fails, since the next one may do.

/** What is wrong, beginning with the key's file where it is about one, and the remedy. */
export class LoginTrouble extends Error {
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
    this.name = 'LoginTrouble';
  }
}
