import type { Repository } from '../repository.ts';
import type { Scenario } from '../scenario.ts';

function declaration(
  name: string,
  purpose: string,
  file: string,
  change: (repository: Repository, file: string) => void,
): Scenario {
  return { name, purpose, touches: [file], change: (repository) => change(repository, file) };
}

export const scales: readonly Scenario[] = [
  declaration(
    'scale-max',
    'more pods for the API with the most requirements',
    'apps/triptrip/triptrip-api.ts',
    (repository, file) => repository.replace(file, 'max: 150', 'max: 160'),
  ),
  {
    name: 'resources',
    purpose: 'other limits, requests and bounds for a workload of each product',
    touches: ['apps/*/*.ts'],
    change: (repository) => {
      for (const product of ['storefront', 'streaming', 'task-manager', 'triptrip']) {
        for (const file of repository.list(`apps/${product}`).filter((each) => each.endsWith('.ts'))) {
          const path = `apps/${product}/${file}`;
          const text = repository.read(path);
          // More pods than the connections of their database allow are refused, as they should be (S2-83).
          if (!text.includes('limits: {') || text.includes('DB_MAX_CONNECTIONS')) continue;
          repository.write(path, grown(text));
        }
      }
    },
  },
];

/** A little more of everything that a team tunes in a week. */
function grown(text: string): string {
  return text
    .replace(/(limits: \{[^}]*memory: ')(\d+)(Mi|Gi)'/, (_, start, amount, unit) =>
      unit === 'Gi' ? `${start}${Number(amount) * 1024 + 128}Mi'` : `${start}${Number(amount) + 128}Mi'`,
    )
    .replace(/\b(scale: \{ min: \d+, max: )(\d+)/, (_, start, most) => `${start}${Number(most) + 1}`);
}
