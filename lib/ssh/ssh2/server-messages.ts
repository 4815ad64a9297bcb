// The messages of a server during a login: banners, and reasons for a refusal.
const most = 4000;

/** Keeps the words of one login, within bounds. */
export class ServerWords {
  #text = '';
  /** Some of them came after a credential was offered, so they are an answer to it. */
  isAnswer = false;

  hear(text: string, isAnswer: boolean): void {
    this.#text = (this.#text + text.replace(/\r/g, '').replace(/([^\n])$/, '$1\n')).slice(-most);
    this.isAnswer ||= isAnswer && text.trim() !== '';
  }

  /** Undefined if the server said nothing. */
  get text(): string | undefined {
    return this.#text.trim() === '' ? undefined : this.#text.trim();
  }
}
