// URLs in messages: the part before the @ often contains a password.

/** Returns the text with the user and password in each URL replaced by `***`. */
export function redactUrl(text: string): string {
  return text.replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/?#'"]*@/gi, '$1***@');
}
