import { useState } from 'preact/hooks';
import type { ChangeGroup, ChangesData, PathChange } from '../../data/rows/changes.ts';
import { Badge, type Tone } from '../parts/badge.tsx';
import { Filtered } from '../parts/filter.tsx';
import { type Column, Table } from '../parts/table.tsx';

const TONES: Readonly<Record<string, Tone>> = {
  'data-loss': 'bad',
  replacement: 'bad',
  security: 'bad',
  outage: 'warning',
  restart: 'accent',
  scale: 'accent',
};

/** As many changes of a risk are shown at once. */
const MOST = 40;

/** What the change does that the page was made with. */
export function Changes({ data }: { readonly data: ChangesData }) {
  if (!data.asked) {
    return (
      <p class="notice">
        This page was made without a base to compare with. <code>npx fleet report --base main</code> shows
        here what this branch changes, and <code>npx fleet diff</code> tells it in the terminal.
      </p>
    );
  }
  const { base, head, summary, risks, groups, paths } = data;
  return (
    <>
      <p class="lead">
        From <strong>{base}</strong> to <strong>{head}</strong>.
      </p>
      <ul class="summary">
        {summary.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {groups.length === 0 ? null : (
        <Filtered
          what="change"
          rows={groups}
          choices={{ risk: ({ risk }) => risk, cluster: ({ clusters }) => clusters }}
          textOf={({ titles, reasons, action, lines }) => [...titles, action, ...reasons, ...lines].join(' ')}
        >
          {(left) => (
            <>
              <Section title="Applications that vanish" groups={left.filter(({ vanishes }) => vanishes)} />
              {risks.map(({ name, meaning }) => (
                <Section
                  key={name}
                  title={`${name}: ${meaning}`}
                  groups={left.filter(({ risk, vanishes }) => risk === name && !vanishes)}
                />
              ))}
            </>
          )}
        </Filtered>
      )}
      {paths.length === 0 ? null : (
        <section>
          <h2>Paths between pods</h2>
          <Table
            caption="Paths between pods"
            rows={paths}
            columns={PATHS}
            keyOf={({ way, cluster, from, to, ports }) => [way, cluster, from, to, ...ports].join(' ')}
          />
        </section>
      )}
    </>
  );
}

function Section({ title, groups }: { readonly title: string; readonly groups: readonly ChangeGroup[] }) {
  const [shown, setShown] = useState(MOST);
  if (groups.length === 0) return null;
  return (
    <section>
      <h2>
        {title} ({groups.length})
      </h2>
      {groups.slice(0, shown).map((group) => (
        <Change key={[...group.titles, group.action, ...group.reasons].join(' ')} group={group} />
      ))}
      {groups.length > shown ? (
        <button type="button" onClick={() => setShown(shown + 10 * MOST)}>
          Show more: {shown} of {groups.length} are here
        </button>
      ) : null}
    </section>
  );
}

function Change({ group: { titles, action, reasons, lines, risk } }: { readonly group: ChangeGroup }) {
  return (
    <article class={`change ${TONES[risk] ?? 'quiet'}`}>
      <h3>
        {titles.join(', ')} <small>{action}</small>
      </h3>
      <ul>
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      {lines.length === 0 ? null : (
        <details>
          <summary>Fields</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
          <pre tabIndex={0}>
            {lines.map((line, index) => (
              <span
                key={index}
                class={line.startsWith('+') ? 'now' : line.startsWith('-') ? 'was' : undefined}
              >
                {line}
                {'\n'}
              </span>
            ))}
          </pre>
        </details>
      )}
    </article>
  );
}

const PATHS: readonly Column<PathChange>[] = [
  {
    title: 'It',
    by: ({ way }) => way,
    cell: ({ way }) => (
      <Badge tone={way === 'opened' ? 'warning' : 'quiet'}>{way === 'opened' ? 'opens' : 'closes'}</Badge>
    ),
  },
  { title: 'Cluster', by: ({ cluster }) => cluster, cell: ({ cluster }) => cluster },
  { title: 'From', by: ({ from }) => from, wide: true, cell: ({ from }) => from },
  { title: 'To', by: ({ to }) => to, wide: true, cell: ({ to }) => to },
  { title: 'Ports', cell: ({ ports, conditions }) => [ports.join(', '), ...conditions].join('; ') },
];
