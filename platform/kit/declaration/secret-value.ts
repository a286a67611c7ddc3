/** How issuers begin their credentials, so that they can be found where they do not belong. */
const PREFIXES = [
  /\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}/,
  /\bgh[pousr]_[A-Za-z0-9]{16,}/,
  /\bgithub_pat_[A-Za-z0-9_]{16,}/,
  /\bglpat-[A-Za-z0-9_-]{16,}/,
  /\bxox[abeoprs]-[A-Za-z0-9-]{8,}/,
  /\bxapp-[A-Za-z0-9-]{8,}/,
  /\b(?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{8,}/,
  /\bsk-(?:proj-|ant-)?[A-Za-z0-9_]{20,}/,
  /\bwhsec_[A-Za-z0-9+/=]{8,}/,
  /\bAIza[A-Za-z0-9_-]{20,}/,
  /\bya29\.[A-Za-z0-9_-]{8,}/,
  /\bSG\.[A-Za-z0-9_-]{16,}/,
  /\bnpm_[A-Za-z0-9]{16,}/,
  /\bpypi-[A-Za-z0-9_-]{16,}/,
  /\bhv[sb]\.[A-Za-z0-9_-]{8,}/,
  /\bdop_v1_[a-f0-9]{16,}/,
  /\beyJ[A-Za-z0-9_-]{8,}/,
  /-----BEGIN [A-Z0-9 ]+-----/,
  /hooks\.slack\.com\/services\/\S+/,
  // User and password in an address; what a template puts there does not count.
  /[A-Za-z][A-Za-z0-9+.-]*:\/\/[^\s/:@{}$]*:[^\s/@{}$]+@/,
];

/** All of them in one look at a text. */
const PREFIX = new RegExp(PREFIXES.map(({ source }) => source).join('|'));

const UUID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/i;

/** Names of variables whose value is a secret whatever it looks like. */
const SECRET_NAME =
  /(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|ACCESS_KEY|SECRET_KEY|PRIVATE_KEY|CREDENTIALS?)$/i;

/** Keys of a chart's values whose text is a secret whatever it looks like; `token` and `secret` are often a name. */
const PASSWORD_KEY = /(?:password|passwd|passphrase)$/i;

/** What is not a secret itself: a text that takes its value from elsewhere when it is read. */
const TAKEN_FROM_ELSEWHERE = /^\$|\{\{/;

/** Public by nature, though as random as a key. */
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/** Whether a text has the form that a kind of credential always has. */
export function hasSecretForm(text: string): boolean {
  return PREFIX.test(text);
}

/** Texts that were looked at; most stand on every cluster. So that a fleet of any size renders in bounded memory they are forgotten at times. */
const looked = new Map<string, boolean>();
let characters = 0;
const CHARACTERS_AT_MOST = 8_000_000;

/**
 * Whether a text is more likely a secret than anything that people write: it has the form of a known credential, or a
 * long part that only chance can have made. Digests of images are known by their `sha256:`.
 */
export function looksSecret(text: string): boolean {
  let looks = looked.get(text);
  if (looks === undefined) {
    looks = hasSecretForm(text) || UUID.test(text) || isKey(text) || hasRandomPart(text);
    characters += text.length;
    if (characters > CHARACTERS_AT_MOST) {
      looked.clear();
      characters = text.length;
    }
    looked.set(text, looks);
  }
  return looks;
}

function hasRandomPart(text: string): boolean {
  return text
    .replace(/sha256:[0-9a-f]{64}/g, '')
    .split(/[^A-Za-z0-9]+/)
    .some(isRandom);
}

/** Whether the name of a variable shows that it belongs in `secrets`. */
export function isSecretName(variable: string): boolean {
  return SECRET_NAME.test(variable);
}

/** Whether a text is where only a password can be, and does not take it from elsewhere. */
export function isPassword(key: string, text: string): boolean {
  return PASSWORD_KEY.test(key) && text !== '' && !TAKEN_FROM_ELSEWHERE.test(text);
}

/** A text without the certificates in it. */
export function withoutCertificates(text: string): string {
  return text.replace(CERTIFICATE, '');
}

/**
 * The beginning of a text, by which whoever pasted it knows it again, and which is of no use to anybody else.
 */
export function masked(text: string): string {
  const shown = Math.min(4, Math.floor(text.length / 4));
  return `"${text.slice(0, shown)}…" (${text.length} characters, not shown as it may be a secret)`;
}

/** Forty or more characters of Base64 with all that it has, as the secret keys of AWS are: a path has more order. */
function isKey(text: string): boolean {
  if (!/^[A-Za-z0-9+/]{40,}={0,2}$/.test(text) || text.startsWith('/')) return false;
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text) && entropy(text) >= 4;
}

/** At least 16 letters and digits that change so often between each other as no word and no name does. */
function isRandom(part: string): boolean {
  if (part.length < 16) return false;
  const cases = part.replace(/[a-z]/g, 'a').replace(/[A-Z]/g, 'A').replace(/\d/g, '0');
  const digits = cases.replace(/A/g, 'a');
  return changes(digits) >= 4 && changes(cases) >= part.length / 4 && entropy(part) >= 3;
}

function changes(text: string): number {
  return [...text].filter((character, index) => index > 0 && character !== text[index - 1]).length;
}

/** Shannon's entropy, in bits a character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / text.length;
    return sum - share * Math.log2(share);
  }, 0);
}
