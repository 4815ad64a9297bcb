// What a server says to the user during a login: banners, and why it refuses.
const most = 4000;

/** Keeps the words of one login, within bounds. */
export class ServerWords {
  #text = '';

  hear(text: string): void {
    this.#text = (this.#text + text.replace(/\r/g, '').replace(/([^\n])$/, '$1\n')).slice(-most);
  }

  /** Nothing where it said nothing. */
  get text(): string | undefined {
    return this.#text.trim() === '' ? undefined : this.#text.trim();
  }
}
