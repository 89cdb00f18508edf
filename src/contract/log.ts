// The transparency log over the wire: entries by subject and receipts as JSON; checkpoint and tiles are C2SP tlog-tiles.
import { type Static, Type } from 'typebox';
import { Choice, cursor, limit, Page, Time } from './fields.ts';

export const LogEntrySchema = Type.Object({
	id: Type.String(),
	index: Type.Optional(Type.Integer({ minimum: 0, description: 'Absent while the entry waits for the sequencer' })),
	at: Time,
	kind: Type.String(),
	subject: Type.String(),
	entry: Type.String({ description: 'The entry as it stands in the log: canonical JSON, RFC 8785' }),
});

export const LogQuerySchema = Type.Object(
	{ subject: Type.Optional(Type.String({ maxLength: 300, description: 'Id of a listing or case' })), limit, cursor },
	{ additionalProperties: false },
);
export const LogPageSchema = Page(LogEntrySchema);

export const ReceiptSchema = Type.Object({
	entryId: Type.String(),
	state: Choice(['pending', 'sequenced'], 'pending: not in the tree yet, ask again within a second'),
	entry: Type.String({ description: 'Canonical JSON of the entry' }),
	index: Type.Optional(Type.Integer({ minimum: 0 })),
	treeSize: Type.Optional(Type.Integer({ minimum: 1 })),
	proof: Type.Optional(Type.Array(Type.String(), { description: 'Inclusion proof, RFC 9162: base64 hashes, leaf upwards' })),
	checkpoint: Type.Optional(Type.String({ description: 'Signed note that the proof leads to' })),
});

export type LogEntryWire = Static<typeof LogEntrySchema>;
export type Receipt = Static<typeof ReceiptSchema>;
