import { useMemo } from 'preact/hooks';
import { FIRST_VIEW, type Scope, type View } from '../../data/topology/scope.ts';
import { replaceQuery, useRoute } from '../route.ts';

const SCOPES: readonly Scope[] = ['products', 'platform', 'all'];

/** Between the names of one list in the address. */
const AND = '|';

export interface ViewState {
  readonly view: View;
  readonly node: string;
  readonly set: (change: Partial<View> & { readonly node?: string }) => void;
}

/** What is asked for stands in the address, so that a picture can be sent to others. */
export function useViewState(): ViewState {
  const { query } = useRoute();
  const key = JSON.stringify(query);
  return useMemo(() => {
    const listOf = (name: string) => (query[name] ?? '').split(AND).filter(Boolean);
    const view: View = {
      scope: SCOPES.find((each) => each === query.show) ?? FIRST_VIEW.scope,
      groups: listOf('namespace'),
      owner: query.product ?? '',
      plumbing: query.proxies === 'yes',
      around: query.around ?? '',
      opened: listOf('open'),
      shut: listOf('shut'),
    };
    const node = query.node ?? '';
    return {
      view,
      node,
      set: (change) => {
        const next = { ...view, node, ...change };
        replaceQuery({
          show: next.scope === FIRST_VIEW.scope ? '' : next.scope,
          namespace: next.groups.join(AND),
          product: next.owner,
          proxies: next.plumbing ? 'yes' : '',
          around: next.around,
          open: next.opened.join(AND),
          shut: next.shut.join(AND),
          node: next.node,
        });
      },
    };
  }, [key]);
}
