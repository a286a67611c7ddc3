import type { FleetData } from '../data/rows/fleet.ts';
import { useData } from './data.ts';
import { useRoute } from './route.ts';
import { ClusterView } from './views/cluster.tsx';
import { Overview } from './views/overview.tsx';

/** The whole page: what is always there, and the view of the address. */
export function App() {
  const fleet = useData<FleetData>('fleet');
  const { path } = useRoute();
  if (fleet.state !== 'here') return <main>{fleet.state === 'failed' ? fleet.reason : 'Loading…'}</main>;
  const [section, name, tab] = path;
  return (
    <main>
      {section === 'clusters' && name !== undefined ? (
        <ClusterView name={name} tab={tab ?? 'workloads'} />
      ) : (
        <Overview fleet={fleet.data} />
      )}
    </main>
  );
}
