// An authenticator in software (WebAuthn Level 3): an ES256 key that is discoverable, verifies its person, counts, and attests nothing.
// What it says can be bent in every way a test wants to see refused; the signature is over the bent words, as a real one's would be.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** What an answer may say in place of the truth. */
export interface Bent {
	readonly origin?: string;
	readonly type?: string;
	readonly crossOrigin?: boolean;
	/** Of which site the authenticator speaks. */
	readonly rpId?: string;
	readonly verified?: boolean;
	/** The count to report, in place of one more than before. */
	readonly counter?: number;
	readonly userHandle?: string;
	/** Signed by a key that is not this passkey's. */
	readonly stranger?: boolean;
	/** Form and statement of an attestation. */
	readonly attestation?: { readonly fmt: string; readonly attStmt: Cbor };
}

/** Options of a ceremony, as far as an authenticator reads them. */
interface Options {
	readonly challenge: string;
}

type Cbor = number | string | Uint8Array | readonly Cbor[] | ReadonlyMap<Cbor, Cbor>;

const FLAGS = { present: 0x01, verified: 0x04, synced: 0x18, attested: 0x40 };

/** A passkey that is not made yet; `origin` is where the browser that holds it is. */
export class SoftwareAuthenticator {
	readonly #origin: string;
	readonly #rpId: string;
	readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	readonly id = randomBytes(16).toString('base64url');
	#counter = 0;
	#userHandle = '';

	constructor(origin: string) {
		this.#origin = origin;
		this.#rpId = new URL(origin).hostname;
	}

	/** navigator.credentials.create(), as JSON. */
	create(options: Options & { readonly user: { readonly id: string } }, bent: Bent = {}) {
		this.#userHandle = options.user.id;
		const credential = Buffer.from(this.id, 'base64url');
		const size = Buffer.alloc(2);
		size.writeUInt16BE(credential.length);
		const attested = Buffer.concat([Buffer.alloc(16), size, credential, coseKey(this.#keys.publicKey)]);
		const whole = Buffer.concat([this.#authenticatorData(bent, FLAGS.attested, bent.counter ?? 0), attested]);
		const { fmt, attStmt } = bent.attestation ?? { fmt: 'none', attStmt: new Map() };
		const object = new Map<Cbor, Cbor>([
			['fmt', fmt],
			['attStmt', attStmt],
			['authData', whole],
		]);
		return {
			id: this.id,
			rawId: this.id,
			type: 'public-key',
			clientExtensionResults: {},
			response: {
				clientDataJSON: this.#clientData('webauthn.create', options, bent),
				attestationObject: cbor(object).toString('base64url'),
				transports: ['internal'],
			},
		};
	}

	/** navigator.credentials.get(), as JSON. */
	get(options: Options, bent: Bent = {}) {
		this.#counter = bent.counter ?? this.#counter + 1;
		const clientDataJSON = this.#clientData('webauthn.get', options, bent);
		const authenticatorData = this.#authenticatorData(bent, 0, this.#counter);
		const signed = Buffer.concat([authenticatorData, createHash('sha256').update(Buffer.from(clientDataJSON, 'base64url')).digest()]);
		const key = bent.stranger === true ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : this.#keys.privateKey;
		return {
			id: this.id,
			rawId: this.id,
			type: 'public-key',
			clientExtensionResults: {},
			response: {
				clientDataJSON,
				authenticatorData: authenticatorData.toString('base64url'),
				signature: sign('sha256', signed, key).toString('base64url'),
				userHandle: bent.userHandle ?? this.#userHandle,
			},
		};
	}

	#clientData(type: string, { challenge }: Options, bent: Bent): string {
		const said = { type: bent.type ?? type, challenge, origin: bent.origin ?? this.#origin, crossOrigin: bent.crossOrigin ?? false };
		return Buffer.from(JSON.stringify(said)).toString('base64url');
	}

	#authenticatorData(bent: Bent, more: number, counter: number): Buffer {
		const count = Buffer.alloc(4);
		count.writeUInt32BE(counter);
		const flags = FLAGS.present | FLAGS.synced | more | (bent.verified === false ? 0 : FLAGS.verified);
		const site = createHash('sha256')
			.update(bent.rpId ?? this.#rpId)
			.digest();
		return Buffer.concat([site, Buffer.from([flags]), count]);
	}
}

/** COSE_Key of a P-256 key (RFC 9053, 7.1.1): EC2, ES256, P-256, x, y. */
function coseKey(key: KeyObject): Buffer {
	const { x = '', y = '' } = key.export({ format: 'jwk' });
	const entries: [Cbor, Cbor][] = [
		[1, 2],
		[3, -7],
		[-1, 1],
		[-2, Buffer.from(x, 'base64url')],
		[-3, Buffer.from(y, 'base64url')],
	];
	return cbor(new Map(entries));
}

/** RFC 8949, as much of it as authenticators speak. */
function cbor(value: Cbor): Buffer {
	if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
	if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
	if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
	if (value instanceof Map) return Buffer.concat([head(5, value.size), ...[...value].flatMap(([k, v]) => [cbor(k), cbor(v)])]);
	const items = value as readonly Cbor[];
	return Buffer.concat([head(4, items.length), ...items.map(cbor)]);
}

function head(major: number, length: number): Buffer {
	const first = major << 5;
	if (length < 24) return Buffer.from([first | length]);
	if (length < 256) return Buffer.from([first | 24, length]);
	return Buffer.from([first | 25, length >> 8, length & 255]);
}
