// Signing in is rare beside what machines send, and its library costs half a second and 50 MB: it is loaded when the first person comes.
import type { People, PeopleOptions } from './people.ts';

/** People whose library is loaded with the first use. */
export function peopleWhenNeeded(options: PeopleOptions): People {
	let loading: Promise<People> | undefined;
	const people = (): Promise<People> => {
		loading ??= import('./people.ts').then(({ openPeople }) => openPeople(options));
		return loading;
	};
	return {
		handle: async (request) => (await people()).handle(request),
		// Without a cookie there is nobody to look for.
		session: async (request) => (request.headers.cookie === undefined ? undefined : (await people()).session(request)),
		create: async (one) => (await people()).create(one),
		signIn: async (email, password) => (await people()).signIn(email, password),
		open: async (id, request) => (await people()).open(id, request),
	};
}
