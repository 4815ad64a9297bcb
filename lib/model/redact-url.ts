// URLs in messages: the part before the @ often contains a password.

/** The text, in which `***` replaces user and password of each URL. */
export function redactUrl(text: string): string {
  return text.replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/?#'"]*@/gi, '$1***@');
}
