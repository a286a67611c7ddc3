import { bold, dim } from '../command-line/colours.ts';
import { count } from '../command-line/count.ts';
import { type Connection, groupedBy } from './connection.ts';

/** For people: by cluster and peer, who can be opened at which ports. */
export function textOf(connections: readonly Connection[]): string {
  const lines: string[] = [];
  const byCluster = groupedBy(connections, ({ cluster }) => cluster);
  for (const [cluster, own] of byCluster) {
    if (lines.length > 0) lines.push('');
    lines.push(bold(cluster));
    for (const [from, reached] of groupedBy(own, (connection) => connection.from)) {
      lines.push(`  ${from}`);
      const width = Math.max(...reached.map(({ to }) => to.length));
      for (const { to, ports, conditions } of reached) {
        lines.push(`    → ${to.padEnd(width)}  ${ports.join(', ')}`.trimEnd());
        for (const condition of conditions) lines.push(dim(`        ${condition}`));
      }
    }
  }
  if (lines.length > 0) lines.push('');
  lines.push(summaryOf(connections, byCluster.size));
  return `${lines.join('\n')}\n`;
}

function summaryOf(connections: readonly Connection[], clusters: number): string {
  const peers = new Set(
    connections.flatMap(({ cluster, from, to }) => [`${cluster} ${from}`, `${cluster} ${to}`]),
  );
  const open = count(connections.length, 'open connection');
  return `${open} between ${count(peers.size, 'peer')} in ${count(clusters, 'cluster')}`;
}
