import type { FindingRow, FindingsData, WaiverRow } from '../../data/rows/findings.ts';
import { Badge, Severity } from '../parts/badge.tsx';
import { Filtered } from '../parts/filter.tsx';
import { ClusterLink, FileLink } from '../parts/links.tsx';
import { type Column, Table } from '../parts/table.tsx';

export function Findings({
  data: { findings, waivers },
  cluster,
}: {
  readonly data: FindingsData;
  readonly cluster?: string | undefined;
}) {
  const own = waivers.filter(
    ({ clusters }) => cluster === undefined || clusters.length === 0 || clusters.includes(cluster),
  );
  return (
    <>
      <section>
        <h2>Findings</h2>
        {findings.length === 0 ? (
          <p class="notice good">
            No rule of npx fleet check finds a mistake that nobody has said is meant to be.
          </p>
        ) : (
          <Filtered
            what="finding"
            rows={findings}
            choices={{
              severity: (row) => row.severity,
              ...(cluster === undefined && { cluster: (row: FindingRow) => row.cluster }),
              namespace: (row) => row.namespace,
              rule: (row) => row.rule,
            }}
            textOf={(row) =>
              [row.cluster, row.rule, row.kind, row.namespace, row.name, row.message].join(' ')
            }
          >
            {(left) => <FindingList rows={left} />}
          </Filtered>
        )}
      </section>
      <section>
        <h2>Waivers</h2>
        <p class="lead">What is found and meant to be, with the reason and who answers for it.</p>
        <Table
          caption="Waivers"
          rows={own}
          columns={WAIVERS}
          keyOf={({ file, line, rule, object }) => [file, line, rule, object].join('/')}
          empty="Nothing is waived."
        />
      </section>
    </>
  );
}

export function FindingList({ rows }: { readonly rows: readonly FindingRow[] }) {
  return (
    <Table
      caption="Findings"
      rows={rows}
      columns={FINDINGS}
      keyOf={({ cluster, rule, kind, namespace, name, path, message }) =>
        [cluster, rule, kind, namespace, name, path, message].join('/')
      }
      empty="Nothing is found."
    />
  );
}

const WORST = { error: 0, warning: 1, info: 2 } as const;

const FINDINGS: readonly Column<FindingRow>[] = [
  {
    title: 'Severity',
    by: ({ severity }) => WORST[severity],
    cell: ({ severity }) => <Severity of={severity} />,
  },
  {
    title: 'Object',
    by: ({ namespace, name }) => `${namespace}/${name}`,
    heads: true,
    cell: ({ kind, namespace, name, path }) => (
      <>
        {kind} {namespace === '' ? '' : `${namespace}/`}
        {name}
        {path === '' ? null : <code class="path">{path}</code>}
      </>
    ),
  },
  {
    title: 'Cluster',
    by: ({ cluster }) => cluster,
    cell: ({ cluster }) => (cluster === '' ? '' : <ClusterLink name={cluster} />),
  },
  {
    title: 'What is wrong',
    wide: true,
    cell: ({ message, fix, rule }) => (
      <>
        {message} <span class="quiet">{fix}</span> <code class="path">{rule}</code>
      </>
    ),
  },
  { title: 'File', cell: (row) => <FileLink {...row}>open</FileLink> },
];

const WAIVERS: readonly Column<WaiverRow>[] = [
  { title: 'Object', by: ({ object }) => object, heads: true, cell: ({ object }) => object },
  { title: 'Rule', by: ({ rule }) => rule, cell: ({ rule }) => <code>{rule}</code> },
  {
    title: 'Clusters',
    by: ({ clusters }) => (clusters.length === 0 ? 'all' : clusters.join()),
    cell: ({ clusters }) => (clusters.length === 0 ? 'all' : clusters.join(', ')),
  },
  { title: 'Why', wide: true, cell: ({ reason }) => reason },
  {
    title: 'Owner',
    by: ({ owner }) => owner,
    cell: ({ owner }) => (owner === '' ? <span class="quiet">at the object</span> : owner),
  },
  {
    title: 'Hides',
    by: ({ hides }) => hides,
    number: true,
    cell: ({ hides }) => (hides === 0 ? <Badge tone="warning">nothing</Badge> : hides),
  },
  { title: 'File', cell: (row) => <FileLink {...row}>open</FileLink> },
];
