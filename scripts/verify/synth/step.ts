import { fileURLToPath } from 'node:url';
import { Repository } from '../../prove-changes/repository.ts';
import { randomFrom } from '../../prove-changes/seed.ts';
import type { Finding, Part, Step } from '../step.ts';
import { type Cramped, full, readOnly, synthOn } from './cramped.ts';
import { killOften } from './kills.ts';
import { type State, statesOf } from './states.ts';
import { together } from './together.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** The same moments are never met again; that of the choices at least can be. */
const SEED = 1;

const FAST = { kills: 4, rounds: 1, sizes: 1, folders: 1 };
const WHOLE = { kills: 200, rounds: 20, sizes: 12, folders: 3 };

/** KiB: from too little for the first file up to what a whole `dist/` takes twice. */
const LEAST = 16;
const MOST = 32 * 1024;

export const synth: Step = {
  name: 'synth',
  proves:
    'a synth that is killed, has no room, may not write or is not alone leaves whole files, and the next one makes all whole',
  fast: `${FAST.kills} kills in place of ${WHOLE.kills}`,
  run: async ({ fast, done }) => {
    const { kills, rounds, ...disks } = fast ? FAST : WHOLE;
    const repository = new Repository(ROOT);
    try {
      const states = statesOf(repository);
      const random = randomFrom(SEED);
      await timed(done, 'killed', async () => {
        const { findings, ...counts } = await killOften(repository, states, kills, random);
        return {
          counts: {
            kills: counts.kills,
            'while files took their places': counts.whilePlacing,
            repairs: counts.repairs,
          },
          findings,
        };
      });
      await timed(done, 'two at once', async () => {
        const findings: Finding[] = [];
        let gaveWay = 0;
        for (let round = 0; round < rounds; round++) {
          const outcome = await together(repository, states, {
            apart: round === 0 ? 0 : random() * 3_000,
            random,
          });
          findings.push(...outcome.findings);
          gaveWay += outcome.gaveWay;
        }
        return { counts: { rounds, 'gave way': gaveWay }, findings };
      });
      await timed(done, 'without room or right', () =>
        crampedSynths(repository, states, disksOf(disks, repository)),
      );
    } finally {
      repository.remove();
    }
  },
};

/** From almost nothing free up to enough, each time some more; and folders that may only be read. */
function disksOf(
  { sizes: count, folders: most }: { readonly sizes: number; readonly folders: number },
  repository: Repository,
): readonly Cramped[] {
  const growth = (MOST / LEAST) ** (1 / Math.max(1, count - 1));
  const sizes = Array.from({ length: count }, (_, index) => Math.round(LEAST * growth ** index));
  const [cluster = ''] = repository.list('clusters').filter((name) => repository.exists(`dist/${name}`));
  const folders = [`dist/${cluster}`, 'dist', 'docs'];
  return [...sizes.map(full), ...folders.slice(0, most).map(readOnly)];
}

async function crampedSynths(
  repository: Repository,
  states: readonly [State, State],
  disks: readonly Cramped[],
): Promise<Pick<Part, 'counts' | 'findings'>> {
  const findings: Finding[] = [];
  let gaveUp = 0;
  for (const disk of disks) {
    const outcome = await synthOn(disk, repository, states);
    findings.push(...outcome.findings);
    if (outcome.gaveUp) gaveUp++;
  }
  return { counts: { synths: disks.length, 'gave up': gaveUp }, findings };
}

async function timed(
  done: (part: Part) => void,
  name: string,
  work: () => Promise<Pick<Part, 'counts' | 'findings'>>,
): Promise<void> {
  const start = performance.now();
  const { counts, findings } = await work();
  done({ name, seconds: Math.round((performance.now() - start) / 1000), counts, findings, exceptions: [] });
}
