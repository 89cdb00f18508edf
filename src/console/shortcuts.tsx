// Single keys that do things: each page registers its own, and "?" shows those that work right now. Keys are ignored while someone
// types, with a modifier held, or when the reader has switched them off (WCAG 2.1.4).
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { Key } from './words.ts';

/** A key, or two keys pressed in turn ("g q"), and what they do. */
export interface Shortcut {
	readonly keys: string;
	readonly label: Key;
	readonly run: () => void;
}

interface Shortcuts {
	readonly enabled: boolean;
	readonly setEnabled: (enabled: boolean) => void;
	readonly sets: ReadonlyMap<symbol, { readonly current: readonly Shortcut[] }>;
	readonly register: (id: symbol, set: { readonly current: readonly Shortcut[] }) => () => void;
}

const KEPT = 'weir.shortcuts';
const SECOND_KEY_MS = 1200;
const Context = createContext<Shortcuts | undefined>(undefined);

const typesText = (target: EventTarget | null): boolean =>
	target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

export function ShortcutsProvider({ children }: { readonly children: ReactNode }): ReactNode {
	const [enabled, setOn] = useState(() => localStorage.getItem(KEPT) !== 'off');
	const [sets] = useState(() => new Map<symbol, { readonly current: readonly Shortcut[] }>());
	const before = useRef({ key: '', at: 0 });

	useEffect(() => {
		const press = (event: KeyboardEvent): void => {
			if (!enabled || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
			if (typesText(event.target) || document.querySelector('dialog[open]') !== null) return;
			// Enter and Space belong to the control that has the focus.
			if (event.key === 'Enter' && event.target instanceof Element && event.target.closest('a,button,[role=button],summary') !== null)
				return;
			const all = [...sets.values()].reverse().flatMap((set) => set.current);
			const pair = event.timeStamp - before.current.at < SECOND_KEY_MS ? `${before.current.key} ${event.key}` : '';
			const found = all.find((one) => one.keys === pair) ?? all.find((one) => one.keys === event.key);
			before.current = { key: event.key, at: event.timeStamp };
			if (found === undefined) return;
			event.preventDefault();
			found.run();
		};
		document.addEventListener('keydown', press);
		return () => document.removeEventListener('keydown', press);
	}, [enabled, sets]);

	const value = useMemo<Shortcuts>(
		() => ({
			enabled,
			setEnabled: (on) => {
				localStorage.setItem(KEPT, on ? 'on' : 'off');
				setOn(on);
			},
			sets,
			register: (id, set) => {
				sets.set(id, set);
				return () => sets.delete(id);
			},
		}),
		[enabled, sets],
	);
	return <Context value={value}>{children}</Context>;
}

export function useShortcutSettings(): Shortcuts {
	const shortcuts = useContext(Context);
	if (shortcuts === undefined) throw new Error('shortcuts outside ShortcutsProvider');
	return shortcuts;
}

/** Makes the shortcuts work while the calling component is on the page. */
export function useShortcuts(set: readonly Shortcut[]): void {
	const { register } = useShortcutSettings();
	const latest = useRef(set);
	latest.current = set;
	useEffect(() => register(Symbol('shortcuts'), latest), [register]);
}
