// Letters in pictures, by Tesseract in WebAssembly with the bundled models of English and simplified Chinese. Everything is read from
// the installed packages; there is no network in it. Runs in the media worker only: recognising blocks its thread.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';

const MODELS: Readonly<Record<string, string>> = {
	eng: '@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz',
	chi_sim: '@tesseract.js-data/chi_sim/4.0.0_best_int/chi_sim.traineddata.gz',
};
const LSTM_ONLY = 1;
/** Words recognised less surely than this, of 100, are specks and textures. */
const LEAST_SURE = 30;

interface TesseractApi {
	Init(path: null, languages: string, mode: number): number;
	SetVariable(name: string, value: string): void;
	SetImageFile(exif: number, angle: number): number;
	Recognize(monitor: null): number;
	GetTSVText(page: number): string;
	Clear(): void;
}

interface Core {
	readonly FS: { writeFile(path: string, bytes: Uint8Array): void; unlink(path: string): void };
	readonly TessBaseAPI: new () => TesseractApi;
}

export interface Recognised {
	readonly text: string;
	/** Mean over the letters, 0 to 1; 0 when there are none. */
	readonly confidence: number;
}

export type Recogniser = (image: Uint8Array) => Recognised;

/** Loads engine and models: about two seconds and 150 MB. The image given to the result is a PNG, JPEG or PNM file. */
export async function openRecogniser(): Promise<Recogniser> {
	const require = createRequire(import.meta.url);
	const start = require('tesseract.js-core/tesseract-core-simd-lstm') as (options: object) => Promise<Core>;
	const core = await start({ TesseractProgress: () => undefined, print: () => undefined, printErr: () => undefined });
	for (const [language, model] of Object.entries(MODELS))
		core.FS.writeFile(`${language}.traineddata`, gunzipSync(readFileSync(require.resolve(model))));
	const api = new core.TessBaseAPI();
	if (api.Init(null, Object.keys(MODELS).join('+'), LSTM_ONLY) !== 0) throw new Error('the language models could not be loaded');
	return (image) => {
		core.FS.writeFile('/input', image);
		if (api.SetImageFile(1, 0) !== 0) throw new Error('the picture could not be read');
		api.Recognize(null);
		const recognised = fromTsv(api.GetTSVText(0));
		api.Clear();
		return recognised;
	};
}

/** Columns of Tesseract's table: level, page, block, paragraph, line, word, four of place, confidence, text. */
const WORD_LEVEL = '5';

/** Text of the words that are sure enough, line by line. */
export function fromTsv(table: string): Recognised {
	const lines = new Map<string, string[]>();
	let sum = 0;
	let letters = 0;
	for (const row of table.split('\n')) {
		const [level, page, block, paragraph, line, , , , , , sure = '', word = ''] = row.split('\t');
		const confidence = Number(sure);
		if (level !== WORD_LEVEL || !(confidence >= LEAST_SURE) || word.trim() === '') continue;
		const key = `${page} ${block} ${paragraph} ${line}`;
		const words = lines.get(key);
		if (words === undefined) lines.set(key, [word]);
		else words.push(word);
		sum += confidence * word.length;
		letters += word.length;
	}
	const text = [...lines.values()].map((words) => words.join(' ').replace(BETWEEN_HAN, '')).join('\n');
	return { text, confidence: letters === 0 ? 0 : sum / letters / 100 };
}

/** Chinese is written without spaces, and recognised character by character. */
const BETWEEN_HAN = /(?<=\p{Script=Han}) (?=\p{Script=Han})/gu;
