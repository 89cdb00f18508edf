// The reader's clock, for countdowns only: what is due is decided by the server.
import { useEffect, useState } from 'react';

/** The present time in milliseconds, renewed every `everyMs`. */
export function useNow(everyMs = 20_000): number {
	const [now, setNow] = useState(() => Date.now());
	useEffect(() => {
		const timer = setInterval(() => setNow(Date.now()), everyMs);
		return () => clearInterval(timer);
	}, [everyMs]);
	return now;
}
