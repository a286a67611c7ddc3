import type { ClusterRule } from '../../rule.ts';
import { fieldsAt } from '../../state/read.ts';
import { isPlaceholder, passwordInUrl, secretIn } from './secret-forms.ts';

const external = ['api', 'worker']
  .map(
    (name) => `---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: ${name}, namespace: shop }
spec: { secretStoreRef: { name: shop }, target: { name: ${name} }, data: [] }
`,
  )
  .join('');
const secret = (value: string) => `---
apiVersion: v1
kind: Secret
metadata: { name: web, namespace: shop }
stringData: { password: ${value} }
`;

/** A Secret that was written by hand beside others that come from where secrets are. */
export const secretsInGit: ClusterRule = {
  id: 'secret-beside-a-store',
  severity: 'warning',
  summary:
    'A Secret with its values in the tree, where others come from a store or are sealed; or two systems of secrets beside each other',
  breaks:
    'Its values are in Git for all who read it, and are not rotated with the others. Two systems have two ways to lose one.',
  pitfalls: ['X-107'],
  failing: external + secret('h8Fz3kQ9sLw2'),
  passing: external + secret('change-me'),
  *judge(state) {
    const [external, sealed] = [
      state.of('external-secrets.io/ExternalSecret'),
      state.of('bitnami.com/SealedSecret'),
    ];
    const hasSystem = external.length + sealed.length > 0;
    for (const resource of state.of('/Secret')) {
      if (
        resource.isExtract ||
        /^(?:kubernetes\.io\/service-account-token|helm\.sh\/.*)$/.test(String(resource.value.type))
      )
        continue;
      const data = Object.entries(fieldsAt(resource.value, 'data')).map(([key, value]) => ({
        path: ['data', key],
        value: Buffer.from(String(value), 'base64').toString('utf8'),
      }));
      const plain = Object.entries(fieldsAt(resource.value, 'stringData')).map(([key, value]) => ({
        path: ['stringData', key],
        value: String(value),
      }));
      // What has the form of a secret is said of itself.
      const real = [...data, ...plain].find(
        ({ value }) =>
          !isPlaceholder(value) && secretIn(value) === undefined && passwordInUrl(value) === undefined,
      );
      if (real === undefined) continue;
      yield {
        resource,
        path: real.path,
        severity: hasSystem ? 'warning' : 'info',
        message: hasSystem
          ? `Its values stand in the tree, and those of ${external.length + sealed.length} others come from ${external.length > 0 ? 'a store' : 'a sealed form'}.`
          : 'Its values stand in the tree, encoded and not encrypted.',
        fix: hasSystem
          ? `Write ${external.length > 0 ? 'an ExternalSecret' : 'a SealedSecret'} for it.`
          : 'Let an ExternalSecret or SealedSecret make it.',
      };
    }
    const [fewer, more] = external.length < sealed.length ? [external, sealed] : [sealed, external];
    for (const resource of fewer) {
      yield {
        resource,
        path: [],
        severity: more.length >= 3 && fewer.length === 1 ? 'warning' : 'info',
        message: `${more.length} secrets of the tree are of another system (${more[0]?.kind}).`,
        fix: `Write it as ${more[0]?.kind} too.`,
      };
    }
  },
};
