import { textAt } from '../../../state/read.ts';

/** The kind that a holder says in `apiVersion` and `kind`, as targets of autoscalers do. */
export function scaled(holder: unknown): string | undefined {
  const kind = textAt(holder, 'kind') ?? 'Deployment';
  const version = textAt(holder, 'apiVersion') ?? 'apps/v1';
  const group = version.includes('/') ? version.slice(0, version.indexOf('/')) : '';
  return `${group}/${kind}`;
}

/** The kind that a holder says in `group` and `kind`, as the Gateway API does. */
export const grouped =
  (group: string, kind: string) =>
  (holder: unknown): string =>
    `${textAt(holder, 'group') ?? group}/${textAt(holder, 'kind') ?? kind}`;

/** The kind that a holder says in `apiGroup` and `kind`, as Kubernetes does. */
export function typed(holder: unknown): string | undefined {
  const kind = textAt(holder, 'kind');
  return kind === undefined ? undefined : `${textAt(holder, 'apiGroup') ?? ''}/${kind}`;
}
