import { Mistake } from '../../command-line/mistake.ts';
import { snippet } from '../document.ts';
import type { Repository } from '../repository.ts';
import type { Scenario } from '../scenario.ts';

const CLUSTER = 'clusters/prod-eu/cluster.yaml';

/** The field as a cluster at rest has it. */
const HUB = /^hub: .*\n/m;

/**
 * The drill of docs/failover.md, by its own words: the field is flipped, taken back, which has to give the bytes of before,
 * and flipped again for the gates.
 */
function flip(repository: Repository): void {
  const { text } = snippet(repository.read('docs/failover.md'), 'The hub is lost', 'yaml');
  const [before = ''] = HUB.exec(repository.read(CLUSTER)) ?? [];
  repository.replace(CLUSTER, HUB, text);
  rendered(repository);
  repository.replace(CLUSTER, text, before);
  rendered(repository);
  const different = repository.changes();
  if (different.length > 0) throw new Mistake(`flipped and taken back, it leaves ${different.join(', ')}`);
  repository.replace(CLUSTER, HUB, text);
}

function rendered(repository: Repository): void {
  const { passed, output } = repository.run('npm run synth');
  if (!passed) throw new Mistake(`npm run synth fails:\n${output}`);
}

export const hubLost: readonly Scenario[] = [
  {
    name: 'hub-lost',
    purpose: 'a cluster gets an Argo CD of its own, as its hub is lost, and gives it back',
    touches: [CLUSTER],
    change: flip,
  },
];
