import type { Answers } from '../../answers.ts';
import type { Said, WorkloadKind } from '../declaration.ts';
import { answerMistake } from '../mistakes.ts';

/** Asks what one pod of a workload gets. */
export async function askResources(kind: WorkloadKind, known: Said, answers: Answers): Promise<Said> {
  const wrong = (said: Said, field: 'cpuRequest' | 'memoryRequest' | 'memoryLimit') => (answer: string) =>
    answerMistake(kind, said, { [field]: answer });
  const said = {
    ...known,
    cpuRequest: await answers.one('cpu-request', 'AMOUNT', {
      asks: 'How much CPU does it ask for?',
      otherwise: '100m',
      wrong: wrong(known, 'cpuRequest'),
    }),
    memoryRequest: await answers.one('memory-request', 'AMOUNT', {
      asks: 'How much memory does it ask for?',
      otherwise: '128Mi',
      wrong: wrong(known, 'memoryRequest'),
    }),
  };
  const memoryLimit = await answers.one('memory-limit', 'AMOUNT', {
    asks: 'How much memory does it get at most? (none: twice the request)',
    optional: true,
    wrong: wrong(said, 'memoryLimit'),
  });
  return { ...said, memoryLimit };
}
