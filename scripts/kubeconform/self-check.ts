import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Mistake } from '../command-line/mistake.ts';
import { validate } from './validate.ts';

const good = (spec: object) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'probe' }, spec });
const route = (spec: object) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'probe' },
  spec,
});

/** Objects whose verdict is known: core and custom, each way of being wrong. */
const SAMPLES: readonly { readonly name: string; readonly accepted: boolean; readonly object: object }[] = [
  { name: 'a valid Service', accepted: true, object: good({ ports: [{ port: 80, targetPort: 'http' }] }) },
  { name: 'a Service with an unknown field', accepted: false, object: good({ prots: [{ port: 80 }] }) },
  { name: 'a Service with a text as port', accepted: false, object: good({ ports: [{ port: '80' }] }) },
  { name: 'a valid VirtualService', accepted: true, object: route({ hosts: ['a.example'] }) },
  { name: 'a VirtualService with an unknown field', accepted: false, object: route({ host: 'a.example' }) },
  {
    name: 'a kind without schema',
    accepted: false,
    object: { apiVersion: 'example.com/v1', kind: 'Nothing', metadata: { name: 'probe' } },
  },
];

/**
 * Proves that this kubeconform with these schemas can tell good from bad, before its verdict is believed: a schema
 * that it can't compile and a flag that changed its meaning both look like a pass.
 * @throws Mistake that names the samples it misjudged
 */
export async function proveThatItRefuses(program: string, kubernetesVersion: string): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'kubeconform-'));
  try {
    const verdicts = await Promise.all(
      SAMPLES.map(async ({ name, accepted, object }, index) => {
        const file = join(directory, `${index}.yaml`);
        writeFileSync(file, JSON.stringify(object));
        const { valid, refused } = await validate(program, kubernetesVersion, [file]);
        return (accepted ? valid === 1 && refused.length === 0 : valid === 0 && refused.length === 1)
          ? []
          : [`  ${name} was not ${accepted ? 'accepted' : 'refused'} ${refused.join('; ')}`];
      }),
    );
    const wrong = verdicts.flat();
    if (wrong.length > 0) {
      throw new Mistake(
        `kubeconform misjudges known objects, so its verdict is worth nothing:\n${wrong.join('\n')}`,
      );
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
