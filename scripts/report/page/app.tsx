import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { AutoscalerRow } from '../data/rows/autoscaler.ts';
import type { CapacityData } from '../data/rows/capacity.ts';
import type { ChangesData } from '../data/rows/changes.ts';
import type { FindingsData } from '../data/rows/findings.ts';
import type { FleetData } from '../data/rows/fleet.ts';
import type { VersionsData } from '../data/rows/versions.ts';
import { LinksContext } from './parts/links.tsx';
import { Piece } from './parts/piece.tsx';
import { addressOf, useRoute } from './route.ts';
import { THEMES, useTheme } from './theme.ts';
import { Autoscalers } from './views/autoscalers.tsx';
import { Capacity } from './views/capacity.tsx';
import { Changes } from './views/changes.tsx';
import { ClusterView, FIRST_TAB } from './views/cluster.tsx';
import { Findings } from './views/findings.tsx';
import { Overview } from './views/overview.tsx';
import { Versions } from './views/versions.tsx';
import { Workload } from './views/workload.tsx';
import { Workloads } from './views/workloads.tsx';

const SECTIONS = {
  '': 'Fleet',
  workloads: 'Workloads',
  capacity: 'Capacity',
  autoscalers: 'Autoscalers',
  versions: 'Versions',
  findings: 'Findings',
  changes: 'Changes',
} as const;

/** The whole page: what is always there, and the view of the address. */
export function App() {
  const { hash, path } = useRoute();
  const [section = ''] = path;
  const place = path.join('/');
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    document.title = [...[...path].reverse(), 'Fleet'].join(' · ');
    // Whoever follows a link hears where it led; whoever opens the page starts at its top.
    if (!first.current) {
      scrollTo(0, 0);
      main.current?.querySelector('h1')?.focus({ preventScroll: true });
    }
    first.current = false;
  }, [place]);
  return (
    <>
      <header class="top">
        <button type="button" class="skip" onClick={() => main.current?.focus()}>
          Skip to content
        </button>
        <nav aria-label="Fleet">
          {Object.entries(SECTIONS).map(([id, title]) => (
            <a
              key={id}
              href={addressOf(id === '' ? [] : [id])}
              aria-current={id === section || (id === '' && section === 'clusters') ? 'page' : undefined}
            >
              {title}
            </a>
          ))}
        </nav>
        <Colours />
      </header>
      {/* Says which address is shown: a view of many rows comes later than the address of the browser. */}
      <main ref={main} tabIndex={-1} data-shows={hash}>
        <Piece<FleetData> name="fleet">
          {(fleet) => (
            <LinksContext.Provider value={fleet.links}>
              <View fleet={fleet} path={path} />
            </LinksContext.Provider>
          )}
        </Piece>
      </main>
    </>
  );
}

function Colours() {
  const [theme, setTheme] = useTheme();
  return (
    <fieldset class="theme">
      <legend class="hidden">Colours</legend>
      {THEMES.map((each) => (
        <label key={each}>
          <input
            type="radio"
            name="theme"
            value={each}
            checked={each === theme}
            onChange={() => setTheme(each)}
          />
          <span>{each}</span>
        </label>
      ))}
    </fieldset>
  );
}

function View({ fleet, path }: { readonly fleet: FleetData; readonly path: readonly string[] }) {
  const [section = '', name = '', tab = FIRST_TAB, namespace, kind, own] = path;
  if (section === '') return <Overview fleet={fleet} />;
  if (section === 'clusters') {
    const row = fleet.clusters.find((each) => each.name === name);
    if (row === undefined) return <Missing what={`cluster ${name}`} />;
    if (tab !== 'workload') return <ClusterView key={`${name}/${tab}`} fleet={fleet} row={row} tab={tab} />;
    const workload = fleet.workloads.find(
      (each) =>
        each.cluster === name && each.namespace === namespace && each.kind === kind && each.name === own,
    );
    if (workload === undefined)
      return <Missing what={`${kind ?? 'workload'} ${namespace}/${own} on ${name}`} />;
    return <Workload row={workload} />;
  }
  if (section === 'workloads') {
    return (
      <Titled title="Workloads">
        <Workloads rows={fleet.workloads} />
      </Titled>
    );
  }
  if (section === 'capacity') {
    return (
      <Titled title="Capacity">
        <Piece<CapacityData> name="capacity">{(data) => <Capacity data={data} />}</Piece>
      </Titled>
    );
  }
  if (section === 'autoscalers') {
    return (
      <Titled title="Autoscalers">
        <Piece<readonly AutoscalerRow[]> name="autoscalers">{(rows) => <Autoscalers rows={rows} />}</Piece>
      </Titled>
    );
  }
  if (section === 'versions') {
    return (
      <Titled title="Versions">
        <Piece<VersionsData> name="versions">
          {(data) => <Versions data={data} clusters={fleet.clusters} />}
        </Piece>
      </Titled>
    );
  }
  if (section === 'findings') {
    return (
      <Titled title="Findings and waivers">
        <Piece<FindingsData> name="findings">{(data) => <Findings data={data} />}</Piece>
      </Titled>
    );
  }
  if (section === 'changes') {
    return (
      <Titled title="Changes">
        <Piece<ChangesData> name="changes">{(data) => <Changes data={data} />}</Piece>
      </Titled>
    );
  }
  return <Missing what={`page ${section}`} />;
}

function Titled({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <>
      <h1 tabIndex={-1}>{title}</h1>
      {children}
    </>
  );
}

function Missing({ what }: { readonly what: string }) {
  return (
    <Titled title="Not here">
      <p>
        There is no {what} on this page. <a href={addressOf([])}>To the fleet</a>
      </p>
    </Titled>
  );
}
