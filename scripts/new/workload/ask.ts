import type { Cluster } from '../../../clusters/index.ts';
import type { Answers } from '../answers.ts';
import { clustersOf, type Repository } from '../fleet.ts';
import { readProducts } from '../source/products.ts';
import { declarationMistakes, declarationOf, type Said, type WorkloadKind } from './declaration.ts';
import { type WantedWorkload, withKebab } from './plan.ts';

const NOTHING: Said = {
  name: 'name',
  purpose: '',
  namespace: '',
  clusters: [],
  port: '',
  expose: '',
  calls: [],
  cpuRequest: '',
  memoryRequest: '',
  memoryLimit: '',
  replicas: '',
  cpuTarget: '',
  requestsPerSecond: '',
  queue: '',
  jobs: '',
  secrets: [],
};

/** Everything about a workload that no option says, asked one after the other. */
export async function askWorkload(
  kind: WorkloadKind,
  name: string,
  answers: Answers,
  repository: Repository,
): Promise<Omit<WantedWorkload, 'expectsRoles'>> {
  let said: Said = { ...NOTHING, name };
  const wrong = (field: keyof Said) => (answer: string) => mistakeOf(kind, said, { [field]: answer });
  const wrongOne = (field: 'calls' | 'secrets') => (answer: string) =>
    mistakeOf(kind, said, { [field]: [answer] });

  const product = await answers.one('into', 'PRODUCT', {
    asks: 'Which product is it a part of?',
    choices: [...readProducts(repository.root).keys()].sort(),
  });
  const clusters = clustersOf(product, repository);
  const purpose = await answers.one('purpose', 'TEXT', { asks: 'What is it for, in a sentence?' });
  const namespaces = namespacesOf(product, repository);
  const namespace =
    namespaces.length > 1 || !answers.asks
      ? await answers.one('namespace', 'NAMESPACE', {
          asks: 'In which namespace?',
          choices: namespaces,
          optional: true,
        })
      : '';
  const only = await answers.several('cluster', 'CLUSTER', {
    asks: 'On which clusters? (none: on all of them)',
    choices: clusters.map((cluster) => cluster.name),
  });
  said = { ...said, namespace, clusters: only, purpose };
  if (kind === 'service') {
    said = {
      ...said,
      port: await answers.one('port', 'PORT', {
        asks: 'On which port does its container listen?',
        otherwise: '8080',
        wrong: wrong('port'),
      }),
      expose: await answers.one('expose', 'HOST', {
        asks: 'Under which host does the public reach it, without the domain?',
        optional: true,
        wrong: wrong('expose'),
      }),
    };
  }
  if (kind !== 'service') {
    said = {
      ...said,
      queue: await answers.one('queue', 'NAME:MESSAGES', {
        asks:
          kind === 'job'
            ? 'Which queue are its messages in? A number after a colon is how many one Job takes.'
            : 'Which queue says how many pods it needs? A number after a colon is how many messages one takes.',
        optional: kind === 'worker',
        wrong: wrong('queue'),
      }),
    };
  }
  said = {
    ...said,
    calls: await answers.several('connects-to', 'KIND:NAME', {
      asks: 'What does it connect to? Anything else is blocked.',
      choices: callsOn(clusters, repository),
      wrong: wrongOne('calls'),
    }),
    cpuRequest: await answers.one('cpu-request', 'AMOUNT', {
      asks: 'How much CPU does it ask for?',
      otherwise: '100m',
      wrong: wrong('cpuRequest'),
    }),
    memoryRequest: await answers.one('memory-request', 'AMOUNT', {
      asks: 'How much memory does it ask for?',
      otherwise: '128Mi',
      wrong: wrong('memoryRequest'),
    }),
  };
  said = {
    ...said,
    memoryLimit: await answers.one('memory-limit', 'AMOUNT', {
      asks: 'How much memory does it get at most? (none: twice the request)',
      optional: true,
      wrong: wrong('memoryLimit'),
    }),
  };
  if (kind === 'job') {
    said = {
      ...said,
      jobs: await answers.one('jobs', 'COUNT', {
        asks: 'How many Jobs may run at a time?',
        otherwise: '10',
        wrong: wrong('jobs'),
      }),
    };
  } else {
    said = {
      ...said,
      replicas: await answers.one('replicas', 'COUNT', {
        asks: 'How many pods? A number, or bounds such as 3-12.',
        otherwise: said.queue === '' ? '2' : '2-10',
        wrong: wrong('replicas'),
      }),
    };
    // Without bounds nothing is aimed at.
    if (said.replicas.includes('-') || !answers.asks) said = await askTargets(kind, said, answers);
  }
  const secrets = await answers.several('secret', 'VARIABLE=PATH', {
    asks: 'Which variables come from secrets? Such as API_KEY=shop/api-key, with blanks between them.',
    wrong: wrongOne('secrets'),
  });
  return {
    ...said,
    secrets,
    kind,
    product,
    build: await answers.one('build', 'VERSION', { asks: 'Which build runs, such as 1.0.0?' }),
    digest: await answers.one('digest', 'DIGEST', {
      asks: 'What is the digest of its image, as the registry shows it?',
      wrong: (answer) =>
        /^sha256:[0-9a-f]{64}$/.test(answer) ? undefined : 'sha256: and 64 hexadecimal digits are expected.',
    }),
  };
}

async function askTargets(kind: WorkloadKind, said: Said, answers: Answers): Promise<Said> {
  const wrong = (field: keyof Said) => (answer: string) => mistakeOf(kind, said, { [field]: answer });
  const cpuTarget = await answers.one('cpu-target', 'PERCENT', {
    asks: 'At what share of its CPU does one more pod come, in percent?',
    optional: true,
    wrong: wrong('cpuTarget'),
  });
  const requestsPerSecond =
    kind === 'service'
      ? await answers.one('requests-per-second', 'NUMBER', {
          asks: 'How many requests a second does one pod take?',
          optional: true,
          wrong: wrong('requestsPerSecond'),
        })
      : '';
  return { ...said, cpuTarget, requestsPerSecond };
}

/** What is wrong with an answer, and was not wrong before it. */
function mistakeOf(kind: WorkloadKind, said: Said, answer: Partial<Said>): string | undefined {
  const before = mistakesOf(kind, said);
  return mistakesOf(kind, { ...said, ...answer }).find((mistake) => !before.includes(mistake));
}

/** What can be said of a name before anything else is known. */
export function workloadNameMistake(kind: WorkloadKind, name: string): string | undefined {
  const [mistake] = mistakesOf(kind, { ...NOTHING, name });
  return mistake === undefined ? undefined : withKebab(mistake, name);
}

function mistakesOf(kind: WorkloadKind, said: Said): readonly string[] {
  try {
    return declarationMistakes(kind, declarationOf(kind, { ...said, queue: said.queue || needed(kind) }));
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** In the place of the queue of a job that has none yet. */
function needed(kind: WorkloadKind): string {
  return kind === 'job' ? 'queue' : '';
}

function namespacesOf(product: string, { units }: Repository): readonly string[] {
  const declared = units.flatMap(({ project, namespaces = [] }) =>
    project === product ? namespaces.map(({ name }) => name) : [],
  );
  return [...new Set(declared)];
}

/** Everything on these clusters that a workload may call. */
function callsOn(clusters: readonly Cluster[], { units }: Repository): readonly string[] {
  const here = (unit: { readonly clusters: readonly string[] }) =>
    clusters.some(({ name }) => unit.clusters.includes(name));
  const named = (kind: string, names: readonly string[]) => names.map((name) => `${kind}:${name}`);
  const everywhere = (pick: (cluster: Cluster) => readonly string[]) =>
    [...new Set(clusters.flatMap(pick))].sort();
  const queues = everywhere(({ terraform }) => Object.keys(terraform.queues));
  return [
    ...named('workload', [...new Set(units.filter(here).flatMap(callable))].sort()),
    ...named(
      'database',
      everywhere(({ terraform }) => Object.keys(terraform.databases)),
    ),
    ...named(
      'cache',
      everywhere(({ terraform }) => Object.keys(terraform.caches)),
    ),
    ...named('sends-to', queues),
    ...named('receives-from', queues),
    ...named(
      'bucket',
      everywhere(({ terraform }) => Object.keys(terraform.buckets)),
    ),
    ...named(
      'external',
      everywhere(({ externalHosts }) => Object.keys(externalHosts)),
    ),
  ];
}

function callable({ workloads = [], endpoints = [] }: Repository['units'][number]): readonly string[] {
  return [
    ...workloads.flatMap(({ declaration }) => (declaration.kind === 'service' ? [declaration.name] : [])),
    ...endpoints.map(({ name }) => name),
  ];
}
