// JSON Lines: one JSON value per line (LF or CRLF). Lines are found at byte level, which is safe in UTF-8 because no byte of
// a multi-byte character is a line feed. Holds at most one line.
import { type Emit, KEPT_BYTES, LF, MAX_RECORD_BYTES, overLong, type Splitter } from './raw-record.ts';

const BLANK = new Set([0x20, 0x09, 0x0d]);

/** Splits JSON Lines. Blank lines are skipped but counted. `limit` is in bytes. */
export function splitLines(limit = MAX_RECORD_BYTES): Splitter {
	let held: Uint8Array[] = [];
	let heldBytes = 0;
	let line = 1;
	let discarding = false;

	const take = (tail: Uint8Array): Uint8Array => {
		if (held.length === 0) return tail;
		const whole = Buffer.concat([...held, tail]);
		held = [];
		heldBytes = 0;
		return whole;
	};
	const finish = (bytes: Uint8Array, emit: Emit): void => {
		if (bytes.length > limit)
			return emit({ line, bytes: bytes.subarray(0, Math.min(KEPT_BYTES, limit)), problem: overLong('line', limit) });
		if (!isBlank(bytes)) emit({ line, bytes });
	};

	return {
		push(chunk, emit) {
			let at = 0;
			for (let feed = chunk.indexOf(LF); feed >= 0; feed = chunk.indexOf(LF, at)) {
				if (discarding) discarding = false;
				else finish(take(chunk.subarray(at, feed)), emit);
				line++;
				at = feed + 1;
			}
			if (discarding || at === chunk.length) return;
			held.push(chunk.slice(at));
			heldBytes += chunk.length - at;
			if (heldBytes > limit) {
				finish(take(chunk.subarray(chunk.length)), emit);
				discarding = true;
			}
		},
		end(emit) {
			if (!discarding && heldBytes > 0) finish(take(new Uint8Array(0)), emit);
		},
	};
}

function isBlank(bytes: Uint8Array): boolean {
	for (const byte of bytes) if (!BLANK.has(byte)) return false;
	return true;
}
