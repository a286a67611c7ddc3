import type { ClusterRule } from '../../rule.ts';
import { quantityOf } from '../../state/quantity.ts';
import { places } from '../../state/read.ts';
import { deployment } from '../sample-workloads.ts';

const UNIT = 1_000_000_000n;
/** A container does not start in less, and who asks for less means something else. */
const LEAST_BYTES: Readonly<Record<string, bigint>> = {
  limits: 4n * 1024n * 1024n * UNIT,
  requests: 64n * 1024n * UNIT,
};
/** No node has as many. */
const MOST_CORES = 448n * UNIT;

/** A unit that is one letter off: the number is right, and what it means is not. */
export const resourceUnits: ClusterRule = {
  id: 'resource-unit',
  severity: 'error',
  summary: 'A quantity in the wrong unit: memory in thousandths of a byte, or CPUs by the hundred',
  breaks:
    'Memory of 512m is half a byte: no container starts. 500 CPUs fit no node: the pods stay Pending. The API server takes both.',
  failing: deployment('web', { container: 'resources: { limits: { memory: 512m } }' }),
  passing: deployment('web', { container: 'resources: { limits: { memory: 512Mi } }' }),
  *judge(state) {
    for (const { resource, containers, isMade } of state.workloads) {
      if (isMade) continue;
      for (const { name: container, path, value } of containers) {
        for (const kind of ['requests', 'limits']) {
          for (const place of places(value, `resources.${kind}.*`, path)) {
            const name = String(place.path.at(-1));
            const amount = quantityOf(place.value);
            const written = String(place.value);
            if (amount === undefined || amount <= 0n) continue;
            if (/^(memory|ephemeral-storage|hugepages-)/.test(name) && amount < (LEAST_BYTES[kind] ?? 0n)) {
              const number = written.replace(/[a-zA-Z]+$/, '');
              yield {
                resource,
                path: place.path,
                message: `The container ${container} gets ${written} of ${name}, which is ${bytesText(amount)}: nothing starts in it.`,
                fix: `Write ${number}Mi.`,
              };
            } else if (name === 'cpu' && amount >= MOST_CORES) {
              yield {
                resource,
                path: place.path,
                message: `The container ${container} gets ${written} whole CPUs, which no node has.`,
                fix: `Write ${written.replace(/[a-zA-Z]+$/, '')}m for thousandths of a CPU.`,
              };
            }
          }
        }
      }
    }
  },
};

function bytesText(amount: bigint): string {
  return amount < UNIT ? 'less than a byte' : `${amount / UNIT} bytes`;
}
