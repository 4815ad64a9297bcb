// An address as a port is put after it.

/** IPv6 in brackets (RFC 3986, 3.2.2); anything else as it is. */
export function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
