import type { ClusterRule } from '../../rule.ts';
import { fieldsAt } from '../../state/read.ts';

/** Length of a key of 2048 bits, its own length, and the least that is encrypted with it; the controller's own has 4096. */
const LEAST_BYTES = 2 + 256 + 16;
const sealed = (value: string) => `
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: { name: api, namespace: shop }
spec: { encryptedData: { token: ${value} } }
`;

/** What was cut cannot be decrypted. */
export const sealedSecret: ClusterRule = {
  id: 'sealed-secret-truncated',
  severity: 'error',
  summary: 'A SealedSecret whose data are too short or no base64',
  breaks:
    'The controller cannot decrypt it and makes no Secret: the pods that read it wait with CreateContainerConfigError.',
  pitfalls: ['X-107'],
  failing: sealed('AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq...'),
  passing: sealed('A'.repeat(720)),
  *judge(state) {
    for (const resource of state.of('bitnami.com/SealedSecret')) {
      for (const [key, value] of Object.entries(fieldsAt(resource.value, 'spec', 'encryptedData'))) {
        const text = typeof value === 'string' ? value.trim() : '';
        const isBase64 = /^[A-Za-z0-9+/\s]+={0,2}$/.test(text);
        if (isBase64 && Buffer.from(text, 'base64').length >= LEAST_BYTES) continue;
        yield {
          resource,
          path: ['spec', 'encryptedData', key],
          message: `${key} is ${isBase64 ? `only ${Buffer.from(text, 'base64').length} bytes: nothing that was sealed is shorter than ${LEAST_BYTES}` : 'no base64'}.`,
          fix: 'Seal the value again with kubeseal, and paste the whole of it.',
        };
      }
    }
  },
};
