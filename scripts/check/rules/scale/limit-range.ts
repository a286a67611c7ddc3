import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { type Limit, limitsIn } from '../../state/limit-ranges.ts';
import { type ContainerResources, containerResources, podResources } from '../../state/pod-resources.ts';
import { amountText, quantityOf } from '../../state/quantity.ts';
import { at, listAt } from '../../state/read.ts';
import { type Resource, titleOf } from '../../state/resource.ts';
import type { Workload } from '../../state/workload.ts';
import { deployment } from '../sample-workloads.ts';

const limits = `
apiVersion: v1
kind: LimitRange
metadata: { name: shop, namespace: shop }
spec: { limits: [{ type: Container, max: { memory: 1Gi }, default: { memory: 256Mi }, defaultRequest: { memory: 128Mi } }] }
`;

/** What a LimitRange refuses, and what its defaults make of containers. */
export const limitRange: ClusterRule = {
  id: 'limit-range-refuses',
  severity: 'error',
  summary:
    'A container, pod or claim outside the LimitRange of its namespace, or one that its defaults make impossible',
  breaks:
    'The API server refuses every pod of it. The Deployment is accepted and stays without pods; only events of its ReplicaSet say why.',
  pitfalls: ['X-30'],
  failing: limits + deployment('web', { container: 'resources: { requests: { memory: 512Mi } }' }),
  passing:
    limits +
    deployment('web', { container: 'resources: { requests: { memory: 512Mi }, limits: { memory: 512Mi } }' }),
  *judge(state) {
    if (state.of('/LimitRange').length === 0) return;
    for (const workload of state.workloads) {
      const own = limitsIn(state, workload.namespace);
      if (own.length === 0 || workload.isMade || workload.resource.isExtract) continue;
      yield* judgeContainers(state, workload, own);
      yield* judgePod(state, workload, own);
    }
    for (const claim of state.of('/PersistentVolumeClaim'))
      yield* judgeClaim(state, claim, claim.value, ['spec']);
    for (const set of state.of('apps/StatefulSet')) {
      for (const [index, claim] of listAt(set.value, 'spec', 'volumeClaimTemplates').entries()) {
        yield* judgeClaim(state, set, claim, ['spec', 'volumeClaimTemplates', index, 'spec']);
      }
    }
  },
};

function* judgeContainers(state: ClusterState, workload: Workload, own: readonly Limit[]): Iterable<Said> {
  const ranges = own.filter(({ type }) => type === 'Container');
  for (const each of containerResources(state, workload)) {
    const said = (path: readonly string[], message: string, fix: string): Said => ({
      resource: workload.resource,
      path: each.isInjected ? workload.specPath : [...each.container.path, 'resources', ...path],
      message: `The container ${each.container.name} ${message}`,
      fix: each.isInjected ? 'Write the resources of the proxy in annotations sidecar.istio.io/proxy….' : fix,
    });
    for (const [name, asked] of each.requests) {
      const limit = each.limits.get(name);
      if (limit === undefined || asked <= limit || isOwn(each, name)) continue;
      yield said(
        ['requests', name],
        `asks for ${amountText(name, asked)} of ${name} and has no limit, and the LimitRange gives it the limit ${amountText(name, limit)}.`,
        `Write resources.limits.${name}: ${amountText(name, asked)} or more.`,
      );
    }
    for (const range of ranges) {
      const of = titleOf(range.resource);
      for (const [name, max] of range.max) {
        const limit = each.limits.get(name) ?? 0n;
        if (limit > max)
          yield said(
            ['limits', name],
            `may use ${amountText(name, limit)} of ${name}, and ${of} allows ${amountText(name, max)}.`,
            `Write ${amountText(name, max)} or less.`,
          );
      }
      for (const [name, min] of range.min) {
        const asked = each.requests.get(name) ?? 0n;
        if (asked < min)
          yield said(
            ['requests', name],
            `asks for ${amountText(name, asked)} of ${name}, and ${of} wants ${amountText(name, min)}.`,
            `Write ${amountText(name, min)} or more.`,
          );
      }
      for (const [name, ratio] of range.ratios) {
        const [asked, limit] = [each.requests.get(name), each.limits.get(name)];
        if (asked === undefined || limit === undefined || asked === 0n) continue;
        if (limit * 1_000_000_000n > ratio * asked)
          yield said(
            ['limits', name],
            `may use ${amountText(name, limit)} of ${name} and asks for ${amountText(name, asked)}: more than the ${amountText('', ratio)} times that ${of} allows.`,
            'Ask for more, or lower the limit.',
          );
      }
    }
  }
}

/** Whether the container itself says both, so that the LimitRange has no part in it. */
function isOwn({ container, isInjected }: ContainerResources, name: string): boolean {
  return isInjected || at(container.value, 'resources', 'limits', name) !== undefined;
}

function* judgePod(state: ClusterState, workload: Workload, own: readonly Limit[]): Iterable<Said> {
  const ranges = own.filter(({ type }) => type === 'Pod');
  if (ranges.length === 0) return;
  const { limits: total } = podResources(state, workload);
  for (const { resource, max } of ranges) {
    for (const [name, limit] of max) {
      const own = total.get(name) ?? 0n;
      if (own <= limit) continue;
      yield {
        resource: workload.resource,
        path: [...workload.specPath, 'containers'],
        message: `Its pods may use ${amountText(name, own)} of ${name} with all containers, and ${titleOf(resource)} allows ${amountText(name, limit)}.`,
        fix: 'Lower the limits of its containers.',
      };
    }
  }
}

function* judgeClaim(
  state: ClusterState,
  resource: Resource,
  claim: unknown,
  path: readonly (string | number)[],
): Iterable<Said> {
  const asked = quantityOf(at(claim, 'spec', 'resources', 'requests', 'storage'));
  if (asked === undefined) return;
  for (const { type, min, max, resource: range } of limitsIn(state, resource.namespace)) {
    if (type !== 'PersistentVolumeClaim') continue;
    const [least, most] = [min.get('storage') ?? 0n, max.get('storage') ?? asked];
    if (asked >= least && asked <= most) continue;
    yield {
      resource,
      path: [...path, 'resources', 'requests', 'storage'],
      message: `The claim asks for ${amountText('storage', asked)}, and ${titleOf(range)} allows ${asked < least ? `no less than ${amountText('storage', least)}` : `no more than ${amountText('storage', most)}`}.`,
      fix: 'Write a size within the LimitRange.',
    };
  }
}
