import { z } from 'zod';
import type { Cluster } from '../../../../clusters/index.ts';
import type { Json } from '../../../manifest-reader.ts';

const source = z.object({
  principals: z.array(z.string()).default([]),
  notPrincipals: z.array(z.string()).default([]),
});
const policy = z.object({
  spec: z.object({
    action: z.enum(['ALLOW', 'DENY', 'AUDIT', 'CUSTOM']).default('ALLOW'),
    rules: z.array(z.object({ from: z.array(z.object({ source })).default([]) })).default([]),
  }),
});

type Source = z.infer<typeof source>;

/** The sources of a policy that lets somebody in by identity. */
export function sourcesIn(object: Json): readonly Source[] {
  const { action, rules } = policy.parse(object).spec;
  if (action !== 'ALLOW') return [];
  return rules
    .flatMap(({ from }) => from.map((one) => one.source))
    .filter(({ principals }) => principals.length > 0);
}

/** The trust domains that a cluster takes for one: its own first. */
export function trustDomainsOf({ mesh }: Cluster): readonly string[] {
  return mesh === undefined ? [] : [mesh.trustDomain, ...mesh.trustDomainAliases];
}

/**
 * What istiod makes of an identity in a policy (`ReplaceTrustDomainAliases` of its trust domain bundle): with five parts and
 * a domain of the bundle it stands for its namesakes in all of them, and anything else for itself.
 */
function expanded(value: string, domains: readonly string[]): readonly string[] {
  const [domain = '', ...rest] = value.split('/');
  return rest.length === 4 && domains.includes(domain)
    ? domains.map((each) => [each, ...rest].join('/'))
    : [value];
}

/** Whether a value of a policy means an identity: as it is, or by its beginning or end. */
function means(value: string, identity: string): boolean {
  if (value.endsWith('*')) return identity.startsWith(value.slice(0, -1));
  if (value.startsWith('*')) return identity.endsWith(value.slice(1));
  return value === identity;
}

/** The identities of a mesh that a source lets in, of all that its principals stand for. */
export function letIn({ principals, notPrincipals }: Source, domains: readonly string[]): readonly string[] {
  const out = notPrincipals.flatMap((value) => expanded(value, domains));
  return principals
    .flatMap((value) => expanded(value, domains))
    .filter((identity) => !out.some((value) => means(value, identity)));
}
