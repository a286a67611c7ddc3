/** A form by which a secret is known, whoever holds it. */
export interface SecretForm {
  readonly name: string;
  readonly pattern: RegExp;
}

/** Forms that nothing else has. Examples of documentation say so in the text. */
const SECRET_FORMS: readonly SecretForm[] = [
  {
    name: 'an access key of AWS',
    pattern: /(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])/,
  },
  {
    name: 'a private key',
    pattern:
      /-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED |PGP )?PRIVATE KEY(?: BLOCK)?-----\s*[A-Za-z0-9+/=\r\n: -]{32}/,
  },
  {
    name: 'a token of GitHub',
    pattern: /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,})/,
  },
  { name: 'a token of GitLab', pattern: /(?<![A-Za-z0-9])glpat-[A-Za-z0-9_-]{20}/ },
  {
    name: 'a token of Slack',
    pattern:
      /(?<![A-Za-z0-9])xox[abprs]-[A-Za-z0-9-]{20,}|hooks\.slack\.com\/services\/T[A-Z0-9]{6,}\/B[A-Z0-9]{6,}\/[A-Za-z0-9]{20,}/,
  },
  { name: 'a key of Stripe', pattern: /(?<![A-Za-z0-9])[rs]k_live_[A-Za-z0-9]{20,}/ },
  { name: 'a key of Google', pattern: /(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9])/ },
  {
    name: 'a JSON web token',
    pattern: /(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}/,
  },
  { name: 'a key of SendGrid', pattern: /(?<![A-Za-z0-9])SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/ },
  { name: 'a token of npm', pattern: /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}/ },
];

/** A form that a text has. */
export function secretIn(text: string): SecretForm | undefined {
  return text.length < 20 ? undefined : SECRET_FORMS.find(({ pattern }) => pattern.test(text));
}

/** Names of what has to be secret. */
const NAMES =
  /(?:^|[_.\-/]|[a-z](?=[A-Z]))(?:password|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|secret[_-]?key|private[_-]?key|encryption[_-]?key|signing[_-]?key|credentials?|client[_-]?secret)s?$/i;
const BENIGN =
  /(?:file|path|dir|name|ref|url|uri|endpoint|header|ttl|expiry|expiration|duration|timeout|length|count|limit|enabled|type|policy|rotation|issuer|audience|id|max[_-]?tokens?)$/i;

/** Whether something of this name is to be kept. */
export function isSecretName(name: string): boolean {
  return NAMES.test(name.replace(/([a-z])([A-Z])/g, '$1_$2')) && !BENIGN.test(name);
}

const PLACEHOLDER =
  /^(?:|\s*|x+|\*+|\.+|-|none|null|true|false|yes|no|on|off|0|1|change[-_ ]?me.*|.*(?:replace|changeme|placeholder|dummy|example|redacted|your[-_ ]|todo|insert|fill[-_ ]?in|to[-_ ]be[-_ ]|set[-_ ]by|managed[-_ ]by|generated).*|<.*>|\$\{.*\}|\$\(.*\)|\{\{.*\}\}|%.*%|\[.*\]|__.*__|\/.*|\.\/.*|(?:file|https?|vault|ref\+?[a-z]*|op|arn|projects|awssm|aws|gcpsm|azkv|secretref|ssm|sm):.*)$/is;

/** Whether a value stands for one that somebody else fills in. */
export function isPlaceholder(value: string): boolean {
  return PLACEHOLDER.test(value.trim());
}

const URL_WITH_PASSWORD = /[a-z][a-z0-9+.-]*:\/\/([^\s:/@"']*):([^\s/@"']+)@[^\s"']/i;

/** The password that a URL has in the clear. */
export function passwordInUrl(text: string): string | undefined {
  const [, , password] = URL_WITH_PASSWORD.exec(text) ?? [];
  if (password === undefined || /[${}<>]|\(|^\*+$|^x+$/i.test(password)) return undefined;
  return isPlaceholder(password) || /^(?:password|pass|pw|secret)$/i.test(password) ? undefined : password;
}
