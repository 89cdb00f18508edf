// Who acts when a command is run, as the log names them.
import type { Actor } from '../model/actor.ts';

/** Whoever can run commands on the machine acts as the operator. */
export const OPERATOR: Actor = { kind: 'system', id: 'command-line', role: 'system' };
