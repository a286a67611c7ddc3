import type { CapacityData, NamespaceCapacity, PoolRow, QuotaAmount } from '../../data/rows/capacity.ts';
import { amountText, boundsText, bytes, cores, count } from '../amounts.ts';
import { Badge } from '../parts/badge.tsx';
import { Filtered } from '../parts/filter.tsx';
import { ClusterLink, FileLink } from '../parts/links.tsx';
import { Meter, toneOf } from '../parts/meter.tsx';
import { type Bar, RangeChart } from '../parts/range-chart.tsx';
import { type Column, Table } from '../parts/table.tsx';

type Line = Pick<NamespaceCapacity, 'cluster' | 'namespace' | 'product'> & QuotaAmount;

/** What pods ask for at their least and at their most, against nodes and quotas. */
export function Capacity({
  data,
  cluster,
}: {
  readonly data: CapacityData;
  readonly cluster?: string | undefined;
}) {
  const isShown = (row: { readonly cluster: string }) => cluster === undefined || row.cluster === cluster;
  const pools = data.pools.filter(isShown);
  const lines = data.namespaces
    .filter(isShown)
    .flatMap(({ amounts, ...of }) => amounts.map((amount): Line => ({ ...of, ...amount })));
  return (
    <>
      <section>
        <h2>Nodes</h2>
        {pools.length === 0 ? (
          <p class="quiet">Nothing here says which nodes there are.</p>
        ) : (
          <>
            <p class="lead">
              Dark: what pods ask for at the least that their autoscalers keep. Light: at the most. The mark
              is what the nodes may have.
            </p>
            <div class="charts">
              <RangeChart title="Processors" unit="cores" bars={barsOf(pools, 'cpu', 1)} />
              <RangeChart title="Memory" unit="GiB" bars={barsOf(pools, 'memory', 2 ** 30)} />
            </div>
            <Table
              caption="Nodes"
              rows={pools}
              columns={cluster === undefined ? [ofCluster<PoolRow>(), ...POOLS] : POOLS}
              keyOf={(row) => `${row.cluster}/${row.name}`}
            />
          </>
        )}
      </section>
      <section>
        <h2>Namespaces and quotas</h2>
        <Filtered
          what="amount"
          rows={lines}
          choices={{
            ...(cluster === undefined && { cluster: (row: Line) => row.cluster }),
            namespace: (row) => row.namespace,
            product: (row) => row.product,
            resource: (row) => row.resource,
            quota: (row) => WORDS[toneOf(row, row.hard)],
          }}
          textOf={(row) => [row.cluster, row.namespace, row.product, row.resource].join(' ')}
        >
          {(left) => (
            <Table
              caption="Namespaces and quotas"
              rows={left}
              columns={cluster === undefined ? [ofCluster<Line>(), ...LINES] : LINES}
              keyOf={(row) => [row.cluster, row.namespace, row.resource, row.file ?? ''].join('/')}
              start={{ column: 'Of the quota', falling: true }}
            />
          )}
        </Filtered>
      </section>
    </>
  );
}

const WORDS = {
  bad: 'too small at the least',
  warning: 'too small at the most',
  good: 'holds',
  quiet: 'none',
} as const;

/** Amounts of all pools of a cluster, or of each pool of the only one. */
function barsOf(pools: readonly PoolRow[], of: 'cpu' | 'memory', unit: number): readonly Bar[] {
  const clusters = new Set(pools.map(({ cluster }) => cluster));
  const groups = new Map<string, PoolRow[]>();
  for (const pool of pools) {
    const name = clusters.size > 1 ? pool.cluster : pool.name;
    groups.set(name, [...(groups.get(name) ?? []), pool]);
  }
  return [...groups].map(([name, own]): Bar => {
    const sum = (amount: (pool: PoolRow) => number) =>
      own.reduce((total, pool) => total + amount(pool), 0) / unit;
    // What may go to several pools is counted where it is asked for once.
    const shared = (bound: 'min' | 'max') => Math.max(...own.map((pool) => pool[of].shared[bound])) / unit;
    const limits = own.map((pool) => pool[of].limit);
    return {
      name,
      min: sum((pool) => pool[of].min) + shared('min'),
      max: sum((pool) => pool[of].max) + shared('max'),
      limit: limits.every((limit) => limit !== undefined) ? sum((pool) => pool[of].limit ?? 0) : undefined,
    };
  });
}

function ofCluster<Row extends { readonly cluster: string }>(): Column<Row> {
  return {
    title: 'Cluster',
    by: ({ cluster }) => cluster,
    cell: ({ cluster }) => <ClusterLink name={cluster} />,
  };
}

const POOLS: readonly Column<PoolRow>[] = [
  {
    title: 'Pool',
    by: ({ name }) => name,
    heads: true,
    cell: ({ name, kind, groups, capacityType }) => (
      <>
        {name} <Badge tone="quiet">{groups.length > 1 ? count(groups.length, kind) : kind}</Badge>{' '}
        {capacityType === 'spot' ? <Badge tone="warning">spot</Badge> : null}
        {groups.length > 1 && groups.join(', ') !== name ? (
          <small class="path">{groups.join(', ')}</small>
        ) : null}
      </>
    ),
  },
  { title: 'Instances', cell: ({ instances }) => instances.join(', ') },
  {
    title: 'Nodes',
    by: ({ nodes }) => nodes?.max ?? 0,
    number: true,
    cell: ({ nodes }) =>
      nodes === undefined ? <span class="quiet">as many as fit</span> : boundsText(nodes),
  },
  {
    title: 'CPU',
    by: ({ cpu }) => cpu.max,
    wide: true,
    cell: ({ cpu }) => <PoolAmount amount={cpu} text={cores} />,
  },
  {
    title: 'Memory',
    by: ({ memory }) => memory.max,
    wide: true,
    cell: ({ memory }) => <PoolAmount amount={memory} text={bytes} />,
  },
];

function PoolAmount({
  amount: { min, max, shared, limit, perNode },
  text,
}: {
  readonly amount: PoolRow['cpu'];
  readonly text: (amount: number) => string;
}) {
  return (
    <span class="amount">
      <span>
        {boundsText({ min: min + shared.min, max: max + shared.max }, text)} of{' '}
        {limit === undefined ? 'no limit' : text(limit)}
      </span>
      <Meter min={min + shared.min} max={max + shared.max} limit={limit} />
      <small class="quiet">
        {[
          ...(shared.max > 0 ? [`with ${boundsText(shared, text)} that may also go elsewhere`] : []),
          ...(perNode > 0 ? [`${text(perNode)} a node for DaemonSets`] : []),
        ].join('; ')}
      </small>
    </span>
  );
}

const LINES: readonly Column<Line>[] = [
  { title: 'Namespace', by: ({ namespace }) => namespace, heads: true, cell: ({ namespace }) => namespace },
  { title: 'Product', by: ({ product }) => product, cell: ({ product }) => product },
  { title: 'Resource', by: ({ resource }) => resource, cell: ({ resource }) => <code>{resource}</code> },
  { title: 'Least', by: ({ min }) => min, number: true, cell: (row) => amountText(row.resource, row.min) },
  { title: 'Most', by: ({ max }) => max, number: true, cell: (row) => amountText(row.resource, row.max) },
  {
    title: 'Quota',
    by: ({ hard }) => hard ?? 0,
    number: true,
    cell: ({ resource, hard, file, line }) =>
      hard === undefined || file === undefined ? (
        <span class="quiet">none</span>
      ) : (
        <FileLink file={file} line={line ?? 1}>
          {amountText(resource, hard)}
        </FileLink>
      ),
  },
  {
    title: 'Of the quota',
    by: ({ max, hard }) => (hard === undefined ? -1 : max / (hard || 1)),
    cell: ({ min, max, hard }) =>
      hard === undefined ? null : (
        <span class="amount">
          <span>
            {Math.round((max / (hard || 1)) * 100)} %{' '}
            {max > hard * (1 + 1e-9) ? (
              <Badge tone={min > hard ? 'bad' : 'warning'}>{WORDS[toneOf({ min, max }, hard)]}</Badge>
            ) : null}
          </span>
          <Meter min={min} max={max} limit={hard} />
        </span>
      ),
  },
];
