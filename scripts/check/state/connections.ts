import { readModel } from '../../cluster-model/model.ts';
import type { ClusterState } from './cluster-state.ts';
import { remembered } from './memory.ts';

/** The pods, policies and mesh of a cluster, resolved as `reach` does it; objects that no API server takes are left out. */
export const modelIn = remembered(({ tree }: ClusterState) => readModel(tree).model);
