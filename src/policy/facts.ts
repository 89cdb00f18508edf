// From a listing, an identity and its law to the facts that conditions may ask about (model/policy-facts.ts). What is not stated is
// left out, never filled in.
import { toBaseAmount } from '../chem/quantity.ts';
import type { LawStanding } from '../model/law.ts';
import type { Listing, Offer } from '../model/listing.ts';
import type { LawFacts, ListingFacts, MatchFacts, OfferFacts, SellerFacts } from '../model/policy-facts.ts';
import type { Identity } from './identity.ts';

const stated = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
	value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V });

export function listingFacts(listing: Listing): ListingFacts {
	return {
		title: listing.title,
		...stated('id', listing.id),
		...stated('description', listing.description),
		...stated('category', listing.category),
		...stated('language', listing.language),
		...stated('cas', listing.cas),
		...stated('hsCode', listing.hsCode),
		tags: listing.tags ?? [],
		attributes: Object.entries(listing.attributes ?? {}).map(([name, value]) => ({ name, value })),
		shipsTo: listing.shipsTo ?? [],
		offers: (listing.offers ?? []).map(offerFacts),
		images: listing.images?.length ?? 0,
		attachments: listing.attachments?.length ?? 0,
	};
}

function offerFacts({ quantity, unit }: Offer): OfferFacts {
	const base = toBaseAmount(quantity, unit);
	if (!base.ok) return { unit };
	const amount = Number(base.value.value);
	return base.value.dimension === 'mass' ? { unit, grams: amount } : { unit, millilitres: amount };
}

export const sellerFacts = ({ seller }: Listing): SellerFacts => ({ ...stated('id', seller?.id), ...stated('country', seller?.country) });

/** What is said of an identity besides what policy made of it. */
export interface MatchDetail {
	readonly kind: MatchFacts['kind'];
	readonly certainty: string;
	readonly form?: string;
	readonly percent?: number;
}

export function matchFacts(identity: Identity, { kind, certainty, form, percent }: MatchDetail): MatchFacts {
	return {
		id: identity.id,
		name: identity.name,
		kind,
		tier: identity.tier,
		certainty,
		basis: identity.basis,
		evasion: identity.evasion,
		...stated('form', form),
		...stated('percent', percent),
	};
}

export function lawFacts({ regimes }: LawStanding): LawFacts {
	return {
		regimes: regimes.map((one) => one.regime),
		controlledIn: regimes.filter((one) => one.inForce.length > 0).map((one) => one.regime),
		certain: regimes.some((one) => one.inForce.some((line) => line.firm)),
		watchedIn: regimes.filter((one) => one.notApplied.some((row) => row.why === 'watch')).map((one) => one.regime),
		notCompiled: regimes.filter((one) => !one.known).map((one) => one.regime),
	};
}
