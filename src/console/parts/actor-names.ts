// Actors by name, on pages whose answers carry ids only: the reviewers' names, where the reader may see them.
import { useQuery } from '@tanstack/react-query';
import type { Actor } from '../../model/actor.ts';
import { reviewersQuery } from '../queries.ts';
import { useSession } from '../session.ts';
import { useActorName } from './history.tsx';

/** How an actor is called; an id where no name is known. */
export function useActorNames(): (actor: Actor) => string {
	const { me, may } = useSession();
	const reviewers = useQuery({ ...reviewersQuery(), enabled: may('case:read') });
	const names = Object.fromEntries((reviewers.data?.items ?? []).map(({ id, name }) => [id, name]));
	return useActorName(me === undefined ? names : { ...names, [me.id]: me.name });
}
