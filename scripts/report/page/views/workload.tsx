import type { PlannedTopology } from '../../data/report.ts';
import type { AutoscalerRow } from '../../data/rows/autoscaler.ts';
import type { ContainerRow, ObjectRow, WorkloadDetails } from '../../data/rows/cluster.ts';
import type { FindingsData } from '../../data/rows/findings.ts';
import type { WorkloadRow } from '../../data/rows/fleet.ts';
import type { TopologyNode } from '../../data/topology/data.ts';
import { nodeOfWorkload } from '../../data/topology/node-of-workload.ts';
import { boundsText, bytes, cores } from '../amounts.ts';
import { Badge } from '../parts/badge.tsx';
import { FileLink } from '../parts/links.tsx';
import { Piece } from '../parts/piece.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { addressOf } from '../route.ts';
import { AutoscalerTable } from './autoscalers.tsx';
import { FindingList } from './findings.tsx';

/** All that is known of one workload, for whoever is woken by it. */
export function Workload({ row }: { readonly row: WorkloadRow }) {
  const { cluster, namespace, kind, name, product, unit, version, pods, perNode } = row;
  const isThis = (each: { readonly cluster: string; readonly namespace: string }) =>
    each.cluster === cluster && each.namespace === namespace;
  return (
    <>
      <p class="trail">
        <a href={addressOf(['clusters', cluster])}>{cluster}</a> / <span>{namespace}</span> /{' '}
        <span>{kind}</span>
      </p>
      <h1 tabIndex={-1}>{name}</h1>
      <dl class="facts">
        <Fact title="Product" text={product} />
        <Fact title="Application" text={unit} />
        <Fact title="Version" text={version} />
        <Fact title="Pods" text={perNode ? 'one a node' : boundsText(pods)} />
        <Fact title="CPU a pod" text={cores(row.cpu)} />
        <Fact title="Memory a pod" text={`${bytes(row.memory)}, limit ${bytes(row.memoryLimit)}`} />
        <div>
          <dt>File</dt>
          <dd>
            <FileLink {...row} />
          </dd>
        </div>
      </dl>
      <Piece<PlannedTopology | null> name={`topology/${cluster}`}>
        {(data) => (
          <InTopology node={data === null ? undefined : nodeOfWorkload(data, row)} cluster={cluster} />
        )}
      </Piece>
      <Piece<Readonly<Record<string, WorkloadDetails>>> name={`details/${cluster}`}>
        {(details) => <Details details={details[`${namespace}/${kind}/${name}`]} />}
      </Piece>
      <section>
        <h2>Autoscalers</h2>
        <Piece<readonly AutoscalerRow[]> name="autoscalers">
          {(all) => (
            <AutoscalerTable
              rows={all.filter((each) => isThis(each) && each.target === `${kind} ${name}`)}
              empty="Nothing scales it by itself."
            />
          )}
        </Piece>
      </section>
      <section>
        <h2>Findings</h2>
        <Piece<FindingsData> name="findings">
          {({ findings }) => (
            <FindingList
              rows={findings.filter((each) => isThis(each) && each.kind === kind && each.name === name)}
            />
          )}
        </Piece>
      </section>
      <section>
        <h2>Objects of its Application</h2>
        <Piece<readonly ObjectRow[]> name={`objects/${cluster}`}>
          {(all) => (
            <ObjectTable
              rows={all.filter((each) => (unit === '' ? each.namespace === namespace : each.unit === unit))}
            />
          )}
        </Piece>
      </section>
    </>
  );
}

/** The picture of the cluster, with nothing in it but this workload, who calls it and whom it calls. */
function InTopology({
  node,
  cluster,
}: {
  readonly node: TopologyNode | undefined;
  readonly cluster: string;
}) {
  return node === undefined ? null : (
    <p>
      <a href={addressOf(['clusters', cluster, 'topology'], { node: node.id, around: node.id })}>
        Who calls it, and whom it calls
      </a>
    </p>
  );
}

function Fact({ title, text }: { readonly title: string; readonly text: string }) {
  return text === '' ? null : (
    <div>
      <dt>{title}</dt>
      <dd>{text}</dd>
    </div>
  );
}

function Details({ details }: { readonly details: WorkloadDetails | undefined }) {
  if (details === undefined) return null;
  const { containers, nodeSelector, serviceAccount, priority } = details;
  return (
    <section>
      <h2>Containers</h2>
      <Table
        caption="Containers"
        rows={containers}
        columns={CONTAINERS}
        keyOf={({ name }) => name}
        unsorted
      />
      <dl class="facts">
        <Fact title="ServiceAccount" text={serviceAccount} />
        <Fact title="Priority" text={priority} />
        <Fact
          title="Nodes"
          text={Object.entries(nodeSelector)
            .map(([key, value]) => `${key}=${value}`)
            .join(', ')}
        />
      </dl>
    </section>
  );
}

const CONTAINERS: readonly Column<ContainerRow>[] = [
  {
    title: 'Container',
    heads: true,
    cell: ({ name, role, injected }) => (
      <>
        {name} {role === 'main' ? null : <Badge tone="quiet">{role}</Badge>}{' '}
        {injected ? <Badge tone="accent">mesh</Badge> : null}
      </>
    ),
  },
  { title: 'Image', wide: true, cell: ({ image }) => <code>{image}</code> },
  { title: 'CPU', number: true, cell: (row) => limited(row.cpu, row.cpuLimit, cores) },
  { title: 'Memory', number: true, cell: (row) => limited(row.memory, row.memoryLimit, bytes) },
  { title: 'Ports', cell: ({ ports }) => ports.join(', ') },
];

function limited(request: number, limit: number, text: (amount: number) => string): string {
  return `${text(request)}${limit > 0 ? `, limit ${text(limit)}` : ''}`;
}

export function ObjectTable({ rows }: { readonly rows: readonly ObjectRow[] }) {
  return (
    <Table
      caption="Objects"
      rows={rows}
      columns={OBJECTS}
      keyOf={(row) => [row.kind, row.namespace, row.name, row.file, row.line].join('/')}
      unsorted
    />
  );
}

const OBJECTS: readonly Column<ObjectRow>[] = [
  { title: 'Name', by: ({ name }) => name, heads: true, cell: ({ name }) => name },
  { title: 'Kind', by: ({ kind }) => kind, cell: ({ kind }) => kind },
  { title: 'Namespace', by: ({ namespace }) => namespace, cell: ({ namespace }) => namespace },
  { title: 'Application', by: ({ unit }) => unit, cell: ({ unit }) => unit },
  { title: 'File', by: ({ file }) => file, wide: true, cell: (row) => <FileLink {...row} /> },
];
