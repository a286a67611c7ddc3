import { useState } from 'preact/hooks';
import type { ClusterRow } from '../../data/rows/fleet.ts';
import type { VersionCell, VersionRow, VersionsData } from '../../data/rows/versions.ts';
import { compareVersions } from '../../data/version-order.ts';
import { Badge, Environment } from '../parts/badge.tsx';
import { Filtered } from '../parts/filter.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { addressOf } from '../route.ts';

const STAGES = ['development', 'staging', 'production', ''];

/** Which version of what runs where. */
export function Versions({
  data,
  clusters,
}: {
  readonly data: VersionsData;
  readonly clusters: readonly ClusterRow[];
}) {
  const inOrder = [...clusters].sort((one, other) => stageOf(one) - stageOf(other));
  const sections = [
    ['images', 'Builds of our own', data.images],
    ['charts', 'Helm charts', data.charts],
    ['platform', 'Platform', data.platform],
    ['others', data.images.length === 0 ? 'Images' : 'Images of others', data.others],
  ] as const;
  const rows = sections.flatMap(([part, title, own]) => own.map((row) => ({ ...row, part, title })));
  return (
    <Filtered
      what="version"
      rows={rows}
      choices={{
        part: ({ title }) => title,
        state: ({ difference, cells }) => [
          difference === '' ? 'level' : 'not level',
          ...(cells.some(({ canary }) => canary !== undefined) ? ['canary'] : []),
        ],
        cluster: ({ cells }) => cells.map(({ cluster }) => cluster),
      }}
      textOf={({ name, newest, difference, cells }) =>
        [
          name,
          newest,
          difference,
          ...cells.flatMap(({ versions, digest = '' }) => [...versions, digest]),
        ].join(' ')
      }
    >
      {(left) =>
        sections.map(([part, title]) => (
          <Matrix
            key={part}
            title={title}
            rows={left.filter((row) => row.part === part)}
            clusters={inOrder}
          />
        ))
      }
    </Filtered>
  );
}

function stageOf({ contract }: ClusterRow): number {
  return STAGES.indexOf(contract?.environment ?? '');
}

/** As many rows are shown at once. */
const MOST = 100;

/** As many columns fit beside each other; beyond that each row lists its clusters by version. */
const COLUMNS = 12;

function Matrix({
  title,
  rows,
  clusters,
}: {
  readonly title: string;
  readonly rows: readonly VersionRow[];
  readonly clusters: readonly ClusterRow[];
}) {
  if (rows.length === 0) return null;
  const used = clusters.filter(({ name }) =>
    rows.some(({ cells }) => cells.some(({ cluster }) => cluster === name)),
  );
  return (
    <section>
      <h2>{title}</h2>
      {used.length > COLUMNS ? (
        <Table caption={title} rows={rows} columns={BY_VERSION} keyOf={({ name }) => name} />
      ) : (
        <ByCluster title={title} rows={rows} clusters={used} />
      )}
    </section>
  );
}

function ByCluster({
  title,
  rows,
  clusters,
}: {
  readonly title: string;
  readonly rows: readonly VersionRow[];
  readonly clusters: readonly ClusterRow[];
}) {
  const [shown, setShown] = useState(MOST);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section class="table matrix" tabIndex={0} aria-label={title}>
      <table>
        <caption class="hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            {clusters.map(({ name, contract }) => (
              <th scope="col" key={name}>
                <a href={addressOf(['clusters', name])}>{name}</a> <Environment of={contract?.environment} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map(({ name, newest, difference, cells }) => (
            <tr key={name}>
              <th scope="row">
                {name}
                {difference === '' ? null : <small class="path">{difference}</small>}
              </th>
              {clusters.map((cluster) => (
                <td key={cluster.name} data-title={cluster.name}>
                  <Cell cell={cells.find((each) => each.cluster === cluster.name)} newest={newest} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown ? (
        <button type="button" onClick={() => setShown(shown + MOST)}>
          Show more: {shown} of {rows.length} are here
        </button>
      ) : null}
    </section>
  );
}

function Cell({ cell, newest }: { readonly cell: VersionCell | undefined; readonly newest: string }) {
  if (cell === undefined) return <span class="quiet">–</span>;
  const { versions, digest, standing, canary } = cell;
  return (
    <>
      <span title={digest} class={standing === 'newest' ? undefined : 'behind'}>
        <code>{versions.join(', ')}</code>{' '}
        {standing === 'newest' ? null : (
          <Badge tone="warning">{standing === 'behind' ? `behind ${newest}` : standing}</Badge>
        )}
      </span>
      {canary === undefined ? null : (
        <Badge tone="accent">
          canary {canary.version}, {canary.weight} %
          {canary.variant === undefined ? '' : `, variant ${canary.variant}`}
        </Badge>
      )}
    </>
  );
}

const BY_VERSION: readonly Column<VersionRow>[] = [
  {
    title: 'Name',
    by: ({ name }) => name,
    heads: true,
    cell: ({ name, difference }) => (
      <>
        {name}
        {difference === '' ? null : <small class="path">{difference}</small>}
      </>
    ),
  },
  { title: 'Newest', cell: ({ newest }) => <code>{newest}</code> },
  {
    title: 'Clusters by version',
    wide: true,
    cell: ({ cells }) => (
      <ul class="plain">
        {[...byVersion(cells)].map(([version, names]) => (
          <li key={version}>
            <code>{version}</code> {names.length > 8 ? `${names.length} clusters` : names.join(', ')}
          </li>
        ))}
      </ul>
    ),
  },
];

function byVersion(cells: readonly VersionCell[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { versions, cluster } of cells) {
    const version = versions.join(', ');
    found.set(version, [...(found.get(version) ?? []), cluster]);
  }
  return new Map([...found].sort(([one], [other]) => compareVersions(other, one)));
}
