// The progress line on a terminal: how far, how fast, how long still. Drawn on standard error only, at most ten times a
// second, and wiped before anything else is printed.
import { fit } from '../adapters/terminal.ts';
import type { Io } from './io.ts';
import { number } from './table.ts';

const EVERY_MS = 100;
const BAR = 24;
const WIPE = '\r\x1b[2K';

export class Progress {
	readonly #io: Io;
	readonly #total: number | undefined;
	readonly #active: boolean;
	readonly #done: string;
	readonly #started: number;
	#drawnAt = Number.NEGATIVE_INFINITY;
	#visible = false;
	#files = 0;
	#last: readonly [records: number, bytes: number] = [0, 0];

	/** `total` in bytes, when known. `done` says what has happened to each record. */
	constructor(io: Io, total: number | undefined, quiet: boolean, done = 'screened') {
		this.#io = io;
		this.#done = done;
		this.#total = total;
		this.#active = !quiet && io.stderr.isTerminal;
		this.#started = io.elapsed();
	}

	/** One more image or attachment was read. */
	read(): void {
		this.#files++;
		this.show(...this.#last);
	}

	/** Shows the state after so many records and bytes. */
	show(records: number, bytes: number): void {
		this.#last = [records, bytes];
		const now = this.#io.elapsed();
		if (!this.#active || now - this.#drawnAt < EVERY_MS) return;
		this.#drawnAt = now;
		this.#visible = true;
		const seconds = (now - this.#started) / 1000;
		const rate = seconds > 0 ? records / seconds : 0;
		let text = `${number(records)} ${this.#done}, ${number(Math.round(rate))}/s${this.#files === 0 ? '' : `, ${number(this.#files)} files read`}`;
		if (this.#total !== undefined && this.#total > 0) {
			const share = Math.min(1, bytes / this.#total);
			const filled = Math.round(share * BAR);
			const left = share > 0.01 && seconds > 0.5 ? `, ${duration((seconds / share) * (1 - share))} left` : '';
			text = `[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}] ${Math.floor(share * 100)} %  ${text}${left}`;
		}
		this.#io.stderr.stream.write(WIPE + fit(text, Math.max(20, (this.#io.stderr.columns ?? 80) - 1)).trimEnd());
	}

	/** Takes the line away before other output. */
	wipe(): void {
		if (!this.#visible) return;
		this.#visible = false;
		this.#drawnAt = Number.NEGATIVE_INFINITY;
		this.#io.stderr.stream.write(WIPE);
	}
}

function duration(seconds: number): string {
	const whole = Math.ceil(seconds);
	if (whole < 60) return `${whole} s`;
	if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
	return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
