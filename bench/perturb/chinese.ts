// Kinds for names in Chinese characters: traditional script (OpenCC tables), pinyin with and without tones, gaps and marks
// between characters. Only script conversion; no word is exchanged for another.
import { Converter } from 'opencc-js/cn2t';
import { pinyin } from 'pinyin-pro';
import { type Apply, type Kind, kindsOf } from './kind.ts';

const toTaiwan = Converter({ from: 'cn', to: 'tw' });
const toHongKong = Converter({ from: 'cn', to: 'hk' });
const HAN = /\p{Script=Han}/u;

const changed =
	(write: (text: string) => string): Apply =>
	(text) => {
		const result = write(text);
		return result === text ? null : result;
	};

const spread =
	(mark: string): Apply =>
	(text) => {
		const points = [...text];
		return points.length < 2 ? null : points.join(mark);
	};

/** Pinyin is only readable back when there is enough of it. */
const romanised =
	(toneType: 'none' | 'num' | 'symbol', separator: string): Apply =>
	(text) =>
		[...text].filter((point) => HAN.test(point)).length < 3 ? null : pinyin(text, { toneType, separator, nonZh: 'consecutive' });

export const CHINESE_KINDS: readonly Kind[] = kindsOf('chinese', 'chinese-name', {
	plain: ['fit', (text) => text],
	traditional: ['fit', changed(toTaiwan)],
	'traditional-hk': ['held-out', changed(toHongKong)],
	spaces: ['fit', spread(' ')],
	dots: ['held-out', spread('·')],
	marks: ['held-out', spread('*')],
	'zero-width': ['held-out', spread('\u200b')],
	pinyin: ['held-out', romanised('none', ' ')],
	'pinyin-joined': ['held-out', romanised('none', '')],
	'pinyin-tones': ['held-out', romanised('symbol', ' ')],
});
