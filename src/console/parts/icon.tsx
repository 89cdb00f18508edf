// The few drawings of the console, all decoration: whatever they stand for is said in words beside them or in a label.
import type { ReactNode } from 'react';

const PATHS = {
	mark: 'M3 8c3 0 3 2.500 6 2.500s3-2.500 6-2.500 3 2.500 6 2.500M3 16c3 0 3-2.500 6-2.500s3 2.500 6 2.500 3-2.500 6-2.500M12 4v16',
	sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2',
	moon: 'M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500',
	keyboard: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M18 14h.01M6 14h.01M9 14h6',
	check: 'M5 12.500l4.500 4.500L19 7',
	cross: 'M6 6l12 12M18 6L6 18',
	clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 8v4.500l3 2',
	eyes: 'M2 12s4-6 10-6 10 6 10 6-4 6-10 6-10-6-10-6M12 9.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5',
	lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
	search: 'M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13M15.500 15.500L20 20',
	back: 'M14 6l-6 6 6 6',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 17 }: { readonly name: IconName; readonly size?: number }): ReactNode {
	return (
		<svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
			<path d={PATHS[name]} />
		</svg>
	);
}
