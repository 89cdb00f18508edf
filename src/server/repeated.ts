// Work that is done again and again, one run at a time. A failure is told and the next run comes as planned.

export interface Repeated {
	/** Waits for a run under way; none follows. */
	stop(): Promise<void>;
	/** Ends the pause; during a run the next one follows at once. */
	wake(): void;
}

export function every(pauseMs: number, work: () => Promise<unknown>, failed: (error: unknown) => void): Repeated {
	let stopped = false;
	let timer: NodeJS.Timeout | undefined;
	let woken = false;
	let running: Promise<void> = Promise.resolve();
	const turn = async (): Promise<void> => {
		woken = false;
		try {
			await work();
		} catch (error) {
			failed(error);
		}
		if (!stopped) timer = setTimeout(start, woken ? 0 : pauseMs);
	};
	const start = (): void => {
		timer = undefined;
		running = turn();
	};
	start();
	return {
		wake: () => {
			// What a run under way has looked at may have changed since.
			woken = true;
			if (timer === undefined || stopped) return;
			clearTimeout(timer);
			timer = undefined;
			start();
		},
		stop: async () => {
			stopped = true;
			clearTimeout(timer);
			await running;
		},
	};
}
