import { z } from 'zod';
import { isNetwork } from './network.ts';
import { timeZoneMistake } from './time-zone.ts';
import { isDayRange } from './weekdays.ts';

/**
 * A text of one form. The same words are the answer to a missing value, a value of another type and a text of another form:
 * they are what the report prints after "expected".
 */
export function text(pattern: RegExp, expected: string) {
  return z.string({ error: expected }).regex(pattern, { error: expected });
}

/** Name of a cluster, an image, a queue…: what Kubernetes takes as a label and as a DNS label. */
export const name = text(
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  'a name of lower case letters, digits and hyphens, at most 63 characters',
);

/** A host or domain with at least one dot: what a Gateway, a ServiceEntry and a certificate name. */
export const hostname = text(
  /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/,
  'a domain name in lower case with at least one dot, such as prod-japan.example.com, without https:// or a port',
);

/** The first part of a name in DNS, below the domain of a cluster. */
export const hostLabel = text(
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  'one host of lower case letters, digits and hyphens, such as api, without the domain',
);

export const region = text(/^[a-z]{2}(-[a-z]+)+-\d$/, 'an AWS region such as ap-northeast-1');

export const availabilityZone = text(
  /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/,
  'an availability zone such as ap-northeast-1a',
);

export const accountId = text(/^\d{12}$/, 'an AWS account id of 12 digits in quotes, such as "111122223333"');

/** EKS refuses the prefixes in an access entry: they are its own groups and those of Kubernetes. */
export const kubernetesGroup = text(
  /^(?!(?:system|eks|aws|amazon|iam):)[A-Za-z0-9][A-Za-z0-9:._-]{0,62}$/,
  'a Kubernetes group that an access entry may name, such as fleet-operators: not one that begins with system:, eks:, aws:, amazon: or iam:',
);

/** `<major>.<minor>`; without quotes YAML would read 1.30 as the number 1.3. */
export const kubernetesVersion = text(
  /^1\.\d{2}$/,
  'a Kubernetes version of major and minor in quotes, such as "1.34"',
);

export const cidr = z
  .string({ error: 'an IPv4 network such as 10.0.0.0/16' })
  .regex(/^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/, { error: 'an IPv4 network such as 10.0.0.0/16' })
  .refine(isNetwork, {
    error: 'an IPv4 network whose address is its first one, such as 10.0.0.0/16 (not 10.0.0.1/16)',
  });

export const ipAddress = z.ipv4({ error: 'an IPv4 address such as 203.0.113.10' });

/** `sha256:` of the image's manifest: the only reference that cannot come to mean another image. */
export const digest = text(
  /^sha256:[0-9a-f]{64}$/,
  'a digest: sha256: and 64 hexadecimal digits in lower case',
);

/**
 * An ARN in the account's partition. That its region and account are the cluster's own is a check of its own, since
 * it needs other outputs.
 *
 * @param resource pattern of the part after the account
 */
export function arn(service: string, resource: string, example: string) {
  const pattern = new RegExp(`^arn:aws:${service}:([a-z0-9-]*):(\\d{12}):${resource}$`);
  return text(pattern, `an ARN such as ${example}`);
}

export const roleArn = arn(
  'iam',
  'role\\/[A-Za-z0-9+=,.@_\\/-]{1,512}',
  'arn:aws:iam::111122223333:role/user-service',
);

/** What AWS calls a resource of EC2: a prefix and 8 or 17 hexadecimal digits. */
export function resourceId(prefix: 'vpc' | 'subnet' | 'sg' | 'tgw') {
  return text(
    new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`),
    `an id such as ${prefix}-0123456789abcdef0`,
  );
}

/** A Kubernetes amount, as in a node's `status.allocatable`. */
export function quantity(example: string) {
  return text(
    /^\d+(\.\d+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/,
    `an amount as Kubernetes writes it, in quotes, such as "${example}"`,
  );
}

/** A time zone, as every cluster knows it too. */
export const timeZone = z
  .string({ error: timeZoneMistake('') })
  .refine((zone) => timeZoneMistake(zone) === undefined, {
    error: ({ input }) => timeZoneMistake(String(input)),
  });

const DAY_RANGE =
  'the first and the last day, such as Mon-Fri, in the order of a week that begins with Sun; every day is Sun-Sat';

/** Days of the week as a range of cron. */
export const days = z.string({ error: DAY_RANGE }).refine(isDayRange, { error: DAY_RANGE });
