import type { FleetData } from '../../data/rows/fleet.ts';
import { addressOf } from '../route.ts';

export function Overview({ fleet }: { readonly fleet: FleetData }) {
  return (
    <ul>
      {fleet.clusters.map(({ name }) => (
        <li key={name}>
          <a href={addressOf(['clusters', name])}>{name}</a>
        </li>
      ))}
    </ul>
  );
}
