// A text as a QR code (ISO/IEC 18004), drawn as one path: dark on light in either colour scheme, as readers expect, with its quiet zone.

import type { ReactNode } from 'react';
import { encode } from 'uqr';

const QUIET = 4;

/** `label` is what the picture says to whoever does not see it. */
export default function QrCode({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
	const { size, data } = encode(text, { ecc: 'M', border: QUIET });
	const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
	return (
		<svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
			<path d={`M0 0h${size}v${size}h-${size}z`} fill="#fff" />
			<path d={dark} fill="#000" />
		</svg>
	);
}
