/** Without it a sync writes over what `ignoreDifferences` leaves to a controller. */
const RESPECT = 'RespectIgnoreDifferences=true';

const SYNC_OPTIONS = [
  // Definitions are too large for the annotation of a client-side apply.
  'ServerSideApply=true',
  RESPECT,
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
 * The same for the root, with three differences. It goes on until it succeeds, since a new cluster takes longer than any
 * number of attempts. It applies all of its Applications each time: otherwise a wave would wait for those that the
 * same commit changed, and for no other, however unhealthy it is. And it respects no ignored differences: it has
 * none but the status of its Applications, which Argo CD before v3.3.12, and v3.4.0 to v3.4.3, then applies with them as
 * it was a moment ago. From there on it owns that status, and where it has gone on, no comparison succeeds any more.
 */
export const rootSyncPolicy = policy(
  -1,
  SYNC_OPTIONS.filter((option) => option !== RESPECT),
);

/** @param retries of a failed sync; -1 goes on until it succeeds */
function policy(retries: number, syncOptions: readonly string[]) {
  return {
    automated: { prune: true, selfHeal: true, allowEmpty: false },
    // An attempt takes the newest commit: otherwise a broken one would be retried while its correction waits.
    retry: { limit: retries, refresh: true, backoff: BACKOFF },
    syncOptions: [...syncOptions],
  };
}
