// The form of an address to which a port can be appended.

/** Puts an IPv6 address in brackets (RFC 3986, 3.2.2); returns anything else unchanged. */
export function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
