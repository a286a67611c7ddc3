import { fileURLToPath } from 'node:url';
import { randomFrom } from '../../prove-changes/seed.ts';
import type { Finding, Part, Step } from '../step.ts';
import { type Copy, takeTurns, withCopies } from './copy.ts';
import { type Cramped, forbidden, full, fullOfFiles, fullOfStaged, readOnly, synthOn } from './cramped.ts';
import { killOften } from './kills.ts';
import { CACHES } from './own-modules.ts';
import { DOING } from './phases.ts';
import { together } from './together.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** The same moments are never met again; that of the choices at least can be. */
const SEED = 1;

const FAST = { kills: 6, rounds: 1, copies: 1 };
/** A synth uses one of two cores: a second copy halves the time of all of them. */
const WHOLE = { kills: 200, rounds: 20, copies: 2 };

/** KiB: from too little for the first file up to what a whole `dist/` takes twice. */
const LEAST = 16;
const MOST = 32 * 1024;
const SIZES = 11;

export const synth: Step = {
  name: 'synth',
  proves:
    'a synth that is killed, has no room, may not write or is not alone leaves whole files, and the next one makes all whole',
  fast: `${FAST.kills} kills in place of ${WHOLE.kills}`,
  run: async ({ fast, say, done }) => {
    const { kills, rounds, copies: count } = fast ? FAST : WHOLE;
    await withCopies({ of: ROOT, count }, async (copies) => {
      await timed(done, 'killed', async () => {
        const { findings, ...counts } = await killOften(copies, { count: kills, seed: SEED, say });
        return {
          counts: {
            kills: counts.kills,
            ...Object.fromEntries([...counts.phases].map(([phase, hit]) => [DOING[phase], hit])),
            'when all was done': counts.done,
            'synths that made all whole': counts.repairs,
          },
          findings,
        };
      });
      await timed(done, 'two at once', () => twoAtOnce(copies, rounds));
      await timed(done, 'without room or right', () => crampedSynths(copies, fast));
    });
  },
};

async function twoAtOnce(
  copies: readonly Copy[],
  rounds: number,
): Promise<Pick<Part, 'counts' | 'findings'>> {
  const findings: Finding[] = [];
  let gaveWay = 0;
  const turns = Array.from({ length: rounds }, (_, round) => round);
  await takeTurns(copies, turns, async (copy, round) => {
    const random = randomFrom(SEED + round);
    const outcome = await together(copy, { apart: round === 0 ? 0 : random() * 3_000, random });
    findings.push(...outcome.findings);
    gaveWay += outcome.gaveWay;
  });
  return { counts: { rounds, 'gave way': gaveWay }, findings };
}

/** From almost nothing free up to enough, each time some more; and what may only be read, or not even that. */
function disksOf(fast: boolean, { repository, states }: Copy): readonly Cramped[] {
  const [cluster = ''] = repository.list('clusters').filter((name) => repository.exists(`dist/${name}`));
  const least = [
    full(LEAST),
    fullOfStaged(states),
    full(LEAST, 'documents'),
    forbidden(`dist/${cluster}`, 'w'),
  ];
  if (fast) return least;
  const growth = (MOST / LEAST) ** (1 / SIZES);
  const sizes = Array.from({ length: SIZES }, (_, index) => Math.round(LEAST * growth ** (index + 1)));
  return [
    ...least,
    ...sizes.map((size) => full(size)),
    full(4 * LEAST, 'documents'),
    fullOfFiles(1),
    fullOfFiles(400),
    readOnly(`dist/${cluster}`),
    readOnly('dist'),
    readOnly('docs', 'documents'),
    readOnly(CACHES),
    forbidden('dist', 'w'),
    forbidden(`dist/${cluster}`, 'rwx'),
    forbidden('docs', 'w', 'documents'),
    forbidden(CACHES, 'w'),
  ];
}

async function crampedSynths(
  copies: readonly Copy[],
  fast: boolean,
): Promise<Pick<Part, 'counts' | 'findings'>> {
  const findings: Finding[] = [];
  let gaveUp = 0;
  const disks = copies.slice(0, 1).flatMap((copy) => disksOf(fast, copy));
  await takeTurns(copies, disks, async (copy, disk) => {
    const outcome = await synthOn(disk, copy);
    findings.push(...outcome.findings);
    if (outcome.gaveUp) gaveUp++;
  });
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
