import type { Answers } from '../../answers.ts';
import type { Repository } from '../../fleet.ts';
import type { Said, WorkloadKind } from '../declaration.ts';
import { answerMistake, NOTHING_SAID } from '../mistakes.ts';
import type { WantedWorkload } from '../plan.ts';
import { askConnections } from './connections.ts';
import { askPlace } from './place.ts';
import { askResources } from './resources.ts';
import { askScale } from './scale.ts';

/** Everything about a workload that no option says, asked one after the other. */
export async function askWorkload(
  kind: WorkloadKind,
  name: string,
  answers: Answers,
  repository: Repository,
): Promise<Omit<WantedWorkload, 'expectsRoles'>> {
  const { product, ...place } = await askPlace(answers, repository);
  let said: Said = { ...NOTHING_SAID, name, ...place };
  said = await askConnections(kind, said, answers, { product, repository });
  said = await askResources(kind, said, answers);
  said = await askScale(kind, said, answers);
  const secrets = await answers.several('secret', 'VARIABLE=PATH', {
    asks: 'Which variables come from secrets? Such as API_KEY=shop/api-key, with blanks between them.',
    wrong: (answer) => answerMistake(kind, said, { secrets: [answer] }),
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
