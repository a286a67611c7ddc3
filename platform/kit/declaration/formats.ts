import { z } from 'zod';
import { didYouMean } from '../../../clusters/nearest-name.ts';
import { text } from '../../../clusters/text-formats.ts';
import { bytes, millicores } from '../quantity.ts';

/** Ports that Istio's proxy listens on, or may: a container on one of them keeps its pod from starting. */
const PROXY_PORTS = { first: 15000, last: 15099 } as const;

/**
 * A name that becomes a DNS label and a label's value.
 *
 * @param what such as `the name of a namespace`
 * @param most characters; less than 63 where synth adds to the name
 */
export function dnsLabel(what: string, most = 63, why = '') {
  return text(
    new RegExp(`^[a-z0-9]([a-z0-9-]{0,${most - 2}}[a-z0-9])?$`),
    `${what}: lower case letters, digits and hyphens, at most ${most} characters${why}`,
  );
}

/**
 * The same where the name also becomes that of a Service or the beginning of an environment variable: neither may
 * begin with a digit.
 */
export function serviceLabel(what: string, most = 63, why = '') {
  return text(
    new RegExp(`^[a-z]([a-z0-9-]{0,${most - 2}}[a-z0-9])?$`),
    `${what}: lower case letters, digits and hyphens, the first a letter, at most ${most} characters${why}`,
  );
}

/** A name of several labels with dots, as Secrets and ConfigMaps may have. */
export function dnsName(what: string) {
  return text(
    /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
    `${what}: lower case letters, digits, hyphens and dots, at most 253 characters`,
  );
}

export { labelKey, labelValue } from '../../../clusters/text-formats.ts';

/** A key of `env`: what every shell and every kubelet takes. */
export const variableName = text(
  /^[A-Za-z_][A-Za-z0-9_]{0,252}$/,
  'the name of an environment variable: letters, digits and underscores, the first no digit',
);

/**
 * A whole number in a range.
 *
 * @param unit such as `seconds`, for the message
 */
export function whole(least: number, most: number, unit = '') {
  const expected = `a whole number${unit === '' ? '' : ` of ${unit}`} from ${least} to ${most}`;
  return z
    .number({ error: expected })
    .refine((number) => Number.isInteger(number) && number >= least && number <= most, { error: expected });
}

/** Percent of something that is all there is at 100. */
export function percent(most = 100) {
  return whole(1, most, 'percent');
}

/** One of a few names. */
export function oneOf<const Names extends readonly [string, ...string[]]>(names: Names) {
  return z.enum(names, {
    error: ({ input }) =>
      `one of ${names.join(', ')}${typeof input === 'string' ? didYouMean(input, names) : ''}`,
  });
}

export const flag = z.boolean({ error: 'true or false, without quotes' });

const port = `a port from 1024 to 65535 (the container does not run as root), without those of the mesh's proxy, ${PROXY_PORTS.first} to ${PROXY_PORTS.last}`;

/** A port that one of our containers listens on. */
export const containerPort = z
  .number({ error: port })
  .refine(
    (number) =>
      Number.isInteger(number) &&
      number >= 1024 &&
      number <= 65_535 &&
      !(number >= PROXY_PORTS.first && number <= PROXY_PORTS.last),
    { error: port },
  );

/** Any port of TCP. */
export const tcpPort = z
  .number({ error: 'a port from 1 to 65535' })
  .refine((number) => Number.isInteger(number) && number >= 1 && number <= 65_535, {
    error: 'a port from 1 to 65535',
  });

const httpPathForm =
  'a path that begins with /, such as /health, of letters, digits and -._~/ and without blanks, ? and #, and without // and the parts . and ..';

/** The path of a request, as a probe asks for it and a route begins with it. */
export const httpPath = z
  .string({ error: httpPathForm })
  .refine(
    (path) =>
      /^\/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*$/.test(path) &&
      path.length <= 1024 &&
      !path.includes('//') &&
      !path.split('/').some((part) => part === '.' || part === '..'),
    { error: httpPathForm },
  );

const ROUTE =
  'a path without a / at the end, such as /v1: /v1/ would miss the address /v1; / alone is every path';

/** The path that a route begins with: it stands for itself and all below it. */
export const routePath = httpPath.refine((path) => path === '/' || !path.endsWith('/'), { error: ROUTE });

const CPU = 'an amount of CPU in cores such as 2, or millicores such as 500m, in quotes, from 1m to 256';

/** CPU as Kubernetes writes it; nothing is finer than a millicore. */
export const cpu = z.string({ error: CPU }).refine(
  (amount) => {
    const found = readOr(millicores, amount);
    return Number.isInteger(found) && found >= 1 && found <= 256_000;
  },
  { error: CPU },
);

/**
 * Memory with a binary suffix: without one `512m` would be half a byte.
 *
 * @param least in bytes, and as it is written
 */
function memoryFrom(least: number, written: string) {
  const expected = `an amount of memory with a binary suffix such as 512Mi or 2Gi, in quotes, from ${written} to 4Ti`;
  return z.string({ error: expected }).refine(
    (amount) => {
      const found = readOr(bytes, amount);
      return Number.isInteger(found) && found >= least && found <= 4 * 1024 ** 4;
    },
    { error: expected },
  );
}

/** Below 8Mi no container starts. */
export const memory = memoryFrom(8 * 1024 ** 2, '8Mi');

/** The size of a volume. */
export const size = memoryFrom(1024, '1Ki');

function readOr(read: (text: string) => number, text: string): number {
  try {
    return read(text);
  } catch {
    return Number.NaN;
  }
}

/** A share of pods as Kubernetes writes it. At 100 % no node could be drained, and 0 % says nothing. */
export const podShare = text(/^[1-9]\d?%$/, 'a share from 1% to 99%, in quotes, such as 50%');

const INTERVAL = "an interval in Prometheus' notation from 5s to 60s, such as 15s";

/** Longer ones leave the rates of the alerts without two samples. */
export const scrapeInterval = z
  .string({ error: INTERVAL })
  .refine((interval) => /^(?:[5-9]|[1-5]\d|60)s$|^1m$/.test(interval), { error: INTERVAL });

/** Folders of the system, and those that synth mounts something into. */
const TAKEN = ['/proc', '/sys', '/dev', '/run', '/var/run', '/etc/tls', '/etc/database-ca', '/etc/ssl'];

const DIRECTORY = `the absolute path of a directory, such as /app/.cache, without : and .. and a / at the end; not / and nothing of ${TAKEN.join(', ')}`;

/** Where a volume is mounted. */
export const mountPath = z
  .string({ error: DIRECTORY })
  .refine(
    (path) =>
      /^(?:\/[A-Za-z0-9._@+-]+)+$/.test(path) &&
      path.length <= 512 &&
      !path.split('/').some((part) => part === '.' || part === '..') &&
      !TAKEN.some((taken) => isWithin(path, taken)),
    { error: DIRECTORY },
  );

/** Whether a path is another one or lies in it. */
export function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}

/** A key of a ConfigMap, which becomes the name of a file. */
export const fileName = text(
  /^(?!\.\.?$)[A-Za-z0-9._-]{1,253}$/,
  'the name of a file: letters, digits, dots, hyphens and underscores',
);

/** Name of a topic of Kafka. */
export const topicName = text(
  /^(?!\.\.?$)[A-Za-z0-9._-]{1,249}$/,
  'the name of a topic: letters, digits, dots, hyphens and underscores, at most 249 characters',
);

/** A name that a store or a broker takes as it is. */
export function plainName(what: string) {
  return text(/^[A-Za-z0-9:._/-]{1,255}$/, `${what}: letters, digits and :._/- at most 255 characters`);
}
