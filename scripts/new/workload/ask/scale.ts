import type { Answers } from '../../answers.ts';
import type { Said, WorkloadKind } from '../declaration.ts';
import { answerMistake } from '../mistakes.ts';

/** Asks how many pods or Jobs of a workload there are. */
export async function askScale(kind: WorkloadKind, known: Said, answers: Answers): Promise<Said> {
  const wrong = (field: 'jobs' | 'replicas') => (answer: string) =>
    answerMistake(kind, known, { [field]: answer });
  if (kind === 'job') {
    const jobs = await answers.one('jobs', 'COUNT', {
      asks: 'How many Jobs may run at a time?',
      otherwise: '10',
      wrong: wrong('jobs'),
    });
    return { ...known, jobs };
  }
  const replicas = await answers.one('replicas', 'COUNT', {
    asks: 'How many pods? A number, or bounds such as 3-12.',
    otherwise: known.queue === '' ? '2' : '2-10',
    wrong: wrong('replicas'),
  });
  const said = { ...known, replicas };
  // Without bounds nothing is aimed at.
  return replicas.includes('-') || !answers.asks ? askTargets(kind, said, answers) : said;
}

async function askTargets(kind: WorkloadKind, said: Said, answers: Answers): Promise<Said> {
  const wrong = (field: 'cpuTarget' | 'requestsPerSecond') => (answer: string) =>
    answerMistake(kind, said, { [field]: answer });
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
