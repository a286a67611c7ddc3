import { ConstraintTemplate } from '@cdk8s/gatekeeper';
import { ownerLabels } from '../../kit/labels.ts';
import { add } from '../../kit/manifest.ts';
import { component } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';
import { read } from './policies/files.ts';
import { policies } from './policies/index.ts';

/** Every rule, in Rego (S0-15). Gatekeeper makes a kind of constraint out of each. */
export const constraintTemplates = component({
  name: 'constraint-templates',
  namespace: 'gatekeeper-system',
  wave: waves.constraintTemplates,
  objects: (chart) => {
    for (const { kind, prevents, rego, parameters } of policies) {
      const libs = rego.includes('import data.lib.pods') ? { libs: [read('pods.rego')] } : {};
      add(chart, ConstraintTemplate, {
        metadata: {
          name: kind.toLowerCase(),
          labels: ownerLabels('platform'),
          annotations: { description: prevents },
        },
        spec: {
          crd: {
            spec: { names: { kind }, validation: { legacySchema: false, openApiv3Schema: parameters } },
          },
          targets: [
            {
              target: 'admission.k8s.gatekeeper.sh',
              code: [{ engine: 'Rego', source: { version: 'v1', rego, ...libs } }],
            },
          ],
        },
      });
    }
  },
});
