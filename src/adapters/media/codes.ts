// QR codes and barcodes in a picture, by ZXing in WebAssembly. Only codes whose check passes are reported.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

/** A picture holds few codes; a wallpaper of them says nothing new. */
const MOST_CODES = 32;

export interface Pixels {
	/** Four bytes per pixel. */
	readonly data: Uint8ClampedArray<ArrayBuffer>;
	readonly width: number;
	readonly height: number;
}

let prepared = false;

/** The text of every code. */
export async function readCodes(pixels: Pixels): Promise<string[]> {
	if (!prepared) {
		// Without this the library would fetch its code from the network.
		const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
		prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(wasm).buffer } });
		prepared = true;
	}
	const image = { ...pixels, colorSpace: 'srgb' as const };
	const found = await readBarcodes(image, { tryHarder: true, tryInvert: true, tryRotate: true, maxNumberOfSymbols: MOST_CODES });
	return [...new Set(found.map((one) => one.text.toWellFormed()).filter((text) => text !== ''))];
}
