import { ARGOCD_NAMESPACE, PAUSE_ANNOTATION } from '../../platform/components/argocd/address.ts';
import { NAME } from './finding.ts';

const onHub = (hub: string, command: string) =>
  `kubectl --context ${hub} --namespace ${ARGOCD_NAMESPACE} ${command}`;

/** Shows all that the hub has of an Application. */
export function show(hub: string, name = NAME): string {
  return onHub(hub, `get application/${name} --output yaml`);
}

/** Shows what makes the roots of a hub. */
export function showSet(hub: string, name = hub): string {
  return onHub(hub, `get applicationset/${name} --output yaml`);
}

/** Ends a pause. */
export function endPause(hub: string): string {
  return onHub(hub, `annotate application/${NAME} ${PAUSE_ANNOTATION}-`);
}

/** Lists the pods of Argo CD. */
export function showPods(hub: string): string {
  return onHub(hub, 'get pods --output wide');
}

/** Lists each resource with its health, which the object itself does not keep. */
export const showResources = `argocd app get ${NAME}`;

/** Applies it once more. */
export const syncAgain = `argocd app sync ${NAME}`;

/** Shows what differs, field by field. */
export const showDifference = `argocd app diff ${NAME}`;
