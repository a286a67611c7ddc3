import type { FunctionComponent } from 'preact';
import type { PlannedTopology } from '../../data/report.ts';
import type { AutoscalerRow } from '../../data/rows/autoscaler.ts';
import type { CapacityData } from '../../data/rows/capacity.ts';
import type { ObjectRow } from '../../data/rows/cluster.ts';
import type { FindingsData } from '../../data/rows/findings.ts';
import type { ClusterRow, FleetData } from '../../data/rows/fleet.ts';
import { boundsText, bytes, cores } from '../amounts.ts';
import { Environment } from '../parts/badge.tsx';
import { Filtered } from '../parts/filter.tsx';
import { Piece } from '../parts/piece.tsx';
import { addressOf } from '../route.ts';
import { Topology } from '../topology/topology.tsx';
import { Autoscalers } from './autoscalers.tsx';
import { Capacity } from './capacity.tsx';
import { Findings } from './findings.tsx';
import { ObjectTable } from './workload.tsx';
import { Workloads } from './workloads.tsx';

interface OfCluster {
  readonly fleet: FleetData;
  readonly name: string;
}

/** The tabs of a cluster, by the last part of their address. */
const TABS: Readonly<
  Record<string, { readonly title: string; readonly view: FunctionComponent<OfCluster> }>
> = {
  workloads: {
    title: 'Workloads',
    view: ({ fleet, name }) => (
      <Workloads rows={fleet.workloads.filter(({ cluster }) => cluster === name)} cluster={name} />
    ),
  },
  topology: {
    title: 'Topology',
    view: ({ name }) => (
      <Piece<PlannedTopology | null> name={`topology/${name}`}>
        {(data) =>
          data === null ? (
            <p class="notice">Of a tree of others nobody knows what is declared, so there is no topology.</p>
          ) : (
            <Topology data={data} cluster={name} />
          )
        }
      </Piece>
    ),
  },
  capacity: {
    title: 'Capacity',
    view: ({ name }) => (
      <Piece<CapacityData> name="capacity">{(data) => <Capacity data={data} cluster={name} />}</Piece>
    ),
  },
  autoscalers: {
    title: 'Autoscalers',
    view: ({ name }) => (
      <Piece<readonly AutoscalerRow[]> name="autoscalers">
        {(rows) => <Autoscalers rows={rows.filter(({ cluster }) => cluster === name)} cluster={name} />}
      </Piece>
    ),
  },
  findings: {
    title: 'Findings',
    view: ({ name }) => (
      <Piece<FindingsData> name="findings">
        {({ findings, waivers }) => (
          <Findings
            data={{ findings: findings.filter(({ cluster }) => cluster === name), waivers }}
            cluster={name}
          />
        )}
      </Piece>
    ),
  },
  objects: {
    title: 'Objects',
    view: ({ name }) => (
      <Piece<readonly ObjectRow[]> name={`objects/${name}`}>{(rows) => <Objects rows={rows} />}</Piece>
    ),
  },
};

/** What `#/clusters/NAME` shows. */
export const FIRST_TAB = 'workloads';

export function ClusterView({
  fleet,
  row,
  tab,
}: {
  readonly fleet: FleetData;
  readonly row: ClusterRow;
  readonly tab: string;
}) {
  const { name, contract, kubernetes, pods, cpu, memory, objects, notes } = row;
  const View = TABS[tab]?.view;
  return (
    <>
      <p class="trail">
        <a href={addressOf([])}>The fleet</a>
      </p>
      <h1 tabIndex={-1}>
        {name} <Environment of={contract?.environment} />
      </h1>
      <dl class="facts">
        {Object.entries({
          Region: contract?.region,
          Account: contract?.account,
          Domain: contract?.domain,
          'Argo CD on': contract?.hub,
          Mesh: contract?.mesh,
          Nodes: contract?.nodeScaler,
          Kubernetes: kubernetes,
          Objects: objects.toLocaleString('en'),
          Pods: boundsText(pods),
          'Cores asked for': boundsText(cpu, cores),
          'Memory asked for': boundsText(memory, bytes),
        }).map(([title, text]) =>
          text === undefined ? null : (
            <div key={title}>
              <dt>{title}</dt>
              <dd>{text}</dd>
            </div>
          ),
        )}
      </dl>
      {notes.map((note) => (
        <p key={note} class="notice">
          {note}.
        </p>
      ))}
      <nav class="tabs" aria-label={name}>
        {Object.entries(TABS).map(([id, { title }]) => (
          <a key={id} href={addressOf(['clusters', name, id])} aria-current={id === tab ? 'page' : undefined}>
            {title}
          </a>
        ))}
      </nav>
      {View === undefined ? <p class="notice">There is no such view.</p> : <View fleet={fleet} name={name} />}
    </>
  );
}

function Objects({ rows }: { readonly rows: readonly ObjectRow[] }) {
  return (
    <Filtered
      what="object"
      rows={rows}
      choices={{
        namespace: ({ namespace }) => namespace,
        kind: ({ kind }) => kind,
        application: ({ unit }) => unit,
      }}
      textOf={({ kind, namespace, name, unit }) => [kind, namespace, name, unit].join(' ')}
    >
      {(left) => <ObjectTable rows={left} />}
    </Filtered>
  );
}
