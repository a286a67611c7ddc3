import { resolve } from 'node:path';
import type { Answers } from '../answers.ts';
import type { WantedComponent } from './plan.ts';

/** Everything about a component that no option says. */
export async function askComponent(
  name: string,
  answers: Answers,
  { everyNode, from, digest }: { everyNode: boolean; from: string | undefined; digest: string | undefined },
): Promise<WantedComponent> {
  const purpose = await answers.one('purpose', 'TEXT', { asks: 'What is it for, in a sentence?' });
  const chart = await answers.one('chart', 'NAME', {
    asks: 'What is its Helm chart called?',
    otherwise: name,
  });
  const version = await answers.one('chart-version', 'VERSION', {
    asks: 'Which version of the chart, exactly?',
  });
  const repository = await answers.one('repository', 'URL', {
    asks: 'Where does the chart come from? (none: it is pinned already)',
    optional: true,
  });
  const namespace = await answers.one('namespace', 'NAMESPACE', {
    asks: 'In which namespace?',
    otherwise: name,
    optional: true,
  });
  return {
    name,
    purpose,
    namespace,
    everyNode,
    chart: { name: chart, version, repository, digest: digest ?? '', from: from && resolve(from) },
  };
}
