import { type Connection, groupedBy, homeOf } from './connection.ts';

/** For Graphviz: a box for each cluster and namespace, an arrow for each connection. */
export function dotOf(connections: readonly Connection[]): string {
  const lines = ['digraph reach {', '  rankdir=LR;', '  node [shape=box, fontname="sans-serif"];'];
  const homes = connections.flatMap(({ cluster, from, to }) => [homeOf(from, cluster), homeOf(to, cluster)]);
  for (const [cluster, own] of groupedBy(homes, (each) => each.cluster)) {
    const peers = [...new Set(own.map(({ peer }) => peer))].sort();
    lines.push(`  subgraph ${quoted(`cluster ${cluster}`)} {`, `    label=${quoted(cluster)};`);
    for (const [namespace, members] of groupedBy(peers, namespaceOf)) {
      const inside = members.map((peer) => `      ${idOf(cluster, peer)} [label=${quoted(labelOf(peer))}];`);
      if (namespace === '') lines.push(...inside);
      else {
        lines.push(`    subgraph ${quoted(`cluster ${cluster}/${namespace}`)} {`);
        lines.push(`      label=${quoted(namespace)};`, ...inside, '    }');
      }
    }
    lines.push('  }');
  }
  for (const { cluster, from, to, ports, conditions } of connections) {
    const [caller, callee] = [homeOf(from, cluster), homeOf(to, cluster)];
    const style = conditions.length > 0 ? ', style=dashed' : '';
    const label = quoted([...ports, ...conditions].join('\n'));
    lines.push(
      `  ${idOf(caller.cluster, caller.peer)} -> ${idOf(callee.cluster, callee.peer)} [label=${label}${style}];`,
    );
  }
  return [...lines, '}', ''].join('\n');
}

function namespaceOf(peer: string): string {
  const parts = peer.split('/');
  return parts.length === 3 ? (parts[0] ?? '') : '';
}

function labelOf(peer: string): string {
  const [, kind, name] = peer.split('/');
  return namespaceOf(peer) === '' ? peer : `${name}\n${kind}`;
}

function idOf(cluster: string, peer: string): string {
  return quoted(`${cluster} ${peer}`);
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}
