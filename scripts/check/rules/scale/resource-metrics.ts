import { fields, fieldsAt, listAt, numberAt, type Path, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';

/** CPU or memory by which an autoscaler scales. */
export interface ResourceMetric {
  /** `cpu`, `memory` and the like. */
  readonly resource: string;
  /** Of one container alone; undefined for the whole pod. */
  readonly container: string | undefined;
  /** By the share of what is requested, and not by an amount. */
  readonly isShare: boolean;
  readonly path: Path;
}

/** What of the pods' own resources a HorizontalPodAutoscaler or ScaledObject scales by. */
export function resourceMetricsOf({ kind, value, version }: Resource): readonly ResourceMetric[] {
  if (kind === 'ScaledObject') {
    return listAt(value, 'spec', 'triggers').flatMap((trigger, index): readonly ResourceMetric[] => {
      const type = textAt(trigger, 'type') ?? '';
      if (type !== 'cpu' && type !== 'memory') return [];
      const metadata = fieldsAt(trigger, 'metadata');
      const metricType = textAt(trigger, 'metricType') ?? textAt(metadata, 'type') ?? 'Utilization';
      return [
        {
          resource: type,
          container: textAt(metadata, 'containerName'),
          isShare: metricType === 'Utilization',
          path: ['spec', 'triggers', index],
        },
      ];
    });
  }
  if (version === 'v1') {
    const path = ['spec', 'targetCPUUtilizationPercentage'];
    // Without any metric it scales by 80 % of the CPU.
    return [
      {
        resource: 'cpu',
        container: undefined,
        isShare: true,
        path: numberAt(value, ...path) === undefined ? ['spec'] : path,
      },
    ];
  }
  return listAt(value, 'spec', 'metrics').flatMap((metric, index): readonly ResourceMetric[] => {
    const type = textAt(metric, 'type');
    if (type !== 'Resource' && type !== 'ContainerResource') return [];
    const source = fields(fields(metric)[type === 'Resource' ? 'resource' : 'containerResource']);
    const resource = textAt(source, 'name');
    if (resource === undefined) return [];
    return [
      {
        resource,
        container: textAt(source, 'container'),
        isShare: numberAt(source, 'target', 'averageUtilization') !== undefined,
        path: ['spec', 'metrics', index],
      },
    ];
  });
}
