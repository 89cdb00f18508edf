// The chemical elements (IUPAC periodic table, 118 symbols) and the default valences that notations leave implicit.

/** Symbols in order of atomic number; index 0 is hydrogen. */
const ORDER =
	'H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr Rf Db Sg Bh Hs Mt Ds Rg Cn Nh Fl Mc Lv Ts Og';

const SYMBOLS: ReadonlySet<string> = new Set(ORDER.split(' '));

/** True for an element symbol in its usual case: `Mn`, not `MN`. */
export function isElement(symbol: string): boolean {
	return SYMBOLS.has(symbol);
}

/** Usual neutral valences, smallest first; an empty list for elements that form no covalent skeletons here. */
export function valencesOf(symbol: string): readonly number[] {
	return VALENCES[symbol] ?? [];
}

const VALENCES: Readonly<Record<string, readonly number[]>> = {
	H: [1],
	B: [3],
	C: [4],
	N: [3, 5],
	O: [2],
	F: [1],
	Si: [4],
	P: [3, 5],
	S: [2, 4, 6],
	Cl: [1],
	Se: [2, 4, 6],
	Br: [1],
	I: [1],
};

/** Orders symbols as Hill formulae do: carbon, hydrogen, then by alphabet; by alphabet alone without carbon. */
export function hillOrder(symbols: Iterable<string>): string[] {
	const all = [...symbols].sort();
	if (!all.includes('C')) return all;
	const rest = all.filter((symbol) => symbol !== 'C' && symbol !== 'H');
	return ['C', ...(all.includes('H') ? ['H'] : []), ...rest];
}
