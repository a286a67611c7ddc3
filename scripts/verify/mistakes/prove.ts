import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { INDEX_FILE } from '../../../clusters/layout.ts';
import { makeFolder } from '../../command-line/folders.ts';
import { run } from '../../programs/run.ts';
import { Repository } from '../../prove-changes/repository.ts';
import { indexText, renderedClusters } from '../../synth/dist-index.ts';
import { steps } from '../steps.ts';
import { ClusterTree } from './cluster-tree.ts';
import type { DeliberateMistake, StepName } from './deliberate-mistake.ts';
import { type Verdict, verdictOf, whyNotCaught } from './judge.ts';
import { isPossible, type Made, make } from './make.ts';
import { clustersFor, takesCluster } from './places.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** What a mistake came to. */
export interface Proof {
  readonly step: StepName;
  readonly mistake: string;
  /** Where it was made; none for one in a source file. */
  readonly cluster?: string | undefined;
  readonly seconds: number;
  /** Why it proves nothing: its step does not catch it, or fails without it too. */
  readonly wrong?: string | undefined;
}

interface Options {
  readonly wanted: readonly DeliberateMistake[];
  readonly clusters: readonly string[] | undefined;
  /** A mirror of the pinned CRD files. */
  readonly from: string | undefined;
  /** Where everything that the steps say is left. */
  readonly logs: string;
  readonly done: (proof: Proof) => void;
}

/** Makes each mistake in a copy of the repository, and demands of its step that it fails for it, and without it passes. */
export async function proveMistakes({ wanted, clusters, from, logs, done }: Options): Promise<void> {
  const repository = new Repository(ROOT);
  try {
    const trees = renderedClusters(join(repository.folder, 'dist'))
      .filter((name) => clusters?.includes(name) ?? true)
      .map((name) => new ClusterTree(repository.folder, name))
      .sort((one, other) => one.size - other.size);
    const judge = new Judge(repository, { from, logs });
    for (const mistake of wanted.filter((each) => isPossible(each, clustersFor(each.step, trees)))) {
      const start = performance.now();
      const made = make(mistake, {
        // What was run without a mistake need not be run again.
        clusters: clustersFor(mistake.step, trees, (name) => judge.knows(mistake.step, name)),
        read: (file) => repository.read(file),
      });
      const wrong = await judge.whyWrong(mistake, made);
      const seconds = Math.round((performance.now() - start) / 1000);
      done({ step: mistake.step, mistake: mistake.name, cluster: made.cluster, seconds, wrong });
    }
  } finally {
    repository.remove();
  }
}

/** Runs steps in a copy of the repository, with a mistake and without. */
class Judge {
  readonly #repository: Repository;
  readonly #to: Pick<Options, 'from' | 'logs'>;
  readonly #without = new Map<string, Verdict>();

  constructor(repository: Repository, to: Pick<Options, 'from' | 'logs'>) {
    this.#repository = repository;
    this.#to = to;
  }

  /** Whether a step was run on a cluster without a mistake. */
  knows(step: StepName, cluster: string | undefined): boolean {
    return this.#without.has(`${step} ${cluster}`);
  }

  async whyWrong(mistake: DeliberateMistake, { cluster, edits }: Made): Promise<string | undefined> {
    const { step, name } = mistake;
    if (edits.size === 0) return 'no cluster has what it would break';
    const key = `${step} ${cluster}`;
    const without =
      this.#without.get(key) ?? (await this.#run(step, cluster, `no-mistake-${cluster ?? 'in-sources'}`));
    this.#without.set(key, without);
    if (!without.passed) return `the step fails without the mistake too:\n${without.says}`;
    for (const [file, text] of edits) {
      if (text === undefined) this.#repository.delete(file);
      else this.#repository.write(file, text);
    }
    return whyNotCaught(mistake, await this.#run(step, cluster, name));
  }

  /** The smallest form of a step: what stands for the whole, on one cluster. The copy is as it was afterwards. */
  async #run(step: StepName, cluster: string | undefined, name: string): Promise<Verdict> {
    const place = join(this.#to.logs, step, name);
    rmSync(place, { recursive: true, force: true });
    makeFolder(place);
    const args = ['--only', step, '--format', 'json', '--out', place];
    if (steps[step].fast !== undefined) args.push('--fast');
    if (this.#to.from !== undefined) args.push('--from', this.#to.from);
    if (cluster !== undefined && takesCluster(step)) args.push('--cluster', cluster);
    else if (cluster !== undefined) this.#repository.write(join('dist', INDEX_FILE), indexText([cluster]));
    const ended = await run(process.execPath, ['scripts/fleet.mjs', 'verify', ...args], {
      folder: this.#repository.folder,
      environment: { NO_COLOR: '1' },
    });
    writeFileSync(join(place, 'said.txt'), ended.stderr);
    this.#repository.reset();
    return verdictOf(ended);
  }
}
