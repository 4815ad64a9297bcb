// What the busy demo says, for its test to look for.

/** How often a step begins; every third time there is a notice. */
export const rounds = 60;

/** Longer than most terminals are wide. */
export function notice(round: number): string {
  return `notice ${round}: a new kernel is installed since yesterday and would need a reboot, which nothing in the inventory asks for`;
}

/** The operating system command that tells the emulator of a new width: no terminal knows it. */
export const resized = 7007;
