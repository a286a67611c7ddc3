import { messageOf } from '../../command-line/tell.ts';
import { declarationMistakes, declarationOf, type Said, type WorkloadKind } from './declaration.ts';
import { withKebab } from './plan.ts';

/** A workload of which nothing is known yet. */
export const NOTHING_SAID: Said = {
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

/** What is wrong with an answer, and was not wrong before it. */
export function answerMistake(kind: WorkloadKind, said: Said, answer: Partial<Said>): string | undefined {
  const before = mistakesOf(kind, said);
  return mistakesOf(kind, { ...said, ...answer }).find((mistake) => !before.includes(mistake));
}

/** What can be said of a name before anything else is known. */
export function workloadNameMistake(kind: WorkloadKind, name: string): string | undefined {
  const [mistake] = mistakesOf(kind, { ...NOTHING_SAID, name });
  return mistake === undefined ? undefined : withKebab(mistake, name);
}

function mistakesOf(kind: WorkloadKind, said: Said): readonly string[] {
  try {
    return declarationMistakes(kind, declarationOf(kind, { ...said, queue: said.queue || needed(kind) }));
  } catch (error) {
    return [messageOf(error)];
  }
}

/** In the place of the queue of a job that has none yet. */
function needed(kind: WorkloadKind): string {
  return kind === 'job' ? 'queue' : '';
}
