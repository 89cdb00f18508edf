// The catalogue over the wire, read-only: what is listed, under which wording and citation, since when.
import { type Static, Type } from 'typebox';
import { cursor, limit, Page } from './fields.ts';

const tier = Type.Unsafe<1 | 2 | 3>({ type: 'integer', enum: [1, 2, 3] });

export const SubstanceSummarySchema = Type.Object({
	id: Type.String(),
	name: Type.String(),
	tier,
	group: Type.String(),
	cas: Type.Array(Type.String()),
	regimes: Type.Array(Type.String(), { description: 'Regimes with a line in force' }),
	drawn: Type.Boolean({ description: 'A structure can be drawn' }),
});

export const ControlSchema = Type.Object({
	regime: Type.String(),
	list: Type.String(),
	wording: Type.String({ description: '`unknown` where the sources do not say' }),
	citation: Type.String(),
	effective: Type.String(),
	effectiveConfidence: Type.String(),
	status: Type.String(),
	until: Type.Optional(Type.String()),
	threshold: Type.Optional(Type.Object({ quantity: Type.String(), unit: Type.String(), note: Type.String(), citation: Type.String() })),
	confidence: Type.String(),
	sources: Type.Array(Type.Object({ id: Type.String(), title: Type.String(), url: Type.Optional(Type.String()) })),
	note: Type.Optional(Type.String()),
});

export const SubstanceSchema = Type.Object({
	...SubstanceSummarySchema.properties,
	names: Type.Record(Type.String(), Type.Array(Type.String()), { description: 'Language → names' }),
	abbreviations: Type.Array(Type.String()),
	forms: Type.Array(Type.Object({ cas: Type.String(), form: Type.String(), confidence: Type.String() })),
	smiles: Type.Optional(Type.String()),
	inchikey: Type.Optional(Type.String()),
	formula: Type.Optional(Type.String()),
	hs: Type.Optional(Type.String()),
	family: Type.Optional(Type.Object({ id: Type.String(), title: Type.String() })),
	uses: Type.Array(Type.String()),
	notes: Type.Optional(Type.String()),
	controls: Type.Array(ControlSchema),
	lookAlikes: Type.Array(Type.Object({ name: Type.String(), cas: Type.Optional(Type.String()), why: Type.String() })),
});

export const SubstanceQuerySchema = Type.Object(
	{ q: Type.Optional(Type.String({ maxLength: 200, description: 'Part of a name, a CAS number or an id' })), limit, cursor },
	{ additionalProperties: false },
);
export const SubstancePageSchema = Page(SubstanceSummarySchema);

export const StructureQuerySchema = Type.Object(
	{
		highlight: Type.Optional(Type.String({ maxLength: 100, description: 'Id of a family whose part of the structure is marked' })),
		width: Type.Optional(Type.Integer({ minimum: 50, maximum: 1200, description: 'Pixels' })),
		height: Type.Optional(Type.Integer({ minimum: 50, maximum: 1200, description: 'Pixels' })),
	},
	{ additionalProperties: false },
);

export type SubstanceSummary = Static<typeof SubstanceSummarySchema>;
export type SubstanceDetail = Static<typeof SubstanceSchema>;
