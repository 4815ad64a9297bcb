// OpenPGP public keys of nobody, made with gpg, which shows these fingerprints of them.

/** ASCII-armored: a key with a subkey. */
export const armoredKey = {
  fingerprint: 'F67D 0877 5645 86E7 302C  E59D E469 AEC4 B3E9 AAD4',
  text: `-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEaVW5ABYJKwYBBAHaRw8BAQdAlrN5pst6BToDBRMLC3zLS8vmR0tLzi3jR3/a
Pg4l1Na0IXRydWV1cCB0ZXN0IG9uZSA8b25lQGV4YW1wbGUub3JnPoiQBBMWCAA4
FiEE9n0Id1ZFhucwLOWd5GmuxLPpqtQFAmlVuQACGwMFCwkIBwIGFQoJCAsCBBYC
AwECHgECF4AACgkQ5GmuxLPpqtQMmwEAxQZP5+9Js2T28cvSDkfeh852sczGQffu
Pjhx8UexIf8A/jg3v0vsjj0h/DN1Mn3WTCtB6fhEjwJFTEth7ujZX9oDuDgEaVW5
ABIKKwYBBAGXVQEFAQEHQLqK8f9gphPnfCjj6QGnK7PXQtq+Rfch+DUzHA8PK8k1
AwEIB4h4BBgWCAAgFiEE9n0Id1ZFhucwLOWd5GmuxLPpqtQFAmlVuQACGwwACgkQ
5GmuxLPpqtT9PwD+KwyepqO9lwU1FacfNJtujnX4BZwfZEgRpHV4iVL0QsAA/053
nZYOkqXq5DZu1cXs/BJR4F2H/0RzX+J1QgyFJysH
=FaWT
-----END PGP PUBLIC KEY BLOCK-----
`,
};

/** Binary. */
export const binaryKey = {
  fingerprint: 'C54D79AA0E8700D58042ABBF67B62CF3ED0169F0',
  bytes: Buffer.from(
    [
      'mDMEaVW5ABYJKwYBBAHaRw8BAQdAeIW618H3FaGairIJ87XrzZfWCi0yuLY+fnSNX0bthja0IXRydWV1cCB0ZXN0IHR3byA8',
      'dHdvQGV4YW1wbGUub3JnPoiQBBMWCAA4FiEExU15qg6HANWAQqu/Z7Ys8+0BafAFAmlVuQACGwMFCwkIBwIGFQoJCAsCBBYC',
      'AwECHgECF4AACgkQZ7Ys8+0BafAdzAEAy+48Ucg+X3evTalY+Iehf0w6tJAeMFtHKZPBIXvWLKUA/3ZVrWMxJyOZUfLK02XN',
      '9570JGmp5pe6G6ijPZvmBJwC',
    ].join(''),
    'base64',
  ),
};
