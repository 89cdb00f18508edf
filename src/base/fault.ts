// The one error class for a broken world (missing file, truncated artefact, impossible state). Expected outcomes are
// Result values instead (result.ts). Every code has one row: text, HTTP status, process exit code.

/** Code → default text, HTTP status (RFC 9110) and process exit code (`weir --help` documents the codes). */
export const FAULTS = {
	'artefact-invalid': { text: 'The compiled catalogue cannot be read', status: 500, exit: 1 },
	'catalogue-invalid': { text: 'The catalogue is not valid', status: 500, exit: 1 },
	'configuration-invalid': { text: 'A setting cannot be used', status: 500, exit: 2 },
	'database-unavailable': { text: 'The database cannot be reached', status: 503, exit: 1 },
	'engine-unavailable': { text: 'A part of the engine could not be started', status: 503, exit: 1 },
	'file-unreadable': { text: 'The file cannot be read', status: 400, exit: 2 },
	'history-broken': { text: 'A recorded history does not fit together', status: 500, exit: 1 },
	'input-invalid': { text: 'The input is not valid', status: 422, exit: 2 },
	overloaded: { text: 'Too much is waiting; try again in a moment', status: 503, exit: 1 },
	'output-failed': { text: 'The output cannot be written', status: 500, exit: 1 },
	'policy-invalid': { text: 'The policy is not valid', status: 422, exit: 2 },
	'server-refused': { text: 'The server refused', status: 502, exit: 1 },
	'table-invalid': { text: 'A table of the installation is not valid', status: 500, exit: 1 },
	usage: { text: 'The command was not understood', status: 400, exit: 2 },
	'worker-died': { text: 'A worker stopped unexpectedly', status: 500, exit: 1 },
	impossible: { text: 'An internal invariant does not hold', status: 500, exit: 1 },
} as const;

export type FaultCode = keyof typeof FAULTS;

/** Thrown when the world is broken. `message` is one plain sentence that names the thing and the fix. */
export class Fault extends Error {
	readonly code: FaultCode;
	constructor(code: FaultCode, detail?: string, options?: { cause?: unknown }) {
		super(detail === undefined ? FAULTS[code].text : detail, options);
		this.name = 'Fault';
		this.code = code;
	}
	get status(): number {
		return FAULTS[this.code].status;
	}
	get exit(): number {
		return FAULTS[this.code].exit;
	}
}

/** Ends an exhaustive switch: compiles only when every case is handled. */
export function assertNever(value: never): never {
	throw new Fault('impossible', `Unhandled case: ${JSON.stringify(value)}`);
}
