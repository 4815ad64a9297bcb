// All error codes, with their meaning and the exit code of the program. Codes are never reused.

/** Exit codes: 0 success, 1 failure, 2 drift, 3 invalid input, 4 unreachable, 5 locked, 130 interrupted. */
export const errorCodes = {
  E_INPUT: { exit: 3, means: 'an input file or argument is invalid' },
  E_NO_SUCH_HOST: { exit: 3, means: 'a host or pattern matches nothing in the inventory' },
  E_ROLE: { exit: 3, means: 'a role from the project or a package is invalid or failed' },
  E_TEMPLATE: { exit: 3, means: 'a template could not be rendered' },
  E_CONTRADICTION: { exit: 3, means: 'two declarations of the same resource on a host disagree' },
  E_CYCLE: { exit: 3, means: 'roles wait for each other in a cycle' },
  E_PLATFORM: { exit: 1, means: 'a host runs an operating system that is not supported' },
  E_CONNECT: { exit: 4, means: 'a host could not be reached' },
  E_AUTH: { exit: 4, means: 'a host refused the login' },
  E_HOST_KEY: { exit: 4, means: 'a host key is unknown, changed or revoked' },
  E_LOST_CONNECTION: { exit: 4, means: 'a connection was lost before the answer arrived' },
  E_SUDO: { exit: 4, means: 'could not become root on a host' },
  E_PROTOCOL: { exit: 4, means: 'a host’s reply could not be understood' },
  E_TIMEOUT: { exit: 1, means: 'a step timed out' },
  E_LOCKED: { exit: 5, means: 'another run has locked the host' },
  E_REBOOT: { exit: 1, means: 'a host did not come back from a reboot' },
  E_UNREADABLE: { exit: 1, means: 'the state of a resource could not be read' },
  E_NOT_READY: { exit: 1, means: 'a host is not ready to be changed; nothing was changed' },
  E_APPLY: { exit: 1, means: 'a change failed on a host' },
  E_LOCKED_OUT: { exit: 1, means: 'a change that would have locked the operator out was reverted' },
  E_NOT_CONVERGED: { exit: 1, means: 'a resource still differs after it was applied' },
  E_STALE_PLAN: {
    exit: 1,
    means: 'a host or its declared state no longer matches the saved plan',
  },
  E_SKIPPED: { exit: 1, means: 'something that the host depends on failed' },
  E_CHECK: { exit: 1, means: 'a check failed' },
  E_LAB: { exit: 1, means: 'a lab command failed' },
  E_INTERRUPTED: { exit: 130, means: 'interrupted by the operator' },
  E_INTERNAL: { exit: 1, means: 'a bug in trueup' },
} as const;

export type ErrorCode = keyof typeof errorCodes;
