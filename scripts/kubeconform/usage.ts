import { command } from '../command-line/command.ts';
import { format, optionalArgument, texts } from '../command-line/option.ts';

export const kubeconform = command({
  name: 'kubeconform',
  group: 'Proofs with the real programs',
  summary: 'checks every manifest of dist/ with kubeconform against the schemas of imports/, strictly',
  details:
    'Unknown fields and kinds without a schema are errors; of some kinds we import only the fields that we use (imports/sources.yaml). Finds or installs the pinned kubeconform.',
  options: {
    'kubernetes-version': texts('VERSION', 'such as 1.34; default: every version that has schemas', {
      suggests: (names) => names.kubernetesVersions(),
    }),
    format: format(),
  },
  arguments: { dir: optionalArgument('another folder than dist/, or a file', { path: true }) },
  work: { main: 'scripts/kubeconform/main.ts' },
});
