import type { FindingsData } from '../../data/rows/findings.ts';
import type { Bounds, ClusterRow, FleetData } from '../../data/rows/fleet.ts';
import type { VersionsData } from '../../data/rows/versions.ts';
import { boundsText, bytes, cores, count } from '../amounts.ts';
import { Badge, Environment } from '../parts/badge.tsx';
import { Filtered } from '../parts/filter.tsx';
import { ClusterLink } from '../parts/links.tsx';
import { Meter } from '../parts/meter.tsx';
import { Piece } from '../parts/piece.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { addressOf } from '../route.ts';

/** The fleet in one look. */
export function Overview({ fleet: { clusters, workloads, source } }: { readonly fleet: FleetData }) {
  const products = productsOf(workloads);
  const sum = (of: (cluster: ClusterRow) => Bounds): Bounds => ({
    min: clusters.reduce((total, cluster) => total + of(cluster).min, 0),
    max: clusters.reduce((total, cluster) => total + of(cluster).max, 0),
  });
  return (
    <>
      <h1 tabIndex={-1}>The fleet</h1>
      <p class="lead">
        What {source}/ has, as it was committed. What runs at this moment the clusters know, and Argo CD.
      </p>
      <ul class="tiles">
        <Tile title="Clusters" value={clusters.length.toLocaleString('en')} to={addressOf([])} />
        <Tile title="Workloads" value={workloads.length.toLocaleString('en')} to={addressOf(['workloads'])} />
        <Tile
          title="Pods"
          value={boundsText(
            sum(({ pods }) => pods),
            whole,
          )}
          to={addressOf(['autoscalers'])}
        />
        <Tile
          title="Cores asked for"
          value={boundsText(
            sum(({ cpu }) => cpu),
            cores,
          )}
          to={addressOf(['capacity'])}
        />
        <Tile
          title="Memory asked for"
          value={boundsText(
            sum(({ memory }) => memory),
            bytes,
          )}
          to={addressOf(['capacity'])}
        />
        <Piece<FindingsData> name="findings">
          {({ findings, waivers }) => (
            <Tile
              title="Findings"
              value={findings.length.toLocaleString('en')}
              note={count(waivers.length, 'waiver')}
              tone={findings.length === 0 ? 'good' : 'warning'}
              to={addressOf(['findings'])}
            />
          )}
        </Piece>
        <Piece<VersionsData> name="versions">
          {({ images, charts, others }) => {
            const uneven = [...(images.length > 0 ? images : others), ...charts].filter(
              ({ difference }) => difference !== '',
            ).length;
            return (
              <Tile
                title="Not level"
                value={uneven.toLocaleString('en')}
                note="builds and charts"
                to={addressOf(['versions'], { state: 'not level' })}
              />
            );
          }}
        </Piece>
      </ul>
      <section>
        <h2>Clusters</h2>
        <Filtered
          what="cluster"
          rows={clusters}
          choices={{
            environment: ({ contract }) => contract?.environment ?? '',
            region: ({ contract }) => contract?.region ?? '',
          }}
          textOf={({ name, contract, kubernetes }) =>
            [name, kubernetes, ...Object.values(contract ?? {})].join(' ')
          }
        >
          {(left) => <Clusters rows={left} />}
        </Filtered>
      </section>
      <section>
        <h2>Products</h2>
        <Table caption="Products" rows={products} columns={PRODUCTS} keyOf={({ name }) => name} />
      </section>
    </>
  );
}

const whole = (number: number) => number.toLocaleString('en');

function Tile({
  title,
  value,
  note,
  to,
  tone,
}: {
  readonly title: string;
  readonly value: string;
  readonly note?: string;
  readonly to: string;
  readonly tone?: 'good' | 'warning';
}) {
  return (
    <li>
      <a href={to} class={`tile ${tone ?? ''}`}>
        <span class="title">{title}</span>
        <strong>{value}</strong>
        {note === undefined ? null : <small>{note}</small>}
      </a>
    </li>
  );
}

function Clusters({ rows }: { readonly rows: readonly ClusterRow[] }) {
  const scale = (of: (row: ClusterRow) => Bounds) => Math.max(...rows.map((row) => of(row).max), 1);
  const [pods, cpu] = [scale((row) => row.pods), scale((row) => row.cpu)];
  const columns: readonly Column<ClusterRow>[] = [
    {
      title: 'Cluster',
      by: ({ name }) => name,
      heads: true,
      cell: ({ name }) => <ClusterLink name={name} />,
    },
    {
      title: 'Environment',
      by: ({ contract }) => contract?.environment ?? '',
      cell: ({ contract }) => <Environment of={contract?.environment} />,
    },
    {
      title: 'Region',
      by: ({ contract }) => contract?.region ?? '',
      cell: ({ contract }) => contract?.region ?? '',
    },
    { title: 'Kubernetes', by: ({ kubernetes }) => kubernetes, cell: ({ kubernetes }) => kubernetes },
    {
      title: 'Workloads',
      by: ({ workloads }) => workloads,
      number: true,
      cell: ({ workloads }) => workloads,
    },
    {
      title: 'Pods',
      by: (row) => row.pods.max,
      cell: (row) => (
        <span class="amount">
          {boundsText(row.pods)} <Meter {...row.pods} scale={pods} />
        </span>
      ),
    },
    {
      title: 'Cores asked for',
      by: (row) => row.cpu.max,
      cell: (row) => (
        <span class="amount">
          {boundsText(row.cpu, cores)} <Meter {...row.cpu} scale={cpu} />
        </span>
      ),
    },
    {
      title: 'Findings',
      by: ({ findings }) => findings.error * 1e6 + findings.warning * 1e3 + findings.info,
      cell: ({ name, findings: { error, warning, info } }) =>
        error + warning + info === 0 ? (
          <Badge tone="good">none</Badge>
        ) : (
          <a href={addressOf(['clusters', name, 'findings'])}>
            {error > 0 ? <Badge tone="bad">{count(error, 'error')}</Badge> : null}{' '}
            {warning > 0 ? <Badge tone="warning">{count(warning, 'warning')}</Badge> : null}{' '}
            {info > 0 ? <Badge tone="accent">{info} info</Badge> : null}
          </a>
        ),
    },
  ];
  return <Table caption="Clusters" rows={rows} columns={columns} keyOf={({ name }) => name} />;
}

interface Product {
  readonly name: string;
  readonly clusters: readonly string[];
  readonly workloads: number;
  readonly pods: Bounds;
}

function productsOf(workloads: FleetData['workloads']): readonly Product[] {
  const found = new Map<string, { clusters: Set<string>; workloads: number; min: number; max: number }>();
  for (const { product, cluster, pods } of workloads) {
    const own = found.get(product) ?? { clusters: new Set<string>(), workloads: 0, min: 0, max: 0 };
    own.clusters.add(cluster);
    own.workloads += 1;
    own.min += pods.min;
    own.max += pods.max;
    found.set(product, own);
  }
  return [...found].map(([name, { clusters, workloads: number, min, max }]) => ({
    name: name === '' ? 'of no product' : name,
    clusters: [...clusters].sort(),
    workloads: number,
    pods: { min, max },
  }));
}

const PRODUCTS: readonly Column<Product>[] = [
  {
    title: 'Product',
    by: ({ name }) => name,
    heads: true,
    cell: ({ name }) => <a href={addressOf(['workloads'], { product: name })}>{name}</a>,
  },
  {
    title: 'Clusters',
    by: ({ clusters }) => clusters.length,
    wide: true,
    cell: ({ clusters }) =>
      clusters.length > 12 ? (
        count(clusters.length, 'cluster')
      ) : (
        <ul class="inline">
          {clusters.map((name) => (
            <li key={name}>
              <ClusterLink name={name} />
            </li>
          ))}
        </ul>
      ),
  },
  { title: 'Workloads', by: ({ workloads }) => workloads, number: true, cell: ({ workloads }) => workloads },
  { title: 'Pods', by: ({ pods }) => pods.max, number: true, cell: ({ pods }) => boundsText(pods) },
];
