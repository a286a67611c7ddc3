import { proof } from './proof.ts';

/** The proofs that are commands and gates of their own, and steps besides, so that one command runs everything. */
export const proofs = {
  kubeconform: proof({
    name: 'kubeconform',
    command: 'kubeconform',
    proves: 'kubeconform takes every manifest, on every version, against schemas that know every field',
  }),
  gatekeeper: proof({
    name: 'gatekeeper',
    command: 'gatekeeper:prove',
    proves: "Gatekeeper's own gator finds no policy broken, and refuses each sample that it must",
  }),
  alerts: proof({
    name: 'alerts',
    command: 'alerts:prove',
    proves:
      'promtool and amtool: each alert fires when it must, nothing fires at rest, and each reaches its team',
  }),
  mesh: proof({
    name: 'mesh',
    command: 'mesh:prove',
    proves: "Istio's own code gives the proxies what we mean",
  }),
};
