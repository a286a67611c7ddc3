const SYNC_OPTIONS = [
  // Definitions are too large for the annotation of a client-side apply.
  'ServerSideApply=true',
  // Without it a sync writes over what `ignoreDifferences` leaves to a controller.
  'RespectIgnoreDifferences=true',
  // Two Applications with one object would undo each other for ever.
  'FailOnSharedResource=true',
  'PrunePropagationPolicy=foreground',
  'PruneLast=true',
  'ApplyOutOfSyncOnly=true',
];

const BACKOFF = { duration: '5s', factor: 2, maxDuration: '3m' };

/**
 * Applies and prunes what is committed and undoes what is not. A tree that renders nothing at all is taken for a
 * mistake and not applied. Namespaces are rendered, never made on the way (S4-221, S4-222, X-12).
 *
 * @param retries of a failed sync; -1 goes on until it succeeds
 * @param confirmed whether a person confirms what is pruned, except where an object says otherwise
 */
export function syncPolicy(retries: number, confirmed = false) {
  return {
    automated: { prune: true, selfHeal: true, allowEmpty: false },
    // An attempt takes the newest commit: otherwise a broken one would be retried while its correction waits.
    retry: { limit: retries, refresh: true, backoff: BACKOFF },
    syncOptions: [...SYNC_OPTIONS, ...(confirmed ? ['Prune=confirm'] : [])],
  };
}
