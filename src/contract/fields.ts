// Small schemas that several resources share: times, pages, the words of a state.
import { type TSchema, Type } from 'typebox';

export const Time = Type.String({ format: 'date-time', description: 'RFC 3339, UTC' });

export const Choice = <T extends string>(values: readonly T[], description: string) =>
	Type.Unsafe<T>({ type: 'string', enum: [...values], description });

/** One page of a list. `nextCursor` is there when there is more; hand it back as `cursor`. */
export const Page = <S extends TSchema>(item: S) =>
	Type.Object({ items: Type.Array(item), nextCursor: Type.Optional(Type.String({ description: 'Pass as `cursor` for what follows' })) });

export const limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50, description: 'Items of one page' }));
export const cursor = Type.Optional(Type.String({ maxLength: 500, description: '`nextCursor` of the page before' }));

/** Path parameter `id`. */
export const byId = (description: string, maxLength = 200) =>
	Type.Object({ id: Type.String({ minLength: 1, maxLength, description }) }, { additionalProperties: false });
