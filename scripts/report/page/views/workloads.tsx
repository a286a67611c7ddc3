import type { WorkloadRow } from '../../data/rows/fleet.ts';
import { boundsText, bytes, cores } from '../amounts.ts';
import { Filtered } from '../parts/filter.tsx';
import { ClusterLink, FileLink, WorkloadLink } from '../parts/links.tsx';
import { Meter } from '../parts/meter.tsx';
import { type Column, Table } from '../parts/table.tsx';

/** Workloads of the fleet, or of one cluster. */
export function Workloads({
  rows,
  cluster,
}: {
  readonly rows: readonly WorkloadRow[];
  readonly cluster?: string | undefined;
}) {
  const columns: readonly Column<WorkloadRow>[] = [
    { title: 'Workload', by: ({ name }) => name, heads: true, cell: (row) => <WorkloadLink {...row} /> },
    ...(cluster === undefined ? [ofCluster] : []),
    { title: 'Namespace', by: ({ namespace }) => namespace, cell: ({ namespace }) => namespace },
    { title: 'Kind', by: ({ kind }) => kind, cell: ({ kind }) => kind },
    { title: 'Product', by: ({ product }) => product, cell: ({ product }) => product },
    { title: 'Version', by: ({ version }) => version, cell: ({ version }) => <code>{version}</code> },
    {
      title: 'Pods',
      by: ({ pods }) => pods.max,
      number: true,
      cell: ({ pods, perNode }) =>
        perNode ? (
          'one a node'
        ) : (
          <span class="amount">
            {boundsText(pods)} {pods.min === pods.max ? null : <Meter {...pods} />}
          </span>
        ),
    },
    { title: 'CPU a pod', by: ({ cpu }) => cpu, number: true, cell: ({ cpu }) => cores(cpu) },
    { title: 'Memory a pod', by: ({ memory }) => memory, number: true, cell: ({ memory }) => bytes(memory) },
    { title: 'File', cell: (row) => <FileLink {...row}>YAML</FileLink> },
  ];
  return (
    <Filtered
      what="workload"
      rows={rows}
      choices={{
        ...(cluster === undefined && { cluster: (row: WorkloadRow) => row.cluster }),
        namespace: (row) => row.namespace,
        product: (row) => row.product,
        kind: (row) => row.kind,
      }}
      textOf={({ cluster: on, namespace, kind, name, product, unit, version }) =>
        [on, namespace, kind, name, product, unit, version].join(' ')
      }
    >
      {(left) => (
        <Table
          caption="Workloads"
          rows={left}
          columns={columns}
          keyOf={(row) => [row.cluster, row.namespace, row.kind, row.name].join('/')}
        />
      )}
    </Filtered>
  );
}

const ofCluster: Column<WorkloadRow> = {
  title: 'Cluster',
  by: ({ cluster }) => cluster,
  cell: ({ cluster }) => <ClusterLink name={cluster} />,
};
