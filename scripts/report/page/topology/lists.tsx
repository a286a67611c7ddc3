import { useMemo } from 'preact/hooks';
import type { TopologyData, TopologyEdge, TopologyNode } from '../../data/topology/data.ts';
import { KINDS } from '../../data/topology/lines.ts';
import { type Column, Table } from '../parts/table.tsx';
import { KindSign } from './icons.tsx';
import { STATES } from './legend.tsx';

/** The same as the picture, for those who read or hear it, and for paper. */
export function Lists({
  data,
  nodes,
  edges,
  onChoose,
}: {
  readonly data: TopologyData;
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly TopologyEdge[];
  readonly onChoose: (node: string) => void;
}) {
  const names = useMemo(() => new Map(data.nodes.map((node) => [node.id, node])), [data]);
  const counts = useMemo(() => {
    const found = new Map<string, { in: number; out: number }>();
    const of = (id: string) => {
      const known = found.get(id) ?? { in: 0, out: 0 };
      found.set(id, known);
      return known;
    };
    for (const { from, to } of edges) {
      of(from).out++;
      of(to).in++;
    }
    return found;
  }, [edges]);
  const nameOf = (id: string) => names.get(id)?.name ?? id;
  const Name = ({ id }: { readonly id: string }) => (
    <button type="button" class="link" onClick={() => onChoose(id)}>
      <KindSign kind={names.get(id)?.kind ?? 'component'} /> {nameOf(id)}
    </button>
  );
  const nodeColumns: readonly Column<TopologyNode>[] = [
    { title: 'Node', by: ({ name }) => name, cell: ({ id }) => <Name id={id} />, heads: true },
    { title: 'Kind', by: ({ kind }) => kind, cell: ({ kind }) => KINDS[kind] },
    { title: 'Namespace', by: ({ group }) => group, cell: ({ group }) => group },
    {
      title: 'Pods',
      by: ({ pods }) => pods[0]?.replicas?.max ?? 0,
      cell: ({ pods }) => {
        const replicas = pods[0]?.replicas;
        if (replicas === undefined) return '';
        return replicas.min === replicas.max ? replicas.min : `${replicas.min} to ${replicas.max}`;
      },
      number: true,
    },
    {
      title: 'Called by',
      by: ({ id }) => counts.get(id)?.in ?? 0,
      cell: ({ id }) => counts.get(id)?.in ?? 0,
      number: true,
    },
    {
      title: 'Calls',
      by: ({ id }) => counts.get(id)?.out ?? 0,
      cell: ({ id }) => counts.get(id)?.out ?? 0,
      number: true,
    },
  ];
  const edgeColumns: readonly Column<TopologyEdge>[] = [
    { title: 'From', by: ({ from }) => nameOf(from), cell: ({ from }) => <Name id={from} />, heads: true },
    { title: 'To', by: ({ to }) => nameOf(to), cell: ({ to }) => <Name id={to} /> },
    { title: 'Ports', by: ({ ports }) => ports.join(), cell: ({ ports }) => ports.join(', ') },
    {
      title: 'State',
      by: ({ state }) => (state === 'open' ? 1 : 0),
      cell: ({ state }) =>
        state === 'open' ? STATES.open : <strong class="badge bad">{STATES[state]}</strong>,
    },
    { title: 'Says', by: ({ says }) => says.join(), cell: ({ says }) => says.join('; '), wide: true },
  ];
  return (
    <div class="topology-lists">
      <h2>Nodes</h2>
      <Table caption="Nodes" rows={nodes} columns={nodeColumns} keyOf={({ id }) => id} />
      <h2>Ways</h2>
      <Table
        caption="Ways"
        rows={edges}
        columns={edgeColumns}
        keyOf={({ from, to, state }) => `${from} ${to} ${state}`}
        start={{ column: 'State', falling: false }}
      />
    </div>
  );
}
