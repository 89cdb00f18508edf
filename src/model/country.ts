// ISO 3166-1 alpha-2 country codes: the officially assigned ones, and XK (Kosovo), which customs and post use although it
// is user-assigned. Must never guess a country from free text.
import { bad, ok, type Result } from '../base/result.ts';

const CODES = new Set(
	`AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF
	CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH
	GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW
	KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG
	NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN
	SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE
	YT ZA ZM ZW`.split(/\s+/),
);

// What people write when they mean a code they do not remember.
const MEANT: Readonly<Record<string, string>> = { UK: 'GB', USA: 'US', EL: 'GR', PRC: 'CN', UAE: 'AE' };

/** True for an assigned two-letter code in upper case. */
export function isCountry(code: string): boolean {
	return CODES.has(code);
}

/** A country code at `pointer`; the problem names the code that was probably meant. */
export function parseCountry(value: unknown, pointer: string): Result<string> {
	if (typeof value === 'string' && CODES.has(value)) return ok(value);
	if (typeof value !== 'string') return bad(pointer, 'is not a country code', 'give two letters of ISO 3166-1 in quotes, such as "US"');
	const upper = value.trim().toUpperCase();
	const meant = MEANT[upper] ?? (CODES.has(upper) ? upper : undefined);
	return bad(
		pointer,
		`${JSON.stringify(value.slice(0, 20))} is not an ISO 3166-1 country code`,
		meant === undefined ? 'give two upper-case letters, such as US, DE or CN' : `write "${meant}"`,
	);
}
