import type { Problem } from './contract-error.ts';
import type { Path } from './document.ts';
import type { ClusterDraft } from './load-cluster.ts';

/** Staff may log in at an issuer of another region or account. */
const FOREIGN = new Set(['sso_issuer_url']);

/** Services whose ARNs name no region. */
const GLOBAL = new Set(['iam']);

/**
 * Every ARN, queue, registry and AWS host in the outputs belongs to the cluster's own account and region: what does not
 * was copied from another cluster, and the cluster would depend on a region that may be the one that fails.
 */
export function checkOwnership({ outputs, outputsFile }: ClusterDraft): Problem[] {
  const [account, region] = [outputs.account_id?.value, certainRegion(outputs)];
  const problems: Problem[] = [];
  for (const [output, printed] of Object.entries(outputs)) {
    if (FOREIGN.has(output)) continue;
    for (const { path, text } of textsIn(printed?.value, [output, 'value'])) {
      for (const owner of ownersOf(text)) {
        const expected = owner.kind === 'account' ? account : region;
        if (expected === undefined || owner.name === expected) continue;
        const found = owner.name === '' ? `no ${owner.kind}` : `the ${owner.kind} ${owner.name}`;
        const own = owner.kind === 'account' ? 'account_id' : 'region';
        problems.push(
          outputsFile.problem(
            path,
            `found ${found} in ${text}, expected ${expected}, the cluster's own (${own})`,
          ),
        );
      }
    }
  }
  return problems;
}

/** The region, unless the zones belong to another: then it is itself in doubt, and one mistake would look like dozens. */
function certainRegion({ region, availability_zones }: ClusterDraft['outputs']): string | undefined {
  const fits = availability_zones?.value.every((zone) => zone.slice(0, -1) === region?.value) ?? true;
  return fits ? region?.value : undefined;
}

interface Owner {
  readonly kind: 'account' | 'region';
  readonly name: string;
}

function ownersOf(text: string): Owner[] {
  const owners: Owner[] = [];
  const [, service, region, account] = /^arn:aws:([^:]*):([^:]*):([^:]*):/.exec(text) ?? [];
  if (service !== undefined && region !== undefined && account !== undefined) {
    if (!GLOBAL.has(service)) owners.push({ kind: 'region', name: region });
    owners.push({ kind: 'account', name: account });
  }
  // From the beginning of a name on: in a certificate each letter might be one otherwise.
  for (const [host] of text.matchAll(/(?<![a-z0-9.-])[a-z0-9.-]+\.amazonaws\.com/gi)) {
    const regions = host.split('.').filter((label) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(label));
    owners.push(...regions.map((name): Owner => ({ kind: 'region', name })));
  }
  const [, host = ''] =
    /^(\d{12})\.dkr\.ecr\./.exec(text) ?? /^https:\/\/sqs\.[^/]+\/(\d{12})\//.exec(text) ?? [];
  if (host !== '') owners.push({ kind: 'account', name: host });
  return owners;
}

function textsIn(value: unknown, path: Path): { path: Path; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => textsIn(part, [...path, key]));
}
