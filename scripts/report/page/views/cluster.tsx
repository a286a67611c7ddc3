import type { ClusterRow } from '../../data/rows/fleet.ts';
import { useData } from '../data.ts';
import { addressOf } from '../route.ts';

/** The tabs of a cluster, by the last part of their address. The topology's tab goes here. */
const TABS = { workloads: 'Workloads', capacity: 'Capacity' };

export function ClusterView({ name, tab }: { readonly name: string; readonly tab: string }) {
  const loaded = useData<ClusterRow>(`clusters/${name}`);
  if (loaded.state !== 'here') return <p>{loaded.state === 'failed' ? loaded.reason : 'Loading…'}</p>;
  return (
    <>
      <h1>{name}</h1>
      <nav aria-label="Cluster">
        {Object.entries(TABS).map(([id, title]) => (
          <a key={id} href={addressOf(['clusters', name, id])} aria-current={id === tab ? 'page' : undefined}>
            {title}
          </a>
        ))}
      </nav>
    </>
  );
}
