// The list behind "?": the keys that work on this page, and the switch that turns single keys off. A native dialog, which keeps the
// focus inside and gives it back by itself.
import { CloseButton, Kbd, Switch } from '@mantine/core';
import { Fragment, type ReactNode, useEffect, useRef } from 'react';
import { useShortcutSettings } from '../shortcuts.tsx';
import { useWords } from '../words.ts';

export function ShortcutList({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }): ReactNode {
	const { say } = useWords();
	const { enabled, setEnabled, sets } = useShortcutSettings();
	const dialog = useRef<HTMLDialogElement>(null);
	useEffect(() => {
		if (open && dialog.current?.open === false) dialog.current.showModal();
	}, [open]);
	const rows = open ? [...sets.values()].reverse().flatMap((set) => set.current) : [];
	return (
		<dialog ref={dialog} className="sheet" aria-labelledby="shortcut-title" onClose={onClose}>
			{open && (
				<>
					<header>
						<h2 id="shortcut-title">{say('keys.title')}</h2>
						<CloseButton aria-label={say('keys.close')} onClick={() => dialog.current?.close()} />
					</header>
					<dl className="keys">
						{rows.map(({ keys, label }) => (
							<Fragment key={keys}>
								<dt>
									{keys.split(' ').map((key) => (
										<Kbd key={key}>{key}</Kbd>
									))}
								</dt>
								<dd>{say(label)}</dd>
							</Fragment>
						))}
					</dl>
					<Switch checked={enabled} onChange={(event) => setEnabled(event.currentTarget.checked)} label={say('keys.enabled')} />
				</>
			)}
		</dialog>
	);
}
