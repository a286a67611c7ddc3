/** Each tells what a text has to be, where it isn't; nothing where it is. */
export type Form = (text: string) => string | undefined;

const LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const LABEL_1035 = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

const of =
  (pattern: RegExp, most: number, words: string): Form =>
  (text) =>
    pattern.test(text) && text.length <= most ? undefined : words;

/** Such as a namespace or a container. */
export const dnsLabel = of(
  LABEL,
  63,
  'lower-case letters, digits and hyphens, 63 at most, a letter or digit at both ends',
);

/** Such as a Service. */
export const serviceName = of(
  LABEL_1035,
  63,
  'lower-case letters, digits and hyphens, 63 at most, a letter first',
);

/** Such as nearly every object. */
export const dnsSubdomain = of(
  SUBDOMAIN,
  253,
  'lower-case letters, digits, hyphens and dots, a letter or digit at both ends of each part',
);

/** `*.example.org`, or a plain name. */
export const wildcardHost: Form = (text) =>
  /^\*\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/.test(text) &&
  text.length <= 253
    ? undefined
    : 'a wildcard for the whole first part, such as *.example.org';

export const labelValue: Form = (text) =>
  text === '' || (text.length <= 63 && QUALIFIED.test(text))
    ? undefined
    : 'letters, digits, hyphens, underscores and dots, 63 at most, a letter or digit at both ends';

/** `name` or `prefix.example.org/name`. */
export const qualifiedName: Form = (text) => {
  const parts = text.split('/');
  const words = 'a name such as app or example.org/app, the part after the slash of 63 characters at most';
  if (parts.length > 2) return words;
  const [prefix, name] = parts.length === 2 ? parts : [undefined, parts[0]];
  if (name === undefined || name.length > 63 || !QUALIFIED.test(name)) return words;
  return prefix !== undefined && dnsSubdomain(prefix) !== undefined ? words : undefined;
};

/** A port's name. */
export const portName: Form = (text) =>
  text.length <= 15 && /^[a-z0-9-]+$/.test(text) && /[a-z]/.test(text) && !/^-|-$|--/.test(text)
    ? undefined
    : 'lower-case letters, digits and single hyphens, 15 at most, with a letter in it';

/** A key of a ConfigMap or a Secret. */
export const configKey: Form = (text) =>
  text.length <= 253 && /^[-._a-zA-Z0-9]+$/.test(text) && text !== '.' && !text.startsWith('..')
    ? undefined
    : 'letters, digits, hyphens, underscores and dots, 253 at most';

/** A name that may stand in a URL, such as a Role's. */
export const pathSegment: Form = (text) =>
  text === '.' || text === '..' || /[/%]/.test(text) ? 'a name without / and %' : undefined;

/** A variable of a container. */
export const variableName = (text: string, relaxed: boolean): string | undefined => {
  if (relaxed) return /^[ -<>-~]+$/.test(text) ? undefined : 'printable ASCII characters but =';
  return /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(text) && text !== '.' && text !== '..' && !text.startsWith('..')
    ? undefined
    : 'letters, digits, hyphens, underscores and dots, no digit first';
};

/** A whole percentage, such as 25%. */
export function isPercent(value: unknown): value is string {
  return typeof value === 'string' && /^\d+%$/.test(value);
}
