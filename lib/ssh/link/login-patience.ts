// How much longer than the network a login may take.

/** A login waits for PAM, the DNS, a directory, a person's agent: each answer may take so many times the connect timeout. */
export const loginPatience = 6;
