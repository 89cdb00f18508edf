// Loaded before the server: its clock jumps by hours, forwards and backwards, every tenth of a second. Seeded by BENCH_CLOCK.
const real = Date.now.bind(Date);
let state = Number(process.env.BENCH_CLOCK ?? 1) >>> 0;
const jump = () => {
	state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
	return Math.round((state / 2 ** 32 - 0.5) * 2 * 36 * 3_600_000);
};
let offset = 0;
let until = 0;
const now = () => {
	const time = real();
	if (time > until) {
		offset = jump();
		until = time + 100;
	}
	return time + offset;
};
globalThis.Date = class extends Date {
	constructor(...given) {
		super(...(given.length === 0 ? [now()] : given));
	}
	static now() {
		return now();
	}
};
