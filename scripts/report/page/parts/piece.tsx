import type { ComponentChildren } from 'preact';
import { useData } from '../data.ts';

/** What a view shows while its data comes, or where it is missing. */
export function Piece<Data>({
  name,
  children,
}: {
  readonly name: string;
  readonly children: (data: Data) => ComponentChildren;
}) {
  const loaded = useData<Data>(name);
  if (loaded.state === 'loading') return <p class="quiet">Loading…</p>;
  if (loaded.state === 'failed') {
    return (
      <p class="notice bad" role="alert">
        {loaded.reason}
      </p>
    );
  }
  return <>{children(loaded.data)}</>;
}
