import type { ComponentChildren } from 'preact';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Links } from '../../data/rows/fleet.ts';
import type { Place } from '../../data/rows/place.ts';
import { addressOf } from '../route.ts';

export const LinksContext = createContext<Links>({ local: '.' });

/** A file that the page names: on this disk, and where others read it. */
export function FileLink({ file, line, children }: Place & { readonly children?: ComponentChildren }) {
  const { local, web } = useContext(LinksContext);
  const path = file.split('/').map(encodeURIComponent).join('/');
  return (
    <span class="file">
      <a
        href={file.startsWith('/') ? path.replaceAll('%2F', '/') : `${local}/${path}`}
        title={`${file}:${line}`}
      >
        {children ?? file}
      </a>
      {web === undefined || file.startsWith('/') ? null : (
        <a class="web" href={`${web}/${path}#L${line}`} title={`${file} in the repository`}>
          <span aria-hidden="true">↗</span>
          <span class="hidden">{file} in the repository</span>
        </a>
      )}
    </span>
  );
}

export function ClusterLink({ name }: { readonly name: string }) {
  return <a href={addressOf(['clusters', name])}>{name}</a>;
}

export function WorkloadLink({
  cluster,
  namespace,
  kind,
  name,
}: {
  readonly cluster: string;
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
}) {
  return <a href={addressOf(['clusters', cluster, 'workload', namespace, kind, name])}>{name}</a>;
}
