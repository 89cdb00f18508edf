// Files for tests of reading media, made here: small PDFs written by hand, pictures drawn with a font that comes with a dependency, and
// codes. Contents are published names only.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { crc32, deflateSync } from 'node:zlib';
import { type Canvas, createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';

const require = createRequire(import.meta.url);
GlobalFonts.registerFromPath(require.resolve('pdfjs-dist/standard_fonts/LiberationSans-Regular.ttf'), 'Test Sans');

/** Black lines on white. */
export function picture(lines: readonly string[], size = { width: 800, height: 260 }): Canvas {
	const canvas = createCanvas(size.width, size.height);
	const context = canvas.getContext('2d');
	context.fillStyle = 'white';
	context.fillRect(0, 0, size.width, size.height);
	context.fillStyle = 'black';
	context.font = '34px "Test Sans"';
	for (const [i, line] of lines.entries()) context.fillText(line, 40, 80 + 60 * i);
	return canvas;
}

export const png = (canvas: Canvas): Uint8Array => canvas.toBuffer('image/png');
export const jpeg = (canvas: Canvas): Uint8Array => canvas.toBuffer('image/jpeg');

/** A QR code as a PNG. */
export async function qr(text: string): Promise<Uint8Array> {
	const wasm = readFileSync(require.resolve('zxing-wasm/writer/zxing_writer.wasm'));
	prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(wasm).buffer } });
	const { image, error } = await writeBarcode(text, { format: 'QRCode', scale: 6 });
	if (image === null) throw new Error(error);
	return new Uint8Array(await image.arrayBuffer());
}

/** A PNG header that declares a size, and nothing behind it that would fill it. */
export function hugePng(width: number, height: number): Uint8Array {
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.set([8, 2, 0, 0, 0], 8);
	return Buffer.concat([
		Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		chunk('IHDR', head),
		chunk('IDAT', deflateSync(Buffer.alloc(64))),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

export function chunk(type: string, body: Uint8Array): Buffer {
	const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(body.length);
	const check = Buffer.alloc(4);
	check.writeUInt32BE(crc32(named));
	return Buffer.concat([length, named, check]);
}

export interface PageSpec {
	/** Lines of text, as stored. */
	readonly lines?: readonly string[];
	/** Fills the page. */
	readonly picture?: Canvas;
	/** Instead of `lines`: the page's content stream with its filter, as it is. */
	readonly stream?: { readonly filter: string; readonly bytes: Uint8Array };
}

/** A PDF of A4 pages. `encrypted`: with an encryption dictionary that no empty password opens. */
export function pdf(pages: readonly PageSpec[], options: { readonly title?: string; readonly encrypted?: boolean } = {}): Uint8Array {
	const objects: Buffer[] = [];
	const add = (body: string | Buffer): number => objects.push(typeof body === 'string' ? Buffer.from(body, 'latin1') : body);
	const stream = (dictionary: string, bytes: Uint8Array): number =>
		add(Buffer.concat([Buffer.from(`<< ${dictionary} /Length ${bytes.length} >>\nstream\n`, 'latin1'), bytes, Buffer.from('\nendstream')]));
	const root = add('');
	const tree = add('');
	const font = add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
	const kids = pages.map((page) => {
		let drawing = (page.lines ?? [])
			.map((line, i) => `BT /F 12 Tf 60 ${760 - 20 * i} Td (${line.replace(/[()\\]/g, '\\$&')}) Tj ET`)
			.join('\n');
		let resources = `/Font << /F ${font} 0 R >>`;
		if (page.picture !== undefined) {
			const { width, height } = page.picture;
			const image = stream(
				`/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode`,
				jpeg(page.picture),
			);
			resources += ` /XObject << /I ${image} 0 R >>`;
			drawing += `\nq 500 0 0 ${Math.round((500 * height) / width)} 47 300 cm /I Do Q`;
		}
		const content =
			page.stream === undefined ? stream('', Buffer.from(drawing, 'latin1')) : stream(`/Filter ${page.stream.filter}`, page.stream.bytes);
		return add(`<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 595 842] /Resources << ${resources} >> /Contents ${content} 0 R >>`);
	});
	objects[root - 1] = Buffer.from(`<< /Type /Catalog /Pages ${tree} 0 R >>`);
	objects[tree - 1] = Buffer.from(`<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] >>`);
	let trailer = `/Root ${root} 0 R`;
	if (options.title !== undefined) trailer += ` /Info ${add(`<< /Title (${options.title}) >>`)} 0 R`;
	if (options.encrypted === true) {
		const secret = (text: string): string => createHash('sha256').update(text).digest('hex');
		const lock = add(`<< /Filter /Standard /V 1 /R 2 /P -4 /O <${secret('owner')}> /U <${secret('user')}> >>`);
		trailer += ` /Encrypt ${lock} 0 R /ID [<${secret('a').slice(0, 32)}> <${secret('b').slice(0, 32)}>]`;
	}
	const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
	let size = 9;
	const offsets = objects.map((body, i) => {
		const written = Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), body, Buffer.from('\nendobj\n')]);
		parts.push(written);
		size += written.length;
		return size - written.length;
	});
	const table = ['0000000000 65535 f ', ...offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n `)].join('\n');
	parts.push(
		Buffer.from(
			`xref\n0 ${objects.length + 1}\n${table}\ntrailer\n<< /Size ${objects.length + 1} ${trailer} >>\nstartxref\n${size}\n%%EOF\n`,
		),
	);
	return Buffer.concat(parts);
}
