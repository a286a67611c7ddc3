import { expect, test } from 'vitest';
import { chaosExperiments } from '../../../apps/task-manager/chaos-experiments.ts';
import { at, every } from '../../manifest-reader.ts';
import { contextOf, renderUnit } from '../../render-unit.ts';

test.each(chaosExperiments.clusters)(
  'S1-43: three experiments on %s, none of which begins by itself or leaves the application',
  (cluster) => {
    const { units } = contextOf(cluster);
    const own = units
      .filter(({ clusters, project }) => clusters.includes(cluster) && project === chaosExperiments.project)
      .flatMap(({ workloads = [] }) => workloads.map(({ namespace }) => namespace));
    const experiments = every(renderUnit(chaosExperiments.name, cluster), 'Schedule');
    expect(experiments.map((experiment) => at(experiment, 'metadata.name'))).toEqual([
      'api-pod-kill',
      'api-network-delay',
      'zone-pod-kill',
    ]);
    for (const experiment of experiments) {
      expect(at(experiment, 'metadata.annotations["experiment.chaos-mesh.org/pause"]')).toBe('true');
      const kind = at(experiment, 'spec.type') === 'PodChaos' ? 'podChaos' : 'networkChaos';
      expect(own).toEqual(expect.arrayContaining(Object(at(experiment, `spec.${kind}.selector.namespaces`))));
    }
  },
);
