import { rendered } from '../../model/evidence.ts';
import { matching } from '../../model/expected.ts';

/** The Application that installs a Helm chart at an exact version, and keeps it so. */
export function installs(unit: string, chart: string) {
  return rendered(
    `applications/argocd/application-{cluster}-${unit}.yaml`,
    'spec',
  )({
    'destination.name': '{cluster}',
    'sources[0].chart': chart,
    'sources[0].targetRevision': matching(/^v?\d+\.\d+\.\d+$/),
    'sources[0].helm.valueFiles[0]': matching(/^\$values\/dist\/\S+\.yaml$/),
    'syncPolicy.automated.selfHeal': true,
  });
}
