// The tables of sql/ as types, for the query builder. Times are RFC 3339 texts, bigints numbers: database.ts sees to that.
import type { Generated } from 'kysely';

export interface Tables {
	listing: {
		id: string;
		revision: number;
		state: string;
		reason_code: string | null;
		verdict: string;
		seller: string | null;
		title: string;
		case_id: string | null;
		updated_at: string;
	};
	listing_revision: {
		listing_id: string;
		revision: number;
		content: unknown;
		input_hash: string;
		verdict: unknown;
		verdict_kind: string;
		catalogue_version: string;
		engine_version: string;
		policy_version: string;
		state: string;
		reason_code: string | null;
		submitted_at: string;
		submitted_by: unknown;
		entry_id: string;
	};
	listing_substance: { listing_id: string; substance: string; name: string };
	idempotency_key: { actor: string; key: string; request_hash: string; status: number; answer: unknown; created_at: string };
	review_case: {
		id: string;
		listing_id: string;
		seq: number;
		state: unknown;
		status: string;
		priority: number;
		claimed_by: string | null;
		claimed_until: string | null;
		opened_at: string;
		decided_at: string | null;
	};
	case_event: { case_id: string; seq: number; event: unknown; entry_id: string };
	log_entry: {
		id: string;
		subject: string;
		entry: Buffer;
		index: number | null;
		leaf_hash: Buffer | null;
		created_at: string;
	};
	log_opening: { entry_id: string; salt: Buffer; content: unknown };
	log_tile: { level: number; index: number; width: number; bytes: Buffer };
	log_checkpoint: { one: Generated<boolean>; size: number; note: string; signed_at: string };
	person: { id: string; name: string; email: string; role: string; createdAt: string; updatedAt: string; emailVerified: boolean };
	api_key: {
		id: string;
		name: string;
		role: string;
		seller: string | null;
		secret_hash: string;
		created_by: string | null;
		created_at: string;
		expires_at: string | null;
		revoked_at: string | null;
		last_used_at: string | null;
		scopes: string[] | null;
		replaced_by: string | null;
	};
	invitation: {
		token_hash: string;
		role: string;
		name: string | null;
		created_by: string | null;
		created_at: string;
		expires_at: string;
		used_at: string | null;
		training: string | null;
		certified_until: string | null;
	};
}
