// What is wrong with an agent that doesn't list its keys.
import { agentIsSilent, listAgentKeys } from './agent-protocol.js';
import { LoginTrouble } from './unusable-credential.js';

/** Reported if the login fails. */
export function agentTrouble(socket: string, { message }: Error): LoginTrouble {
  return new LoginTrouble(
    `the ssh-agent at ${socket} did not list its keys: ${message}`,
    'Check whether ssh-add -l works, or unset SSH_AUTH_SOCK to connect without the agent.',
  );
}

/** For an agent that accepts a connection but never answers: the ssh program would wait for it forever. */
export async function silentAgent(socket: string, signal: AbortSignal): Promise<LoginTrouble | undefined> {
  try {
    await listAgentKeys(socket, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (agentIsSilent(socket)) return agentTrouble(socket, error as Error);
  }
  return undefined;
}
