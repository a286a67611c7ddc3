import type { AutoscalerRow } from '../../data/rows/autoscaler.ts';
import { Badge } from '../parts/badge.tsx';
import { Filtered } from '../parts/filter.tsx';
import { ClusterLink, FileLink } from '../parts/links.tsx';
import { Meter } from '../parts/meter.tsx';
import { type Column, Table } from '../parts/table.tsx';

export function Autoscalers({
  rows,
  cluster,
}: {
  readonly rows: readonly AutoscalerRow[];
  readonly cluster?: string | undefined;
}) {
  return (
    <>
      <p class="lead">
        From how many pods to how many, and by what. How many there are now only the cluster knows:{' '}
        <code>kubectl get hpa,scaledobject -A</code>.
      </p>
      <Filtered
        what="autoscaler"
        rows={rows}
        choices={{
          ...(cluster === undefined && { cluster: (row: AutoscalerRow) => row.cluster }),
          namespace: (row) => row.namespace,
          product: (row) => row.product,
          kind: (row) => row.kind,
        }}
        textOf={(row) =>
          [row.cluster, row.namespace, row.name, row.target, row.kind, ...row.triggers].join(' ')
        }
      >
        {(left) => <AutoscalerTable rows={left} withCluster={cluster === undefined} />}
      </Filtered>
    </>
  );
}

export function AutoscalerTable({
  rows,
  withCluster = false,
  empty,
}: {
  readonly rows: readonly AutoscalerRow[];
  readonly withCluster?: boolean;
  readonly empty?: string;
}) {
  const columns: readonly Column<AutoscalerRow>[] = [
    {
      title: 'Scales',
      by: ({ target }) => target,
      heads: true,
      cell: ({ target, paused }) => (
        <>
          {target} {paused ? <Badge tone="warning">paused</Badge> : null}
        </>
      ),
    },
    ...(withCluster
      ? [
          {
            title: 'Cluster',
            by: (row: AutoscalerRow) => row.cluster,
            cell: (row: AutoscalerRow) => <ClusterLink name={row.cluster} />,
          },
        ]
      : []),
    { title: 'Namespace', by: ({ namespace }) => namespace, cell: ({ namespace }) => namespace },
    { title: 'Kind', by: ({ kind }) => kind, cell: ({ kind }) => SHORT[kind] },
    { title: 'Least', by: ({ min }) => min, number: true, cell: ({ min }) => min },
    { title: 'Most', by: ({ max }) => max, number: true, cell: ({ max }) => max },
    { title: 'Now', number: true, cell: () => <span class="quiet">unknown</span> },
    { title: 'Range', cell: ({ min, max }) => <Meter min={min} max={max} /> },
    {
      title: 'By',
      wide: true,
      cell: ({ triggers, fallback }) => (
        <ul class="plain">
          {triggers.map((trigger) => (
            <li key={trigger}>{trigger}</li>
          ))}
          {fallback === undefined ? null : <li class="quiet">{fallback} pods where its metrics are gone</li>}
        </ul>
      ),
    },
    { title: 'File', cell: (row) => <FileLink {...row}>YAML</FileLink> },
  ];
  return (
    <Table
      caption="Autoscalers"
      rows={rows}
      columns={columns}
      keyOf={(row) => [row.cluster, row.namespace, row.kind, row.name].join('/')}
      {...(empty !== undefined && { empty })}
    />
  );
}

const SHORT = {
  HorizontalPodAutoscaler: 'HPA',
  ScaledObject: 'KEDA ScaledObject',
  ScaledJob: 'KEDA ScaledJob',
} as const;
