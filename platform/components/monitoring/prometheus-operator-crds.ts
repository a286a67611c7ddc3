import { component, restrictedNamespace } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';
import { MONITORING_NAMESPACE } from './address.ts';

/** The definitions alone, because the monitors of every controller come before Prometheus itself. */
export const prometheusOperatorCrds = component({
  name: 'prometheus-operator-crds',
  namespace: MONITORING_NAMESPACE,
  declares: restrictedNamespace(MONITORING_NAMESPACE),
  wave: waves.definitions,
  chart: 'prometheus-operator-crds',
  values: () => ({}),
});
