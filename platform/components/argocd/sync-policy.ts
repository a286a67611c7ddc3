const SYNC_OPTIONS = [
  // Definitions are too large for the annotation of a client-side apply.
  'ServerSideApply=true',
  // Without it a sync writes over what `ignoreDifferences` leaves to a controller.
  'RespectIgnoreDifferences=true',
  // Two Applications with one object would undo each other for ever.
  'FailOnSharedResource=true',
  'PrunePropagationPolicy=foreground',
  'PruneLast=true',
];

const BACKOFF = { duration: '5s', factor: 2, maxDuration: '3m' };

/** Attempts after a failed sync of an Application (S4-222). */
const RETRIES = 5;

/**
 * Applies and prunes what is committed and undoes what is not. A tree that renders nothing at all is taken for a
 * mistake and not applied. Namespaces are rendered, never made on the way (S4-221, S4-222, X-12).
 *
 * @param confirmed whether a person confirms what is pruned, except where an object says otherwise
 */
export function applicationSyncPolicy(confirmed: boolean) {
  return policy(RETRIES, [
    ...SYNC_OPTIONS,
    'ApplyOutOfSyncOnly=true',
    ...(confirmed ? ['Prune=confirm'] : []),
  ]);
}

/**
 * The same for the root, with two differences. It goes on until it succeeds, since a new cluster takes longer than any
 * number of attempts. And it applies all of its Applications each time: otherwise a wave would wait for those that the
 * same commit changed, and for no other, however unhealthy it is.
 */
export const rootSyncPolicy = policy(-1, SYNC_OPTIONS);

/** @param retries of a failed sync; -1 goes on until it succeeds */
function policy(retries: number, syncOptions: readonly string[]) {
  return {
    automated: { prune: true, selfHeal: true, allowEmpty: false },
    // An attempt takes the newest commit: otherwise a broken one would be retried while its correction waits.
    retry: { limit: retries, refresh: true, backoff: BACKOFF },
    syncOptions: [...syncOptions],
  };
}
