import type { ReasonText, Told, TopologyData, TopologyEdge, TopologyNode } from '../../data/topology/data.ts';
import { KINDS } from '../../data/topology/lines.ts';
import { FileLink } from '../parts/links.tsx';
import { KindSign } from './icons.tsx';
import { STATES } from './legend.tsx';
import { objectOf } from './objects.ts';

/** All that is known of a node: what runs, who calls it, whom it calls, and why each way is open or closed. */
export function Details({
  data,
  node,
  isAround,
  onChoose,
  onAround,
  onClose,
}: {
  readonly data: TopologyData;
  readonly node: TopologyNode;
  readonly isAround: boolean;
  readonly onChoose: (node: string) => void;
  readonly onAround: () => void;
  readonly onClose: () => void;
}) {
  const callers = data.edges.filter(({ to }) => to === node.id);
  const callees = data.edges.filter(({ from }) => from === node.id);
  return (
    <section class="topology-details" aria-label={`${node.name}, details`}>
      <header>
        <h2>
          <KindSign kind={node.kind} /> {node.name}
        </h2>
        <button type="button" onClick={onClose} aria-label="Close the details">
          ×
        </button>
      </header>
      <p class="quiet">
        {KINDS[node.kind]}, {node.group}
      </p>
      <p>
        <button type="button" onClick={onAround} aria-pressed={isAround}>
          Only this and its neighbours
        </button>
      </p>
      {node.about.map((line) => (
        <p key={line} class="fact">
          {line}
        </p>
      ))}
      {node.pods.map(({ workload, images, replicas, ports, file }) => (
        <dl key={workload} class="pod-facts">
          <dt>Pods</dt>
          <dd>
            <FileLink file={file.path} line={file.line ?? 1}>
              {workload}
            </FileLink>
          </dd>
          {replicas === undefined ? null : (
            <>
              <dt>Replicas</dt>
              <dd>{replicas.min === replicas.max ? replicas.min : `${replicas.min} to ${replicas.max}`}</dd>
            </>
          )}
          {ports.length === 0 ? null : (
            <>
              <dt>Ports</dt>
              <dd>{ports.join(', ')}</dd>
            </>
          )}
          {images.length === 0 ? null : (
            <>
              <dt>{images.length === 1 ? 'Image' : 'Images'}</dt>
              <dd>
                {images.map((image) => (
                  <code key={image}>{image}</code>
                ))}
              </dd>
            </>
          )}
        </dl>
      ))}
      <Ways title="Called by" edges={callers} of="from" data={data} onChoose={onChoose} />
      <Ways title="Calls" edges={callees} of="to" data={data} onChoose={onChoose} />
      <Files title="Policies" links={node.policies} />
      <Files title="Rendered files" links={node.files} />
    </section>
  );
}

function Files({ title, links }: { readonly title: string; readonly links: TopologyNode['files'] }) {
  if (links.length === 0) return null;
  return (
    <details>
      <summary>
        {title} ({links.length})
      </summary>
      <ul>
        {links.map(({ title: name, path, line = 1 }) => (
          <li key={`${name} ${path}`}>
            <FileLink file={path} line={line}>
              {name}
            </FileLink>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Ways({
  title,
  edges,
  of,
  data,
  onChoose,
}: {
  readonly title: string;
  readonly edges: readonly TopologyEdge[];
  readonly of: 'from' | 'to';
  readonly data: TopologyData;
  readonly onChoose: (node: string) => void;
}) {
  const names = new Map(data.nodes.map((node) => [node.id, node]));
  return (
    <>
      <h3>
        {title} ({edges.length})
      </h3>
      {edges.length === 0 ? <p class="quiet">Nobody.</p> : null}
      <ul class="ways">
        {edges.map((edge) => {
          const other = names.get(edge[of]);
          return (
            <li key={`${edge[of]} ${edge.state}`} class={edge.state}>
              <button type="button" class="link" onClick={() => onChoose(edge[of])}>
                {other === undefined ? null : <KindSign kind={other.kind} />} {other?.name ?? edge[of]}
              </button>{' '}
              <span>{edge.ports.join(', ')}</span>
              {edge.state === 'open' ? null : <strong class="badge bad">{STATES[edge.state]}</strong>}
              <Why edge={edge} reasons={data.reasons} />
            </li>
          );
        })}
      </ul>
    </>
  );
}

function Why({ edge, reasons }: { readonly edge: TopologyEdge; readonly reasons: readonly ReasonText[] }) {
  return (
    <details>
      <summary>{edge.says.join('; ')}</summary>
      {edge.conditions.map((condition) => (
        <p key={condition} class="condition">
          only {condition}
        </p>
      ))}
      {edge.told.map((told) => (
        <Explained key={`${told.from} ${told.to} ${told.port}`} told={told} reasons={reasons} />
      ))}
      {edge.told.length === 0 ? (
        <p class="quiet">
          {edge.role === 'plumbing'
            ? 'Told by npx fleet reach --explain.'
            : 'No policy of the cluster decides it.'}
        </p>
      ) : null}
    </details>
  );
}

/** As `reach --explain` tells it. */
function Explained({ told, reasons }: { readonly told: Told; readonly reasons: readonly ReasonText[] }) {
  const own = told.reasons.flatMap((at) => reasons[at] ?? []);
  return (
    <div class="explained">
      <p>
        <code>{told.from}</code> → <code>{told.to}</code> {told.port}: {told.open ? 'open' : 'closed'}
      </p>
      <ul>
        {own.map(({ passes, says, objects, change }) => (
          <li key={says}>
            <span class={passes ? 'passes' : 'fails'}>{passes ? '✓' : '✗'}</span>{' '}
            <span class="hidden">{passes ? 'passes: ' : 'fails: '}</span>
            {says}
            {objects.length === 0 ? null : (
              <ul>
                {objects.map((text) => {
                  const { title, file, line, rest } = objectOf(text);
                  return (
                    <li key={text}>
                      {file === undefined ? (
                        text
                      ) : (
                        <>
                          <FileLink file={file} line={line}>
                            {title}
                          </FileLink>
                          {rest}
                        </>
                      )}
                    </li>
                  );
                })}
              </ul>
            )}
            {change === undefined || passes ? null : <p>Change first: {change}</p>}
          </li>
        ))}
      </ul>
    </div>
  );
}
