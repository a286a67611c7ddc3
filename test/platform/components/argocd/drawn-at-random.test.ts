import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ignoredDifferencesOf } from '../../../../platform/components/argocd/ignored-differences.ts';

/** What a chart makes anew each time that it is rendered. */
interface Drawn {
  readonly unit: string;
  readonly kind: string;
  readonly name: string;
  /** A JSON pointer, or a path of jq. */
  readonly field: string;
}

const DATA = '/data';
const AUTHORITY = '.webhooks[]?.clientConfig.caBundle';

const ROLLS = '/spec/template/metadata/annotations/rollme';
const balancer = 'aws-load-balancer-controller';
const chaos = 'chaos-mesh';

/** Found by rendering every release of every cluster twice: these fields differ, and no other. */
const drawn: readonly Drawn[] = [
  { unit: balancer, kind: 'Secret', name: 'aws-load-balancer-tls', field: DATA },
  {
    unit: balancer,
    kind: 'MutatingWebhookConfiguration',
    name: 'aws-load-balancer-webhook',
    field: AUTHORITY,
  },
  {
    unit: balancer,
    kind: 'ValidatingWebhookConfiguration',
    name: 'aws-load-balancer-webhook',
    field: AUTHORITY,
  },
  ...['chaosd-client-certs', 'daemon-certs', 'daemon-client-certs', 'webhook-certs'].map((name) => ({
    ...{ unit: chaos, kind: 'Secret', name: `chaos-mesh-${name}`, field: DATA },
  })),
  { unit: chaos, kind: 'MutatingWebhookConfiguration', name: 'chaos-mesh-mutation', field: AUTHORITY },
  { unit: chaos, kind: 'ValidatingWebhookConfiguration', name: 'chaos-mesh-validation', field: AUTHORITY },
  {
    unit: chaos,
    kind: 'ValidatingWebhookConfiguration',
    name: 'chaos-mesh-validation-auth',
    field: AUTHORITY,
  },
  { unit: chaos, kind: 'DaemonSet', name: 'chaos-daemon', field: ROLLS },
  { unit: chaos, kind: 'Deployment', name: 'chaos-controller-manager', field: ROLLS },
];

interface Overlooked {
  readonly kind: string;
  readonly name?: string;
  readonly jsonPointers?: readonly string[];
  readonly jqPathExpressions?: readonly string[];
}

function overlooks(
  { kind, name, jsonPointers = [], jqPathExpressions = [] }: Overlooked,
  field: Drawn,
): boolean {
  return (
    kind === field.kind &&
    (name === undefined || name === field.name) &&
    [...jsonPointers, ...jqPathExpressions].includes(field.field)
  );
}

describe('a certificate that a chart draws anew is not exchanged by each sync', () => {
  it.each(drawn)('Argo CD leaves $field of $kind $name as it was first', (field) => {
    const overlooked: readonly Overlooked[] = ignoredDifferencesOf(field.unit);
    expect(overlooked.some((one) => overlooks(one, field))).toBe(true);
  });

  it('and no Secret is overlooked that no chart draws: a change of it in Git would never arrive', () => {
    const secrets: readonly Overlooked[] = ignoredDifferencesOf(balancer).filter(
      ({ kind }) => kind === 'Secret',
    );
    expect(secrets.flatMap(({ name }) => name ?? 'every Secret').sort()).toEqual(
      drawn.flatMap(({ kind, name }) => (kind === 'Secret' ? name : [])).sort(),
    );
  });

  it('one that is lost no longer fits what trusts it: the page takes all of them away together', () => {
    const repairs = readFileSync('docs/repairs.md', 'utf8');
    const [, section = ''] = repairs.split('## The load balancer controller is down');
    const [step = ''] = section.split('\n## ');
    const missing = drawn
      .filter(({ unit }) => unit === balancer)
      .filter(({ kind, name }) => !step.includes(`delete ${kind.toLowerCase()}/${name}`));
    expect(missing).toEqual([]);
  });
});
