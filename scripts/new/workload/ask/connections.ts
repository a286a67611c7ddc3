import type { Answers } from '../../answers.ts';
import type { Repository } from '../../fleet.ts';
import type { Said, WorkloadKind } from '../declaration.ts';
import { callMistake, callsOn, clustersWanted, queueMistake } from '../destinations.ts';
import { answerMistake } from '../mistakes.ts';

/** Asks who reaches a workload, and what it reaches. */
export async function askConnections(
  kind: WorkloadKind,
  known: Said,
  answers: Answers,
  { product, repository }: { readonly product: string; readonly repository: Repository },
): Promise<Said> {
  const clusters = clustersWanted({ product, clusters: known.clusters }, repository);
  let said = known;
  const wrong = (field: 'port' | 'expose') => (answer: string) =>
    answerMistake(kind, said, { [field]: answer });
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
  } else {
    const queue = await answers.one('queue', 'NAME:MESSAGES', {
      asks:
        kind === 'job'
          ? 'Which queue are its messages in? A number after a colon is how many one Job takes.'
          : 'Which queue says how many pods it needs? A number after a colon is how many messages one takes.',
      optional: kind === 'worker',
      wrong: (answer) =>
        answerMistake(kind, said, { queue: answer }) ?? queueMistake(answer, clusters, repository),
    });
    said = { ...said, queue };
  }
  const calls = await answers.several('connects-to', 'KIND:NAME', {
    asks: 'What does it connect to? Anything else is blocked.',
    choices: callsOn(clusters, repository),
    wrong: (answer) =>
      answerMistake(kind, said, { calls: [answer] }) ?? callMistake(answer, clusters, repository),
  });
  return { ...said, calls };
}
