// A question before something that cannot simply be taken back. A native dialog, which keeps the focus inside, closes on Escape and
// gives the focus back by itself.
import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useWords } from '../words.ts';

interface Given {
	readonly open: boolean;
	readonly title: string;
	/** What the button that goes on says. */
	readonly go: string;
	readonly busy?: boolean;
	readonly onGo: () => void;
	readonly onClose: () => void;
	readonly children?: ReactNode;
}

export function Confirm({ open, title, go, busy = false, onGo, onClose, children }: Given): ReactNode {
	const { say } = useWords();
	const dialog = useRef<HTMLDialogElement>(null);
	const titleId = useId();
	useEffect(() => {
		if (open && dialog.current?.open === false) dialog.current.showModal();
		if (!open && dialog.current?.open === true) dialog.current.close();
	}, [open]);
	return (
		<dialog ref={dialog} className="sheet" aria-labelledby={titleId} onClose={onClose}>
			{open && (
				<form
					className="confirm"
					onSubmit={(event) => {
						event.preventDefault();
						onGo();
					}}
				>
					<h2 id={titleId}>{title}</h2>
					{children}
					<div className="confirm-ways">
						<Button type="button" size="xs" variant="default" onClick={() => dialog.current?.close()}>
							{say('confirm.back')}
						</Button>
						<Button type="submit" size="xs" loading={busy}>
							{go}
						</Button>
					</div>
				</form>
			)}
		</dialog>
	);
}
