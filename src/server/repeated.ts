// Work that is done again and again, one run at a time. A failure is told and the next run comes as planned.

export interface Repeated {
	/** Waits for a run under way; none follows. */
	stop(): Promise<void>;
	/** Ends the pause, if there is one. */
	wake(): void;
}

export function every(pauseMs: number, work: () => Promise<unknown>, failed: (error: unknown) => void): Repeated {
	let stopped = false;
	let timer: NodeJS.Timeout | undefined;
	let running: Promise<void> = Promise.resolve();
	const turn = async (): Promise<void> => {
		try {
			await work();
		} catch (error) {
			failed(error);
		}
		if (!stopped) timer = setTimeout(start, pauseMs);
	};
	const start = (): void => {
		timer = undefined;
		running = turn();
	};
	start();
	return {
		wake: () => {
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
