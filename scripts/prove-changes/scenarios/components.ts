import { fileOf, snippet } from '../document.ts';
import type { Scenario } from '../scenario.ts';

const LIST = 'platform/components/index.ts';

export const components: readonly Scenario[] = [
  {
    name: 'component',
    purpose: 'the component of the README, by its own block',
    touches: ['platform/descheduler/descheduler.ts', LIST],
    change: (repository) => {
      const block = snippet(repository.read('README.md'), 'Add a component', 'ts');
      const file = fileOf(block);
      repository.write(file, block.text);
      const [, variable = ''] = /export const (\w+)/.exec(block.text) ?? [];
      repository.replace(
        LIST,
        /^(?=import )/m,
        `import { ${variable} } from '../${file.replace('platform/', '')}';\n`,
      );
      repository.replace(LIST, '  clusterAutoscaler,\n', `  clusterAutoscaler,\n  ${variable},\n`);
    },
  },
];
