import type { Fleet } from '../../../clusters/index.ts';
import { unitOf } from '../../unit/component.ts';
import type { Unit } from '../../unit/unit.ts';
import { applications } from './applications.ts';
import { argocd as component } from './argocd.ts';

/** Argo CD's own units: the Applications of every cluster, and Argo CD itself on each hub. */
export function argocd(fleet: Fleet): readonly Unit[] {
  return [applications(fleet), unitOf(component, fleet)];
}
