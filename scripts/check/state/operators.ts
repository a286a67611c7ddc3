import { fields, textAt, textsAt } from './read.ts';
import type { Resource } from './resource.ts';
import { type Workload, workloadWith } from './workload.ts';

/** What an operator makes of a kind: the name of the program, and where it listens. */
interface Program {
  readonly name: string;
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  /** Labels of the pods, by the name of the object. */
  readonly labels: (name: string) => Readonly<Record<string, string>>;
}

const ofPrometheusOperator = (name: string, port: number): Program => ({
  name,
  ports: [
    { name: 'http-web', containerPort: port },
    { name: 'reloader-web', containerPort: 8080 },
  ],
  labels: (instance) => ({
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/instance': instance,
    'app.kubernetes.io/managed-by': 'prometheus-operator',
    'operator.prometheus.io/name': instance,
    [name]: instance,
  }),
});

/** Kinds whose pods an operator makes, by `<group>/<kind>`; written after the StatefulSets of the operators. */
const PROGRAMS: Readonly<Record<string, Program>> = {
  'monitoring.coreos.com/Prometheus': ofPrometheusOperator('prometheus', 9090),
  'monitoring.coreos.com/Alertmanager': ofPrometheusOperator('alertmanager', 9093),
};

/** The pods that an operator makes of a custom resource, as far as they are known. */
export function madeWorkloads(resource: Resource): readonly Workload[] {
  const program = PROGRAMS[`${resource.group}/${resource.kind}`];
  if (program === undefined) return [];
  const spec = fields(resource.value.spec);
  const web = { name: program.name, image: textAt(spec, 'image'), ports: program.ports };
  return [
    workloadWith(resource, {
      labels: { ...program.labels(resource.name), ...textsAt(spec, 'podMetadata', 'labels') },
      annotations: textsAt(spec, 'podMetadata', 'annotations'),
      metadataPath: ['spec', 'podMetadata'],
      specPath: ['spec'],
      spec: { ...spec, containers: [web] },
      isMade: true,
    }),
  ];
}
