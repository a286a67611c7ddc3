export { atRest } from './at-rest.ts';
export type { Cluster, Fleet, Takeover } from './cluster.ts';
export { ContractError, type Problem } from './contract-error.ts';
export type { Build, Canary, Image } from './images-schema.ts';
export { loadFleet } from './load-fleet.ts';
export { PRIVATE_NETWORKS } from './network.ts';
export { publicNames } from './public-names.ts';
export type { TerraformOutputs } from './terraform-outputs.ts';
export { POOL_LABEL } from './terraform-values.ts';
